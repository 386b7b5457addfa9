package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Diagnostics;
import app.trackx.local.Event;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Five hundred concurrent requests. */
class LoadTest {
  private static final int REQUESTS = 500;
  private static final String SPRING =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  private final Site site = new Site();
  private final ExecutorService browsers = Executors.newFixedThreadPool(REQUESTS);
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final CountDownLatch ready = new CountDownLatch(REQUESTS);
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  @AfterEach
  void close() {
    browsers.shutdownNow();
    workers.shutdownNow();
    site.close();
  }

  private void ask(int number) {
    try {
      ready.countDown();
      ready.await();
      boolean fails = number % 10 == 0;
      int status = site.get((fails ? "/fails?" : "/works?") + number % 50).statusCode();
      (status == 500 && fails ? failed : answered).incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long occurrences(Event event) {
    Object many = event.meta().get("occurrences");
    return many instanceof Number ? ((Number) many).longValue() : 1;
  }

  @Test
  void concurrentRequests_loseNothing() throws InterruptedException {
    site.servlet("/works", (request, response) -> response.getWriter().print("ok"))
        .servlet("/fails", (request, response) -> {
          throw new IllegalStateException("order " + request.getQueryString());
        })
        .start();

    assertNothingLost();
    assertThat(site.traffic.thrown).hasSize(REQUESTS / 10);
  }

  @Test
  void concurrentAsynchronousRequests_loseNothing() throws InterruptedException {
    site.servlet("/works", (request, response) -> {
          AsyncContext async = request.startAsync();
          workers.execute(async::complete);
        })
        .servlet("/fails", (request, response) -> {
          IllegalStateException failure = new IllegalStateException(request.getQueryString());
          AsyncContext async = request.startAsync();
          workers.execute(() -> {
            async.getRequest().setAttribute(SPRING, failure);
            ((HttpServletResponse) async.getResponse()).setStatus(500);
            async.complete();
          });
        })
        .start();

    assertNothingLost();
  }

  private void assertNothingLost() throws InterruptedException {
    for (int i = 0; i < REQUESTS; i++) {
      int number = i;
      browsers.execute(() -> ask(number));
    }
    browsers.shutdown();
    assertThat(browsers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    assertThat(failed).hasValue(REQUESTS / 10);
    assertThat(answered).hasValue(REQUESTS - REQUESTS / 10);
    // listeners may be notified after the browser has its response
    Until.holds(() -> site.client.diagnostics().captured() == REQUESTS / 10);
    assertThat(site.events().stream().mapToLong(LoadTest::occurrences).sum())
        .isEqualTo(REQUESTS / 10);
    Diagnostics numbers = site.client.diagnostics();
    assertThat(numbers.captured()).isEqualTo(REQUESTS / 10);
    assertThat(numbers.sent() + numbers.folded()).isEqualTo(REQUESTS / 10);
    assertThat(numbers.totalDropped()).isZero();
    assertThat(numbers.pending()).isZero();
  }
}
