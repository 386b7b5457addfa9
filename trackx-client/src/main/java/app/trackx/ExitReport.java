package app.trackx;

import app.trackx.internal.jvm.DetachedThreads;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.log.Log;
import java.util.concurrent.TimeUnit;

/**
 * The report of lost errors when the JVM shuts down, logged on a thread of its own: a console or a
 * logging backend that blocks must not delay the exit.
 */
final class ExitReport implements Runnable {
  private final Warnings warnings;
  private final Diagnostics diagnostics;
  private final long inMemory;

  private ExitReport(Warnings warnings, Diagnostics diagnostics, long inMemory) {
    this.warnings = warnings;
    this.diagnostics = diagnostics;
    this.inMemory = inMemory;
  }

  /** Loads this class and those it needs. */
  static void load() {
    new Preparation();
  }

  /** Loads the logging backend in the background. */
  static void prepare() {
    DetachedThreads.create(ThreadNames.LOG, new Preparation()).start();
  }

  /** Logs the losses and waits for that, for {@code nanos} at most. */
  static void log(Warnings warnings, Diagnostics diagnostics, long inMemory, long nanos) {
    Thread thread =
        DetachedThreads.create(ThreadNames.LOG, new ExitReport(warnings, diagnostics, inMemory));
    thread.start();
    boolean interrupted = Thread.interrupted(); // or the wait would end at once
    try {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos))); // 0 would wait forever
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void run() {
    try {
      warnings.lostAtShutdown(diagnostics, inMemory);
    } catch (Throwable neverToTheHost) {
      // as in Preparation
    }
  }

  private static final class Preparation implements Runnable {
    @Override
    public void run() {
      try {
        Log.prepare();
      } catch (Throwable neverToTheHost) {
        // for example in a web application whose class loader is closed by now
      }
    }
  }
}
