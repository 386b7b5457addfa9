package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Diagnostics;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Fifty threads that log a thousand errors each, twice on their way up. Checks all counters. */
public final class Storm {
  private static final int THREADS = 50;
  private static final int ERRORS = 1_000;

  private Storm() {}

  /** Runs the storm with a client that has no rate limit. */
  public static void over(Function<TrackXClient, BiConsumer<String, Throwable>> attach)
      throws InterruptedException {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client =
            TrackXClient.builder(server.endpoint()).rateLimit(RateLimit.none()).build()) {
      blow(attach.apply(client));
      assertThat(client.flush(Duration.ofSeconds(60))).isTrue();

      Diagnostics counts = client.diagnostics();
      assertThat(counts.captured()).isEqualTo(2L * THREADS * ERRORS);
      assertThat(counts.pending()).isZero();
      assertThat(counts.sent()
              + counts.folded()
              + counts.cancelled()
              + counts.duplicates()
              + counts.totalDropped())
          .isEqualTo(counts.captured());
      assertThat(counts.sent()).isEqualTo(server.events().size()).isPositive();
      assertThat(counts.duplicates()).isPositive();
      // the second log becomes an event if the first was dropped before it was queued
      assertThat(server.issues()).hasSizeBetween(1, 2);
    }
  }

  private static void blow(BiConsumer<String, Throwable> log) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(() -> logErrors(log, start)));
      threads.get(i).start();
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static void logErrors(BiConsumer<String, Throwable> log, CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < ERRORS; i++) {
      IllegalStateException error = new IllegalStateException("order " + i);
      log.accept("order " + i + " failed", error);
      log.accept("request failed", new RuntimeException(error));
    }
  }
}
