package app.trackx.servlet;

import static app.trackx.servlet.TrackXFilterTest.started;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackXClient;
import com.sun.management.ThreadMXBean;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The cost of a request without errors. */
class CostTest {
  private static final int REQUESTS = 200_000;

  @Test
  void requestWithoutError_allocatesNoMoreThan64Bytes() throws Exception {
    FakeRequest fake = new FakeRequest();
    HttpServletRequest request = new Plain(fake.request());
    HttpServletResponse response = new PlainAnswer(fake.answer.response());
    TrackXFilter filter =
        started(TrackXFilter.builder().client(TrackXClient.builder(null).build()));
    Object[] escapes = new Object[1];
    FilterChain chain = (passed, answer) -> escapes[0] = passed;
    bytes(filter, request, response, chain); // warms up, and pings

    assertThat(bytes(filter, request, response, chain) / (double) REQUESTS).isBetween(1.0, 64.0);
  }

  private static long bytes(
      Filter filter, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < REQUESTS; i++) {
      filter.doFilter(request, response, chain);
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  /** Avoids the proxy for the method that is called on every request. */
  private static final class Plain extends HttpServletRequestWrapper {
    Plain(HttpServletRequest request) {
      super(request);
    }

    @Override
    public DispatcherType getDispatcherType() {
      return DispatcherType.REQUEST;
    }

    @Override
    public boolean isAsyncStarted() {
      return false;
    }
  }

  private static final class PlainAnswer extends HttpServletResponseWrapper {
    PlainAnswer(HttpServletResponse response) {
      super(response);
    }

    @Override
    public int getStatus() {
      return 200;
    }
  }
}
