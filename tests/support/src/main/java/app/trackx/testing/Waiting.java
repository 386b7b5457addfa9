package app.trackx.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits that end: with what was waited for, or with a failed test. */
public final class Waiting {
  /** So long that only what never comes takes it, on a loaded machine too. */
  public static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);

  private Waiting() {}

  /** Waits for a condition that the line of the call shows. */
  public static void until(BooleanSupplier condition) {
    until("the condition", condition);
  }

  public static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN);
    }
  }

  public static void forLatch(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("never released");
    }
  }

  /** The same, where an interrupt must not end the waiting. */
  public static void forEndOf(Thread thread) {
    until("the end of " + thread, () -> !thread.isAlive());
  }

  public static void forEnd(Iterable<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      if (thread.isAlive()) {
        throw new AssertionError("never ended: " + thread);
      }
    }
  }
}
