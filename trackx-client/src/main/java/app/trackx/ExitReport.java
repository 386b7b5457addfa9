package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import java.util.concurrent.TimeUnit;

/**
 * What is said when the JVM ends, on a thread of its own: a console or a logging backend that blocks
 * must not hold up the exit.
 */
final class ExitReport implements Runnable {
  /** How long it may take to say them. Constants, so that a close need not load this class. */
  static final long LONGEST_NANOS = 1_000_000_000L;

  /** So much of the time that is given: a tenth of a second by default. */
  static final int SHARE = 20;

  private final Warnings warnings;
  private final Diagnostics diagnostics;
  private final long inMemory;

  private ExitReport(Warnings warnings, Diagnostics diagnostics, long inMemory) {
    this.warnings = warnings;
    this.diagnostics = diagnostics;
    this.inMemory = inMemory;
  }

  /** Loads the classes of all this. */
  static void load() {
    new Preparation();
  }

  /** Loads the logging backend in the background. */
  static void prepare() {
    DetachedThreads.create(ThreadNames.LOG, new Preparation()).start();
  }

  /** Says what was lost, or gives up after that time. */
  static void say(Warnings warnings, Diagnostics diagnostics, long inMemory, long nanos) {
    Thread thread =
        DetachedThreads.create(ThreadNames.LOG, new ExitReport(warnings, diagnostics, inMemory));
    thread.start();
    try {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos))); // 0 would be for ever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      warnings.lostAtShutdown(diagnostics, inMemory);
    } catch (Throwable neverToTheHost) {
      // as below
    }
  }

  private static final class Preparation implements Runnable {
    @Override
    public void run() {
      try {
        Log.prepare();
      } catch (Throwable neverToTheHost) {
        // a web application whose class loader is closed by now, for instance
      }
    }
  }
}
