package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.jvm.TimeSource;

/**
 * The wait for the end of a client that was closed, or of the JVM: for pending events to be sent,
 * then for the rest to be written to disk. Logs what is lost. Any thread but the client's own.
 */
final class Shutdown implements FlushTracker.Check {
  /**
   * Bound on the time in which the JVM is not scheduled at shutdown, as a multiple of the timeout.
   */
  private static final int STARVED_SHARE = 13;

  private final ProcessWorker worker;
  private final Workers workers;
  private final FlushTracker flushes;
  private final Lifecycle lifecycle;
  private final Counters counters;
  private final Warnings warnings;
  private final MemoryReserve reserve;
  private final TimeSource time;

  Shutdown(
      ProcessWorker worker,
      FlushTracker flushes,
      Lifecycle lifecycle,
      Counters counters,
      MemoryReserve reserve,
      TimeSource time) {
    this.worker = worker;
    this.workers = worker.workers();
    this.flushes = flushes;
    this.lifecycle = lifecycle;
    this.counters = counters;
    this.warnings = counters.warnings();
    this.reserve = reserve;
    this.time = time;
  }

  /**
   * Sends pending events when the JVM shuts down, for {@code nanos} at most. Does nothing if none
   * is pending.
   */
  void drainAtExit(long nanos) {
    long start = time.nanoTime();
    drainLate();
    Pipeline stages = workers.pipeline();
    if (worker.spools() && stages != null && nanos > 0) {
      stages.backlog().spool(); // another shutdown hook may still report an error
      stages.settle(nanos - (time.nanoTime() - start)); // files of sent events must be deleted
    }
  }

  /**
   * Sends pending events within the rest of the time by which shutdown may be delayed.
   *
   * <p>Shutdown hooks run concurrently, and none knows when the others end. So once the client's
   * own hook is done, a thread that captures an error waits here for its delivery: nothing else
   * keeps the JVM from exiting together with the thread and the error. The thread is a shutdown
   * hook, or one that a hook waits for; otherwise the JVM does not wait for it either. Together
   * they wait for the shutdown timeout at most.
   */
  void drainLate() {
    boolean interrupted = false;
    try {
      do { // an application may interrupt all threads as it shuts down
        interrupted |= Thread.interrupted();
        drainUntilInterrupted();
      } while (Thread.currentThread().isInterrupted() && lifecycle.exitNanosLeft() > 0);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void drainUntilInterrupted() {
    if (!worker.isUnfinished()) {
      return;
    }
    long left = lifecycle.exitNanosLeft();
    if (left > 0) {
      drain(left);
    } else {
      workers.tryToWake();
      logLosses(0);
    }
  }

  /** What a drain waits for. */
  @Override
  public boolean isOver() {
    return workers.isHopeless() || !worker.isUnfinished();
  }

  private void drain(long nanos) {
    long now = time.nanoTime();
    long left =
        !lifecycle.isOpen() ? Math.max(0, Math.min(nanos, lifecycle.deadline() - now)) : nanos;
    RunningTime clock = new RunningTime(time, flushes, STARVED_SHARE * left);
    long deadline = clock.nanoTime() + left;
    long reportNanos = Lifecycle.reportNanos(left);
    // wall-clock time if there is a spool: events on disk survive a kill of the JVM
    RunningTime first = worker.spools() ? wallClock() : clock;
    if (!workers.await(this, workers.tryToWake() ? left / 2 : left / 10, first)) {
      boolean awake = workers.tryToWake();
      spool();
      if (!first.isStarved()) { // otherwise it would compete with delivery for CPU time
        prepareExitReport();
      }
      clock.await(this, awake ? deadline - reportNanos - clock.nanoTime() : 0);
    }
    if (worker.spools() && worker.isUnfinished()) {
      spool(); // the server may be down
      clock.await(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return counters.inMemory() == 0;
            }
          },
          deadline - reportNanos - clock.nanoTime());
    }
    boolean waitsAgain =
        Thread.currentThread().isInterrupted() && deadline - clock.nanoTime() > reportNanos;
    if (!waitsAgain) {
      logLosses(reportNanos);
    }
    lifecycle.exitDelayed(clock.nanoTime() - (deadline - left));
  }

  private RunningTime wallClock() {
    return new RunningTime(time, flushes, 0);
  }

  /**
   * Loads the exit report in advance: it is likely needed, and loading it must not exceed the
   * timeout.
   */
  private void prepareExitReport() {
    if (!reserve.isReleased()) {
      try {
        ExitReport.prepare();
      } catch (Throwable noThread) {
        // then losses are not logged
      }
    }
  }

  /** Starts writing all queued events to disk while they are still being sent. Does not block. */
  private void spool() {
    Pipeline stages = workers.pipeline();
    if (!worker.spools() || stages == null) {
      return;
    }
    try {
      stages.spool(new Runnable() {
        @Override
        public void run() {
          workers.wakeProcessing(); // a closed client ends when nothing is left in memory
          flushes.signal();
        }
      });
    } catch (Throwable noMemory) {
      // then they are lost and counted
    }
  }

  /**
   * Blocks until a closed client has ended, for {@code nanos} since {@code start} at most.
   *
   * @param deadline when to end at the latest, if a thread can be started
   */
  void awaitEnd(long start, long deadline, long nanos) {
    long reportNanos = Lifecycle.reportNanos(nanos);
    if (!workers.await(lifecycle, nanos / 2, wallClock())) {
      if (workers.tryToWake()) {
        lifecycle.setDeadline(deadline);
      }
      spool();
      prepareExitReport();
      boolean ended = flushes.await(lifecycle, start + nanos - reportNanos - time.nanoTime());
      if (!ended && !Thread.currentThread().isInterrupted()) {
        try {
          logLosses(reportNanos); // a handler may hang
        } catch (Throwable noThread) {
          // losses are logged at JVM shutdown
        }
      }
    }
  }

  private void logLosses(long reportNanos) {
    long inMemory = counters.inMemory();
    if (inMemory > 0 && !lifecycle.hasEnded()) {
      Diagnostics now = counters.read();
      if (!warnings.isLossLogged(now.totalDropped() + inMemory)) {
        ExitReport.log(warnings, now, inMemory, reportNanos);
      }
    }
  }
}
