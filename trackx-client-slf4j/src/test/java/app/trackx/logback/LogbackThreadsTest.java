package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Diagnostics;
import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fifty threads that log a thousand errors each: every one is accounted for. */
@Tag("logback")
class LogbackThreadsTest {
  private static final int THREADS = 50;
  private static final int ERRORS = 1_000;

  @Test
  void fiftyThreadsOfAThousandErrors_addUp() throws InterruptedException {
    try (LogbackSetup setup = LogbackSetup.with("");
        TrackXClient client = TrackX.setup(
            TrackXClient.builder(setup.server.endpoint()).rateLimit(RateLimit.none()))) {
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(new Thread(() -> logErrors(setup, start)));
        threads.get(i).start();
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join(Duration.ofSeconds(60).toMillis());
        assertThat(thread.isAlive()).isFalse();
      }
      assertThat(client.flush(Duration.ofSeconds(60))).isTrue();

      Diagnostics counts = client.diagnostics();
      assertThat(counts.captured()).isEqualTo(2L * THREADS * ERRORS);
      assertThat(counts.sent()
              + counts.folded()
              + counts.cancelled()
              + counts.duplicates()
              + counts.totalDropped())
          .isEqualTo(counts.captured());
      assertThat(counts.sent()).isEqualTo(setup.server.events().size()).isPositive();
      assertThat(counts.pending()).isZero();
      // the second log is an event of its own where the first was dropped at the intake
      assertThat(setup.server.issues()).hasSizeBetween(1, 2);
    } finally {
      TrackX.close();
    }
  }

  /** Each is logged twice, on its way up. */
  private static void logErrors(LogbackSetup setup, CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < ERRORS; i++) {
      IllegalStateException error = new IllegalStateException("order " + i);
      setup.logger().error("order {} failed", i, error);
      setup.logger().error("request failed", new RuntimeException(error));
    }
  }
}
