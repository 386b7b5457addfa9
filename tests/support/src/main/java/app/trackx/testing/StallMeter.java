package app.trackx.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread of a test program that prints when the JVM was not run for a while. The client's
 * shutdown timeout does not count such time, so a test of it must not either.
 */
public final class StallMeter {
  static final String PREFIX = "STALLED ";

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long STALL = TimeUnit.MILLISECONDS.toNanos(45);

  private StallMeter() {}

  /** Starts to measure, until the JVM exits. */
  public static void start() {
    Thread thread = new Thread(StallMeter::measure, "stall-meter");
    thread.setDaemon(true);
    thread.start();
  }

  private static void measure() {
    long last = System.nanoTime();
    while (true) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      if (now - last > STALL) {
        System.out.println(PREFIX + (now - last));
      }
      last = now;
    }
  }
}
