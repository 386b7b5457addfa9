package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import app.trackx.internal.delivery.ThreadNames;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.stack.ThreadStop;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The daemon thread that requests a ping when the client is created and once after each midnight
 * UTC, when the server's sessions end. A thread of its own, since the client's others end when
 * idle.
 *
 * <p>The wall clock determines the day; it may jump, or stand still while the machine sleeps. So it
 * is checked at least every quarter of an hour.
 */
final class AutoPing implements Runnable {
  /** The period after midnight over which a fleet of clients spreads its pings. */
  static final long SPREAD_NANOS = TimeUnit.MINUTES.toNanos(10);

  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(15);

  private static final long NO_DAY = Long.MIN_VALUE;

  private final Delivery delivery;
  private final TimeSource time;
  private final Random random;
  private volatile boolean closed;
  private final Thread thread;

  // confined to the thread
  private long pinged = NO_DAY;
  private long due = NO_DAY;
  private long dueNanos;

  AutoPing(Delivery delivery, TimeSource time, Random random) {
    this.delivery = delivery;
    this.time = time;
    this.random = random;
    this.thread = DetachedThreads.create(ThreadNames.PING, this);
  }

  /** Starts the thread. If the JVM cannot start one, there are no pings and no error. */
  static @Nullable AutoPing start(Delivery delivery) {
    AutoPing pings = null;
    try {
      pings = new AutoPing(delivery, TimeSource.SYSTEM, new Random());
      pings.thread.start();
      return pings;
    } catch (Throwable noThread) { // never to the host
      if (pings != null) {
        pings.close();
      }
      ThreadStop.rethrow(noThread);
      return null;
    }
  }

  /** Ends the thread. Any thread. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closed && !delivery.isClosing()) {
      long wait = LONGEST_NANOS;
      try {
        wait = step();
      } catch (Throwable noMemory) {
        // tried again in a quarter of an hour
      }
      if (!closed) {
        LockSupport.parkNanos(this, wait);
        Thread.interrupted(); // with the flag set, every later park would return at once
      }
    }
  }

  /** Requests a ping if it is due. Returns the nanoseconds to wait until the next check. */
  long step() {
    long wall = time.wallMillis();
    long today = UtcDay.of(wall);
    if (today != pinged && (pinged == NO_DAY || isDue(today))) {
      delivery.ping();
      pinged = today; // last: if no thread can be started, the next step tries again
    }
    long wait = today == pinged
        ? TimeUnit.MILLISECONDS.toNanos((today + 1) * UtcDay.MILLIS - wall)
        : dueNanos - time.nanoTime();
    return Math.max(1, Math.min(LONGEST_NANOS, wait));
  }

  /**
   * Returns true if the day's ping is due, at a random moment that is chosen when the day is first
   * seen.
   */
  private boolean isDue(long today) {
    long now = time.nanoTime();
    if (due != today) {
      due = today;
      dueNanos = now + (long) (random.nextDouble() * SPREAD_NANOS);
    }
    return dueNanos - now <= 0;
  }
}
