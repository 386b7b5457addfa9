package app.trackx.internal.stack;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A filter for errors that became events recently, by identity: an error that is logged and then
 * uncaught, or logged again while it propagates, is one error.
 *
 * <p>It recognizes the captured error and those below it that it only wraps, down to the one that
 * named the event. It does not recognize other causes: a connection pool, for example, hands the
 * same last failure as a cause to all waiters, which fail in different places. Nor does it
 * recognize errors without frames, since the JVM reuses those. Entries expire after ten minutes;
 * otherwise an error that an application keeps, such as the result of a failed start, would be
 * reported once and never again.
 *
 * <p>Holds at most 2 048 weak references and replaces the oldest first. Confined to the processing
 * thread, so there is no lock. Errors are processed in the order in which they happened wherever
 * one caused the other.
 */
public final class DuplicateFilter {
  static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final int SETS = 256; // a power of two
  private static final int WAYS = 8;

  private @Nullable Seen @Nullable [] table;

  /** Returns true if the error, or one of its causes, became an event recently. */
  public boolean knows(CauseChain chain, long nanos) {
    @Nullable Seen[] seen = table;
    if (seen == null) {
      return false;
    }
    for (int i = 0; i < chain.size(); i++) {
      if (find(seen, chain.error(i), nanos) != null) {
        return true;
      }
    }
    return false;
  }

  /** Remembers an error that became an event. Does nothing if memory is exhausted. */
  public void remember(CauseChain chain, long nanos) {
    try {
      int titleIndex = EventTitle.of(chain);
      for (int i = 0; i <= titleIndex; i++) {
        remember(chain.error(i), nanos);
      }
    } catch (Throwable noMemory) {
      // at worst the error is reported twice
    }
  }

  private void remember(Throwable error, long nanos) {
    if (!hasFrames(error)) {
      return;
    }
    @Nullable Seen[] seen = table;
    if (seen == null) {
      seen = new Seen[SETS * WAYS];
      table = seen;
    }
    if (find(seen, error, nanos) == null) {
      seen[slotFor(seen, error)] = new Seen(error, nanos);
    }
  }

  private static @Nullable Seen find(@Nullable Seen[] seen, Throwable error, long nanos) {
    int first = firstSlot(error);
    for (int i = first; i < first + WAYS; i++) {
      Seen entry = seen[i];
      if (entry != null && entry.get() == error && nanos - entry.nanos < REMEMBERED_NANOS) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Returns the slot to use: the error's own expired one, a free one, one whose error was
   * collected, or else the oldest.
   */
  private static int slotFor(@Nullable Seen[] seen, Throwable error) {
    int first = firstSlot(error);
    int best = first;
    for (int i = first; i < first + WAYS; i++) {
      Seen entry = seen[i];
      if (entry == null) {
        return i;
      }
      Throwable other = entry.get();
      if (other == null || other == error) {
        return i;
      }
      Seen oldest = seen[best];
      if (oldest != null && entry.nanos - oldest.nanos < 0) {
        best = i;
      }
    }
    return best;
  }

  private static int firstSlot(Throwable error) {
    return (System.identityHashCode(error) & (SETS - 1)) * WAYS;
  }

  private static boolean hasFrames(Throwable error) {
    try {
      StackTraceElement[] frames = error.getStackTrace();
      return frames != null && frames.length > 0;
    } catch (Throwable failedInUserCode) {
      return false;
    }
  }

  private static final class Seen extends WeakReference<Throwable> {
    final long nanos;

    Seen(Throwable error, long nanos) {
      super(error);
      this.nanos = nanos;
    }
  }
}
