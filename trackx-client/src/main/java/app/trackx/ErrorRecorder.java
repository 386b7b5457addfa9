package app.trackx;

import app.trackx.internal.json.LiveMeta;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.stack.CauseChain;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hot path: captures errors on the application's threads and hands them to the client's own.
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

  /** An array of length one, changed in place: a write needs no stack. */
  private static final ThreadLocal<int[]> DEPTH = new ThreadLocal<>();

  final LiveMeta meta = new LiveMeta();
  final @Nullable Delivery delivery; // null if the client is disabled

  ErrorRecorder(@Nullable Delivery delivery) {
    this.delivery = delivery;
  }

  /**
   * Runs the code path of a captured error once, without capturing anything. A class whose
   * initialization fails for lack of stack stays broken for the lifetime of the JVM, and the first
   * error may be a StackOverflowError. So everything that the caller's thread needs is loaded and
   * initialized now.
   */
  void warmUp(Delivery target) {
    try {
      CurrentVisitor.get();
      ClassLoading.noticeOutOfMemory(null);
      Throwable error = new Throwable();
      ThreadStop.rethrow(error);
      Occurrence way = occurrence(BY_HAND, 0, error, Thread.currentThread(), null, null);
      if (way != null) {
        target.warmUp(way);
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
    Delivery target = delivery;
    if (target == null) {
      return;
    }
    Occurrence occurrence;
    try {
      Thread where = thread == null ? Thread.currentThread() : thread;
      if (reason instanceof OutOfMemoryError) {
        target.releaseReserve(); // first: until then neither allocation nor class loading succeeds
      }
      try {
        occurrence = occurrence(type, target.now(), reason, where, extraMeta, details);
      } catch (OutOfMemoryError full) { // without an object for each error, see MemoryReserve
        target.releaseReserve();
        occurrence = occurrence(type, target.now(), reason, where, extraMeta, details);
      }
    } catch (StackOverflowError noStack) {
      throw noStack;
    } catch (Throwable neverToTheHost) {
      target.countLost();
      ThreadStop.rethrow(neverToTheHost);
      return;
    }
    if (occurrence == null) {
      target.countRecursive();
    } else {
      target.accept(occurrence);
    }
  }

  /** Returns an error for a preview; null if the calling thread is already capturing one. */
  @Nullable
  Occurrence preview(long now, Throwable error) {
    return occurrence(BY_HAND, now, error, Thread.currentThread(), null, null);
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
          reason == null ? null : CauseChain.of(reason, isPlace(type, details)),
          details != null && details.thread != null ? details.thread : thread.getName(),
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
   * error.
   */
  private static boolean isPlace(EventType type, Occurrence.@Nullable Details details) {
    return type != EventType.UNHANDLED_ERROR
        && type != EventType.UNHANDLED_REJECTION
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

  /** Counts an error that an adapter drops. */
  void drop(DropReason reason) {
    Delivery target = delivery;
    if (target != null) {
      try {
        target.drop(reason);
      } catch (Throwable neverToTheHost) {
        ThreadStop.rethrow(neverToTheHost);
        // no thread could be started to log it; it is counted
      }
    }
  }
}
