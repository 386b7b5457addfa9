package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The outermost filter: records exceptions from TrackX's filter, and counts threads inside. */
final class Traffic implements Around {
  final List<Throwable> thrown = new CopyOnWriteArrayList<>();

  /** The number of client requests: a browser may retry if a connection is lost. */
  final AtomicInteger requests = new AtomicInteger();

  private int inside;

  @Override
  public void around(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    count(1);
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      requests.incrementAndGet();
    }
    try {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      thrown.add(e);
      throw e;
    } finally {
      count(-1);
    }
  }

  private synchronized void count(int change) {
    inside += change;
    notifyAll();
  }

  /** Waits until all filters have returned, which may be after the client has its response. */
  synchronized void awaitIdle() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try {
      while (inside > 0 && System.nanoTime() < end) {
        wait(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(inside).as("requests still inside").isZero();
  }
}
