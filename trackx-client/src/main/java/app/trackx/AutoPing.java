package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.stack.ThreadStop;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a ping when the client is made and once after each midnight UTC, when the server's
 * sessions end. On a daemon thread of its own: the client's others end when idle.
 *
 * <p>The wall clock decides what day it is, and may jump, or stand still with the machine; so it is
 * looked at each quarter of an hour at least.
 */
final class AutoPing implements Runnable {
  /** Within so much time after midnight a fleet of clients pings. */
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

  /** Begins. Without a thread to be had there is no ping, and no error. */
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
        // in a quarter of an hour, then
      }
      if (!closed) {
        LockSupport.parkNanos(this, wait);
        Thread.interrupted(); // a set flag would turn every later park into a spin
      }
    }
  }

  /** Asks for a ping if it is time to; nanoseconds until it is to look again. */
  long step() {
    long wall = time.wallMillis();
    long today = UtcDay.of(wall);
    if (today != pinged && (pinged == NO_DAY || isDue(today))) {
      delivery.ping();
      pinged = today; // last: without a thread to be had, it is tried again
    }
    long wait = today == pinged
        ? TimeUnit.MILLISECONDS.toNanos((today + 1) * UtcDay.MILLIS - wall)
        : dueNanos - time.nanoTime();
    return Math.max(1, Math.min(LONGEST_NANOS, wait));
  }

  /** Whether that day's ping is due, at a moment that is chosen when the day is first seen. */
  private boolean isDue(long today) {
    long now = time.nanoTime();
    if (due != today) {
      due = today;
      dueNanos = now + (long) (random.nextDouble() * SPREAD_NANOS);
    }
    return dueNanos - now <= 0;
  }
}
