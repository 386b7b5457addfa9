package app.trackx;

import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.json.LiveMeta;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.tasks.TaskListener;
import app.trackx.internal.tasks.UnreadFailures;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The hot path: captures errors on the application's threads and queues them for the client's own.
 *
 * <p>A thread that is already capturing an error captures no other. Otherwise an exception whose
 * {@code getMessage} and {@code getCause} both report the exception again would be captured twice
 * as often at each level. The depth costs a thread-local look-up, a few nanoseconds, and 16 bytes
 * for each thread that has captured an error. Key and value are of JDK classes, so no thread keeps
 * a class loader reachable.
 */
final class ErrorRecorder implements UncaughtExceptionHandler {
  private static final int MAX_EXTRA_META = 1_000;

  // constants, so that an error that exhausted stack or heap does not have to initialize this class
  private static final EventType BY_HAND = EventType.PROGRAMMATIC;
  private static final EventType UNCAUGHT = EventType.UNHANDLED_ERROR;
  private static final EventType REJECTION = EventType.UNHANDLED_REJECTION;

  /** An array of length one, changed in place: a write needs no stack. */
  private static final ThreadLocal<int[]> DEPTH = new ThreadLocal<>();

  private final LiveMeta meta;
  private final Inbox inbox;
  private final Intake<Occurrence> intake;
  private final Lifecycle lifecycle;
  final Counters counters;
  private final MemoryReserve reserve;
  private final Workers workers;
  private final TimeSource time;

  /** Runs the application's handler on threads whose own errors are not captured; null for none. */
  private volatile @Nullable Preview preview;

  /** Waits for the delivery of an error that was captured after the shutdown hook. */
  private final Runnable waitAtExit;

  ErrorRecorder(
      LiveMeta meta,
      Inbox inbox,
      Lifecycle lifecycle,
      Counters counters,
      MemoryReserve reserve,
      Workers workers,
      TimeSource time,
      Runnable waitAtExit) {
    this.meta = meta;
    this.inbox = inbox;
    this.intake = inbox.errors;
    this.lifecycle = lifecycle;
    this.counters = counters;
    this.reserve = reserve;
    this.workers = workers;
    this.time = time;
    this.waitAtExit = waitAtExit;
  }

  /** Sets the preview, within which an error is one of the handler's own. */
  void neverCaptureIn(Preview preview) {
    this.preview = preview;
  }

  /**
   * Runs the code path of a captured error once, without capturing anything. A class whose
   * initialization fails for lack of stack stays broken for the lifetime of the JVM, and the first
   * error may be a StackOverflowError. So everything that the caller's thread needs is loaded and
   * initialized now.
   */
  void warmUp() {
    try {
      ClassLoading.noticeOutOfMemory(null);
      Throwable error = new Throwable();
      ThreadStop.rethrow(error);
      Occurrence way = occurrence(BY_HAND, 0, error, Thread.currentThread(), null, null);
      if (way != null) {
        new Intake<Occurrence>(1).offer(way, way.kind(), source(), way.weight);
        isOwnThread();
        ThreadNames.isName(ThreadNames.EXIT);
      }
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
    }
  }

  /** Captures an error that the application reports. Throws as the general method does. */
  void accept(Throwable error, @Nullable Map<String, ?> extraMeta) {
    accept(BY_HAND, error, null, extraMeta, null);
  }

  /** Captures an uncaught exception. Called on the thread that is about to terminate. */
  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    accept(UNCAUGHT, error, thread, null, null);
    if (!reserve.hasRoom()) {
      reserve.release(); // if the JVM now exits, it needs memory to start its shutdown hooks
    }
  }

  /**
   * Captures an error on the application's thread.
   *
   * <p>Throws a {@code ThreadDeath}, and a StackOverflowError if the error was not counted. Public
   * methods catch the latter and increment {@link Counters#withoutStack}, which needs no further
   * stack.
   *
   * @param thread the thread on which the error happened; null for the calling one
   */
  void accept(
      EventType type,
      @Nullable Throwable reason,
      @Nullable Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    Occurrence occurrence = create(type, reason, thread, extraMeta, details);
    if (occurrence != null) {
      accept(occurrence);
    }
  }

  /**
   * Captures the error of a task as an unhandled rejection, unless its future is read within
   * {@link UnreadFailures#PATIENCE_NANOS}. If the client is closed before, or the JVM exits, it does not
   * wait. Throws as the general method does.
   *
   * @param thread the thread on which the error happened
   */
  void acceptUnlessRead(
      Throwable error,
      Thread thread,
      Occurrence.@Nullable Details details,
      UnreadFailures.Result result) {
    Occurrence occurrence = create(REJECTION, error, thread, null, details);
    if (occurrence == null || result.isRead()) {
      return;
    }
    if (lifecycle.isLast() || isOwnThread()) {
      accept(occurrence);
      return;
    }
    boolean kept = false;
    try {
      UnreadFailures<Occurrence> unread = inbox.unread();
      unread.offer(occurrence, result, occurrence.weight, occurrence.nanos);
      kept = true;
      boolean last = lifecycle.isLast(); // meanwhile
      if (last || unread.isFull()) {
        inbox.moveUnread(occurrence.nanos, last, counters);
      }
      alert();
    } catch (Throwable noMemory) {
      if (!kept) {
        countLost();
      }
      ThreadStop.rethrow(noMemory);
    }
  }

  /** Returns null, and has counted the error, if no occurrence can be created. Throws as above. */
  private @Nullable Occurrence create(
      EventType type,
      @Nullable Throwable reason,
      @Nullable Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    Occurrence occurrence;
    try {
      Thread where = thread == null ? Thread.currentThread() : thread;
      if (reason instanceof OutOfMemoryError) {
        reserve.release(); // first: until then neither allocation nor class loading succeeds
      }
      try {
        occurrence = occurrence(type, time.nanoTime(), reason, where, extraMeta, details);
      } catch (OutOfMemoryError full) { // without an object for each error, see MemoryReserve
        reserve.release();
        occurrence = occurrence(type, time.nanoTime(), reason, where, extraMeta, details);
      }
    } catch (StackOverflowError noStack) {
      throw noStack;
    } catch (Throwable neverToTheHost) {
      countLost();
      ThreadStop.rethrow(neverToTheHost);
      return null;
    }
    if (occurrence == null) {
      counters.refused(DropReason.RECURSIVE); // captured while its thread was capturing another
    }
    return occurrence;
  }

  /** Returns an error for a preview; null if the calling thread is already capturing one. */
  @Nullable
  Occurrence preview(Throwable error) {
    return occurrence(BY_HAND, time.nanoTime(), error, Thread.currentThread(), null, null);
  }

  /** Returns null if the calling thread is already capturing an error. */
  private @Nullable Occurrence occurrence(
      EventType type,
      long now,
      @Nullable Throwable reason,
      Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    int[] depth = depthOfThisThread();
    if (depth[0] > 0) {
      return null;
    }
    depth[0]++;
    try {
      return new Occurrence(
          type,
          now,
          reason == null ? null : CauseChain.of(reason, isPlace(type, details), !type.isExplicit()),
          details != null && details.thread != null ? details.thread : ThreadNames.of(thread),
          meta.snapshot(),
          Occurrence.copyOf(extraMeta, MAX_EXTRA_META),
          details);
    } finally {
      depth[0]--; // not a method call: there may be no stack left
    }
  }

  /**
   * Returns true if the caller captures the error in the application's code, and no adapter knows
   * better where. A handler of uncaught exceptions, or of a failed request, is no place of the
   * error; a wrapped task is one, through which the error passes.
   */
  private static boolean isPlace(EventType type, Occurrence.@Nullable Details details) {
    boolean passes = details != null && details.task != null && type == EventType.UNHANDLED_ERROR;
    return (passes || (type != EventType.UNHANDLED_ERROR && type != EventType.UNHANDLED_REJECTION))
        && (details == null || (details.callSite == null && details.here == null));
  }

  private static int[] depthOfThisThread() {
    int[] depth = DEPTH.get();
    if (depth == null) {
      depth = new int[1];
      DEPTH.set(depth);
    }
    return depth;
  }

  /**
   * Queues an occurrence, or counts it as dropped. Takes no lock and never blocks, unless the JVM
   * shuts down; then it waits for the delivery. Throws only a {@code ThreadDeath}.
   *
   * <p>The stack may overflow at any call. Until the error is counted it exists nowhere; being
   * queued or refused is one step, and the code after that may fail.
   */
  private void accept(Occurrence occurrence) {
    boolean counted = false;
    try {
      DropReason refusal = offer(occurrence);
      if (refusal != null) {
        counters.refused(refusal);
      }
      counted = true;
      if (refusal == null || refusal == DropReason.INTAKE_FULL) {
        alert(); // also when refused: perhaps there was no processing thread
      }
      if (refusal == null && lifecycle.isExitDrained()) {
        waitAtExit.run();
      }
    } catch (StackOverflowError noStack) {
      if (!counted) {
        counters.withoutStack++;
      }
    } catch (Throwable noMemory) {
      if (!counted) {
        countLost();
      }
      ThreadStop.rethrow(noMemory);
    }
  }

  private void alert() {
    try {
      alertThread();
    } catch (OutOfMemoryError full) {
      // no other thread would release the reserve
      if (workers.releaseForThread(full)) {
        alertThread();
      }
    } catch (RuntimeException notAllowed) {
      // the next error asks again
    }
  }

  private void alertThread() {
    boolean running = workers.ensureProcessing();
    if (running && (lifecycle.isJvmExiting() || (intake.isHalfFull() && !workers.isHurried()))) {
      workers.hurry();
    }
  }

  /** Puts the occurrence into the intake, or returns the reason why not. */
  private @Nullable DropReason offer(Occurrence occurrence) {
    if (!lifecycle.isOpen()) {
      return DropReason.SHUTDOWN;
    }
    if (isOwnThread() || isOfOwnThread(occurrence)) {
      return DropReason.RECURSIVE;
    }
    if (occurrence.chain != null && noticesOutOfMemory(occurrence.chain)) {
      reserve.release(); // frees memory for what follows on this thread: starting a new one
    }
    boolean taken;
    try {
      taken = offerToIntake(occurrence);
    } catch (OutOfMemoryError full) { // without an object for each error, see MemoryReserve
      reserve.release();
      taken = offerToIntake(occurrence);
    }
    return taken ? null : DropReason.INTAKE_FULL;
  }

  private boolean offerToIntake(Occurrence occurrence) {
    return intake.offer(occurrence, occurrence.kind(), source(), occurrence.weight);
  }

  private static boolean noticesOutOfMemory(CauseChain chain) {
    for (int i = 0; i < chain.size(); i++) {
      if (chain.error(i) instanceof OutOfMemoryError) {
        ClassLoading.noticeOutOfMemory(chain.message(i));
        return true;
      }
    }
    return false;
  }

  private static int source() {
    return System.identityHashCode(Thread.currentThread());
  }

  /**
   * Counts an error for which no occurrence could be created, for lack of memory or stack.
   * Allocates nothing.
   */
  private void countLost() {
    try {
      counters.refused(DropReason.INTERNAL_ERROR);
    } catch (Throwable noStack) {
      counters.withoutStack++; // not a method call
    }
  }

  /** Returns true on a thread of the client, and within a preview. */
  boolean isOwnThread() {
    Preview running = preview;
    return workers.isCurrent() || (running != null && running.isCurrent());
  }

  /** Returns true if an adapter reports that the error happened on a thread of a client. */
  private static boolean isOfOwnThread(Occurrence occurrence) {
    Occurrence.Details details = occurrence.details;
    return details != null && ThreadNames.isName(details.thread);
  }

  /** Counts an error that an adapter drops. */
  void drop(DropReason reason) {
    try {
      counters.refused(lifecycle.isOpen() ? reason : DropReason.SHUTDOWN);
      if (lifecycle.isOpen()) {
        workers.ensureProcessing(); // to say it, the first time
      }
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
      // no thread could be started to log it; it is counted
    }
  }

  /** Reports the failures of tasks. */
  static class Tasks implements TaskListener {
    private final @Nullable ErrorRecorder recorder;

    /** Creates a listener that does nothing if {@code recorder} is null. */
    Tasks(@Nullable ErrorRecorder recorder) {
      this.recorder = recorder;
    }

    /**
     * Returns a listener that does nothing if {@code recorder} is null. Here, so that the client can be
     * verified without these types.
     */
    static TaskListener of(@Nullable ErrorRecorder recorder) {
      return new Tasks(recorder);
    }

    /** Returns where to report a failure now; null for nowhere. */
    @Nullable
    ErrorRecorder recorder() {
      return recorder;
    }

    @Override
    public final Runnable follow(Runnable task) {
      return RequestContext.isFollowed() ? RequestContext.wrap(task) : task;
    }

    @Override
    public final <V> Callable<V> follow(Callable<V> task) {
      return RequestContext.isFollowed() ? RequestContext.wrap(task) : task;
    }

    @Override
    public final void failed(Throwable error, @Nullable String note) {
      report(UNCAUGHT, error, Thread.currentThread(), note, null);
    }

    @Override
    public final void rejected(
        Throwable error,
        Thread thread,
        @Nullable String note,
        UnreadFailures.@Nullable Result result) {
      report(REJECTION, error, thread, note, result);
    }

    private void report(
        EventType type,
        Throwable error,
        Thread thread,
        @Nullable String note,
        UnreadFailures.@Nullable Result result) {
      ErrorRecorder target = recorder();
      if (target == null || ThreadStop.isThreadDeath(error)) {
        return;
      }
      try {
        Occurrence.Details details = new Occurrence.Details();
        details.task = note == null ? "" : note;
        if (note != null) {
          details.put("_task", note);
        }
        if (result == null) {
          target.accept(type, error, thread, null, details);
        } else {
          target.acceptUnlessRead(error, thread, details, result);
        }
      } catch (OutOfMemoryError full) {
        target.countLost(); // before there was anything to count
      } catch (StackOverflowError noStack) {
        target.counters.withoutStack++; // not a method call: there is no stack left
      }
    }
  }
}
