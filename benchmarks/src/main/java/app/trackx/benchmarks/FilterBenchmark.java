package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import app.trackx.transport.Outcome;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request without error costs its thread over the chain without the filter. The request answers
 * from fields: what a container adds to an answer, a string that it makes of bytes for example, is not in it.
 */
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {

  /** A request, its answer, and what comes after the filter. */
  @State(Scope.Thread)
  public static class Request {
    final HttpServletRequest request = new PlainRequest();
    final HttpServletResponse response = new PlainResponse();
    volatile @Nullable ServletRequest last;
    final FilterChain chain = (passed, answer) -> last = passed; // it escapes, as in a container
  }

  /** A filter that has started. */
  @State(Scope.Benchmark)
  public static class Started {
    /** What counts as a session. */
    @Param({"INSTANCE", "VISITOR", "OFF"})
    public String sessions = "";

    private final TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
    private TrackXFilter filter = TrackXFilter.builder().build();

    /** As a container starts it. */
    @Setup
    public void start() {
      filter = TrackXFilter.builder()
          .client(client)
          .sessions(Sessions.valueOf(sessions))
          .build();
      filter.init(null);
    }

    /** As it ends it. */
    @TearDown
    public void end() {
      filter.destroy();
      client.close();
    }
  }

  /** The chain without a filter. */
  @Benchmark
  public void chainAlone(Request state) throws IOException, ServletException {
    state.chain.doFilter(state.request, state.response);
  }

  /** The filter before it. */
  @Benchmark
  public void filter(Started started, Request state) throws IOException, ServletException {
    started.filter.doFilter(state.request, state.response, state.chain);
  }

  private static <T> T nothing(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
          throw new UnsupportedOperationException(method.getName());
        }));
  }

  private static final class PlainRequest extends HttpServletRequestWrapper {
    private @Nullable Object attribute;

    PlainRequest() {
      super(nothing(HttpServletRequest.class));
    }

    @Override
    public DispatcherType getDispatcherType() {
      return DispatcherType.REQUEST;
    }

    @Override
    public boolean isAsyncStarted() {
      return false;
    }

    @Override
    public String getHeader(String name) {
      return "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    }

    @Override
    public String getRemoteAddr() {
      return "192.0.2.7";
    }

    @Override
    public String getRequestURI() {
      return "/shop/orders/17";
    }

    @Override
    public String getContextPath() {
      return "/shop";
    }

    @Override
    public @Nullable Object getAttribute(String name) {
      return attribute;
    }

    @Override
    public void setAttribute(String name, Object value) {
      attribute = value;
    }
  }

  private static final class PlainResponse extends HttpServletResponseWrapper {
    PlainResponse() {
      super(nothing(HttpServletResponse.class));
    }

    @Override
    public int getStatus() {
      return 200;
    }
  }
}
