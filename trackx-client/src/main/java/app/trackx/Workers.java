package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.jvm.ThreadStop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The two threads of a client and the pipeline that they share: starts and wakes them. The second
 * thread and the pipeline are created by the first one on its first run.
 *
 * <p>Application threads read this object for every error, so its fields are rarely written: a
 * write costs each of them a cache miss.
 */
final class Workers {
  /** How soon to ask for a thread again while the JVM starts none and a caller waits. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final WorkerThread process;
  private final MemoryReserve reserve;
  private volatile @Nullable WorkerThread send;
  private volatile @Nullable Pipeline pipeline;

  /** True if the processing thread was woken since it last checked the intake. */
  private volatile boolean hurried;

  Workers(WorkerThread process, MemoryReserve reserve) {
    this.process = process;
    this.reserve = reserve;
  }

  /** Publishes the pipeline and the thread that sends its events. Processing thread, once. */
  void open(Pipeline stages, WorkerThread sending) {
    send = sending; // first: who sees the pipeline sees the thread
    pipeline = stages;
  }

  /** Returns the pipeline; null until the processing thread has created it. */
  @Nullable
  Pipeline pipeline() {
    return pipeline;
  }

  /** Returns true if the caller is one of the two threads. */
  boolean isCurrent() {
    WorkerThread sending = send;
    return process.isCurrent() || (sending != null && sending.isCurrent());
  }

  /** Ensures that the processing thread runs; see {@link WorkerThread#ensureRunning}. */
  boolean ensureProcessing() {
    return process.ensureRunning();
  }

  /** Wakes the processing thread before its next poll, or a burst would overflow the intake. */
  void hurry() {
    hurried = true;
    process.wake();
  }

  /** Returns true if the processing thread was woken and has not checked the intake since. */
  boolean isHurried() {
    return hurried;
  }

  /** The processing thread is about to check the intake. */
  void looks() {
    if (hurried) {
      hurried = false;
    }
  }

  /** Wakes both threads. Throws if one cannot be started. */
  void wake() {
    process.wake();
    wakeSending();
  }

  /** Wakes the sending thread, if there is one yet. Throws if it cannot be started. */
  void wakeSending() {
    WorkerThread sending = send;
    if (sending != null) {
      sending.wake();
    }
  }

  /** Wakes the processing thread. Throws if it cannot be started. */
  void wakeProcessing() {
    process.wake();
  }

  /**
   * Wakes both threads because someone waits; returns false if one cannot be started. Then the next
   * error, or shutdown, tries again.
   */
  boolean tryToWake() {
    try {
      process.askAgain();
      wake();
      return true;
    } catch (Throwable noThread) {
      ThreadStop.rethrow(noThread);
      releaseIfFull(noThread);
      return false;
    }
  }

  /**
   * Blocks until the check is over, for {@code nanos} at most. Requests a thread again while there
   * is none.
   */
  boolean await(FlushTracker.Check over, long nanos, RunningTime clock) {
    long deadline = clock.nanoTime() + nanos;
    boolean awake = tryToWake();
    for (long left = nanos; !awake && left > 0; left = deadline - clock.nanoTime()) {
      if (clock.await(over, Math.min(left, ASK_AGAIN_NANOS))) {
        return true;
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      awake = tryToWake();
    }
    return clock.await(over, Math.max(0, deadline - clock.nanoTime()));
  }

  /** Wakes the sending thread. If it cannot be started, it is requested again. */
  void tryToWakeSending() {
    try {
      wakeSending();
    } catch (OutOfMemoryError | RuntimeException noThread) {
      releaseIfFull(noThread); // the failure is logged
    }
  }

  /** Ensures that the sending thread runs. If it cannot be started, it is requested again. */
  void tryToEnsureSending() {
    WorkerThread sending = send;
    try {
      if (sending != null) {
        sending.ensureRunning();
      }
    } catch (OutOfMemoryError | RuntimeException noThread) {
      releaseIfFull(noThread); // the failure is logged
    }
  }

  /** Returns how long the processing thread's current step has taken; 0 between steps. */
  long processingNanos() {
    return process.nanosInStep();
  }

  /** Returns true if nothing can be sent any more. Any thread. */
  boolean isHopeless() {
    Pipeline stages = pipeline;
    return stages != null && stages.health().wasHopeless();
  }

  /** Returns true if the server rate-limits this client. Any thread. */
  boolean isRateLimited() {
    Pipeline stages = pipeline;
    return stages != null && stages.health().wasRateLimited();
  }

  /** Wakes the processing thread. If it cannot be started, it is requested again. */
  void tryToWakeProcessing() {
    try {
      process.wake();
    } catch (OutOfMemoryError | RuntimeException noThread) {
      releaseIfFull(noThread); // the failure is logged
    }
  }

  /**
   * Releases the memory reserve if a thread could not be started for lack of memory, and lets the
   * next attempt follow at once. Returns false if there is nothing to release.
   */
  boolean releaseForThread(OutOfMemoryError full) {
    if (WorkerThread.isOfThreads(full) || !reserve.release()) {
      return false;
    }
    process.askAgain();
    return true;
  }

  private void releaseIfFull(Throwable noThread) {
    if (!WorkerThread.isOfThreads(noThread)) {
      reserve.release();
    }
  }

  /** Returns true while the JVM starts no processing thread. */
  boolean isProcessingRefused() {
    return process.isRefused();
  }

  /** Returns true while the JVM starts no sending thread. */
  boolean isSendingRefused() {
    WorkerThread sending = send;
    return sending != null && sending.isRefused();
  }

  /** Returns true if the JVM failed to start a thread since the previous call. */
  boolean noticeRefusal() {
    WorkerThread sending = send;
    return process.noticeRefusal() || (sending != null && sending.noticeRefusal());
  }
}
