package app.trackx;

import app.trackx.internal.stack.CauseChain;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The errors that became events of late, by identity: what was logged and then is uncaught, or is
 * logged again on its way up, is one error.
 *
 * <p>Known again are the error that was captured, and those below it that it only wraps, down to the
 * one that gave the event its name. Its other causes are not: a connection pool for example hands the
 * same last failure as a cause to everyone who waits, and those fail in places of their own. Nor is
 * an error without frames, of which the JVM uses one again and again. And nothing is known for longer
 * than ten minutes, or an error that an application keeps, say the outcome of a start that failed,
 * would be reported once and never again.
 *
 * <p>Holds weak references only, 2 048 at most, of which the oldest go first. Confined to the delivery
 * thread, so there is no lock; the order in which errors are taken in is the one in which they
 * happened, wherever one happened because of the other.
 */
final class DuplicateFilter {
  static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final int SETS = 256; // a power of two
  private static final int WAYS = 8;

  private @Nullable Seen @Nullable [] table;

  /** Whether the error, or one of its causes, became an event before this moment. */
  boolean knows(CauseChain chain, long nanos) {
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

  /** The error became an event. Does nothing if there is no memory for that. */
  void remember(CauseChain chain, long nanos) {
    try {
      int headline = EventTitle.of(chain);
      for (int i = 0; i <= headline; i++) {
        remember(chain.error(i), nanos);
      }
    } catch (Throwable noMemory) {
      // at worst it is reported twice
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

  /** Its own that is too old, a free one, one whose error is gone, or else the oldest. */
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
