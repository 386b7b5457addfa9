package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;

/**
 * What is said when the JVM ends, on a thread of its own: a console or a logging backend that blocks
 * must not hold up the exit.
 */
final class LastWords implements Runnable {
  private static final long LONGEST_MILLIS = 100;

  private final Warnings warnings;
  private final long lost;

  private LastWords(Warnings warnings, long lost) {
    this.warnings = warnings;
    this.lost = lost;
  }

  /** Loads the logging backend in the background. */
  static void prepare() {
    DetachedThreads.create("trackx-log", new Runnable() {
          @Override
          public void run() {
            Log.prepare();
          }
        })
        .start();
  }

  /** Says how many events were lost, or gives up after a tenth of a second. */
  static void say(Warnings warnings, long lost) {
    Thread thread = DetachedThreads.create("trackx-log", new LastWords(warnings, lost));
    thread.start();
    try {
      thread.join(LONGEST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    warnings.lostAtEnd(lost);
  }
}
