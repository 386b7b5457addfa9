package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import app.trackx.transport.Outcome;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A benchmark of the filter's overhead for a request without error. The chain is the same with and without the
 * filter, and so are request and response, which do nothing. Each thread has its own; all share the filter.
 */
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {

  /** The web application, with or without the filter. */
  @State(Scope.Benchmark)
  public static class Application {
    /** The filter's session setting; "without" for no filter. */
    @Param({"without", "OFF", "INSTANCE", "VISITOR"})
    String filter = "";

    private final TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
    private @Nullable Filter first;

    /** Starts the filter. */
    @Setup
    public void start() throws ServletException {
      if (!filter.equals("without")) {
        first = TrackXFilter.builder()
            .client(client)
            .sessions(Sessions.valueOf(filter))
            .build();
        first.init(null);
      }
    }

    /** Closes the client. */
    @TearDown
    public void stop() {
      client.close();
    }
  }

  /** A connection whose requests come from 1 024 visitors in turn. */
  @State(Scope.Thread)
  public static class Connection {
    private static final int VISITORS = 1_024;

    private final BareRequest[] requests = new BareRequest[VISITORS];
    private final BareResponse response = new BareResponse();
    private Chain chain = new Chain(null);
    private int next;

    /** Creates the requests. */
    @Setup
    public void open(Application application) {
      chain = new Chain(application.first);
      for (int i = 0; i < VISITORS; i++) {
        requests[i] = new BareRequest("192.0.2." + i);
      }
    }

    void handle(Blackhole servlet) throws IOException, ServletException {
      chain.start(servlet);
      chain.doFilter(requests[next++ & (VISITORS - 1)], response);
    }
  }

  /** A filter chain as in containers, with a servlet at the end. Reused between requests, as in Tomcat. */
  private static final class Chain implements FilterChain {
    private final @Nullable Filter filter;
    private @Nullable Blackhole servlet;
    private boolean entered;

    Chain(@Nullable Filter filter) {
      this.filter = filter;
    }

    void start(Blackhole servlet) {
      this.servlet = servlet;
      entered = false;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      if (filter != null && !entered) {
        entered = true;
        filter.doFilter(request, response, this);
      } else if (servlet != null) {
        servlet.consume(request);
        servlet.consume(response);
      }
    }
  }

  /** Handles requests on one thread. */
  @Benchmark
  public void request(Connection connection, Blackhole servlet) throws Exception {
    connection.handle(servlet);
  }

  /** Handles requests on two threads. */
  @Benchmark
  @Threads(2)
  public void requestOfTwo(Connection connection, Blackhole servlet) throws Exception {
    connection.handle(servlet);
  }
}
