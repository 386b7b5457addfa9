package app.trackx.internal.stack;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A filter for errors that became events recently, by identity: an error that is logged and then
 * uncaught, or logged again while it propagates, is one error.
 *
 * <p>It recognizes the captured error and those below it that it only wraps, down to the one that
 * named the event, also as the cause of another error. It recognizes the causes below those only if
 * they are captured alone: a connection pool, for example, hands the same last failure as a cause to
 * all waiters, which fail in different places. Entries expire after ten minutes; otherwise an error
 * that an application keeps, such as the result of a failed start, would be reported once and never
 * again.
 *
 * <p>An error without frames may be a constant, which is thrown for different reasons. So it is
 * recognized only on the thread that captured it, in another way, and within a second: by then a
 * framework has logged what it was told of. Those that the JVM itself reuses are never recognized.
 *
 * <p>An instance that is captured once more in the same way as the first time has been thrown again,
 * since an error on its way up passes each place once. The way is told by what the adapter said:
 * the first time, there is no call site, which would cost the caller more than all else. Later ones
 * have one, from which {@link Rethrows} guesses whether this is another place after all, such as the
 * next level of a recursion. The same call site once more is no other place.
 *
 * <p>Holds at most 2 048 weak references and replaces the oldest first. Confined to the processing
 * thread, so there is no lock. Errors are processed in the order in which they happened wherever
 * one caused the other.
 */
public final class DuplicateFilter {
  static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(10);
  static final long REMEMBERED_FRAMELESS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The maximum number of causes of an event that are remembered. */
  private static final int MAX_CAUSES = 16;

  /** The number of places of one error that are remembered. */
  private static final int PLACES = 4;

  private static final int SETS = 256; // a power of two
  private static final int WAYS = 8;

  private @Nullable Seen @Nullable [] table;

  /**
   * Returns true if the error, or one of its causes, became an event recently, and has not been
   * thrown again since.
   *
   * @param way how it was captured, as a hash
   * @param thread the name of the thread on which it happened
   */
  public boolean knows(CauseChain chain, long nanos, int way, String thread) {
    @Nullable Seen[] seen = table;
    if (seen == null) {
      return false;
    }
    int titleIndex = EventTitle.of(chain);
    for (int i = 0; i < chain.size(); i++) {
      Seen entry = find(seen, chain.error(i), nanos);
      if (entry != null && entry.isFrameless()) {
        if (entry.isSameFailure(nanos, way, thread)) {
          return true;
        }
      } else if (entry != null && (i <= titleIndex || !entry.onlyCause)) {
        return i > titleIndex
            || entry.onlyCause
            || entry.way != way
            || !isThrownAgain(entry, chain.error(i), chain.here());
      }
    }
    return false;
  }

  private static boolean isThrownAgain(Seen entry, Throwable error, @Nullable Throwable here) {
    if (here == null) {
      return true; // uncaught, behind a queue, or captured long ago
    }
    // not the fingerprint, which is the same for each level of a recursion
    String place = StackText.hashOf(StackFormatter.format("", here).text());
    if (entry.wasAt(place) || Rethrows.isThrownAgain(error, here)) {
      return true;
    }
    entry.addPlace(place);
    return false;
  }

  /**
   * Remembers an error that became an event. Does nothing if memory is exhausted.
   *
   * @param way how it was captured, as a hash
   * @param thread the name of the thread on which it happened
   */
  public void remember(CauseChain chain, long nanos, int way, String thread) {
    try {
      int titleIndex = EventTitle.of(chain);
      int last = Math.min(chain.size() - 1, titleIndex + MAX_CAUSES);
      for (int i = 0; i <= last; i++) {
        Throwable error = chain.error(i);
        int frames = frames(error);
        if (frames > 0) {
          remember(error, nanos, way, i > titleIndex);
        } else if (frames == 0 && i <= titleIndex && !isReusedByTheJvm(error)) {
          @Nullable Seen[] seen = table();
          seen[slotFor(seen, error)] = new Seen(error, nanos, way, false, thread);
        }
      }
    } catch (Throwable noMemory) {
      // at worst the error is reported twice
    }
  }

  /** Forgets an error that became no event: it may be captured once more. */
  public void forget(CauseChain chain) {
    @Nullable Seen[] seen = table;
    for (int i = 0; seen != null && i < chain.size(); i++) {
      int first = firstSlot(chain.error(i));
      for (int slot = first; slot < first + WAYS; slot++) {
        Seen entry = seen[slot];
        if (entry != null && entry.get() == chain.error(i)) {
          seen[slot] = null;
        }
      }
    }
  }

  private void remember(Throwable error, long nanos, int way, boolean onlyCause) {
    @Nullable Seen[] seen = table();
    Seen before = find(seen, error, nanos);
    if (before == null || (before.onlyCause && !onlyCause)) {
      seen[slotFor(seen, error)] = new Seen(error, nanos, way, onlyCause, null);
    }
  }

  private @Nullable Seen[] table() {
    @Nullable Seen[] seen = table;
    if (seen == null) {
      seen = new Seen[SETS * WAYS];
      table = seen;
    }
    return seen;
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

  private static boolean isReusedByTheJvm(Throwable error) {
    return error instanceof VirtualMachineError || CauseChain.isOmittedByHotSpot(error);
  }

  /** Returns the number of frames that tell a place; -1 if it cannot be read. */
  private static int frames(Throwable error) {
    try {
      StackTraceElement[] frames = error.getStackTrace();
      return frames == null ? -1 : Trace.isMadeUp(frames) ? 0 : frames.length;
    } catch (Throwable failedInUserCode) {
      return -1;
    }
  }

  private static final class Seen extends WeakReference<Throwable> {
    final long nanos;
    final int way;

    /** True if it was only a cause of the error that became an event. */
    final boolean onlyCause;

    /** Where it was captured later, on its way up; the most recent places. */
    private @Nullable String @Nullable [] places;

    private int nextPlace;

    /** Where an error without frames was captured; null for others. */
    private final @Nullable String thread;

    Seen(Throwable error, long nanos, int way, boolean onlyCause, @Nullable String thread) {
      super(error);
      this.nanos = nanos;
      this.way = way;
      this.onlyCause = onlyCause;
      this.thread = thread;
    }

    boolean isFrameless() {
      return thread != null;
    }

    /** Returns whether an error without frames is the one that was captured last. */
    boolean isSameFailure(long now, int otherWay, String otherThread) {
      return way != otherWay
          && now - nanos < REMEMBERED_FRAMELESS_NANOS
          && otherThread.equals(thread);
    }

    boolean wasAt(String place) {
      for (int i = 0; places != null && i < PLACES; i++) {
        if (place.equals(places[i])) {
          return true;
        }
      }
      return false;
    }

    void addPlace(String place) {
      @Nullable String[] known = places;
      if (known == null) {
        known = new @Nullable String[PLACES];
        places = known;
      }
      known[nextPlace] = place;
      nextPlace = (nextPlace + 1) % PLACES;
    }
  }
}
