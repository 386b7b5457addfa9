package app.trackx.internal.trail;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request or job for which a thread works, as far as its log records go. Thread-safe: each
 * thread has its own. A request costs no allocation here.
 */
public final class CurrentTrail {
  /**
   * What a thread works for: the source of its request, until it is first needed; the trail of the
   * request, from then on; and since when, as an array of one. Both are null outside of requests. A
   * pooled thread keeps the array for good, so it has types of the JDK alone.
   */
  private static final ThreadLocal<@Nullable Object @Nullable []> CURRENT = new ThreadLocal<>();

  private static final int SOURCE = 0;
  private static final int TRAIL = 1;
  private static final int SINCE = 2;

  private static final Literals LITERALS = new Literals();

  /** Set before the first source; the same for all. */
  private static volatile @Nullable Finder finder;

  /** False until a client or an adapter wants trails: until then requests cost nothing more. */
  private static volatile boolean used;

  private CurrentTrail() {}

  /** Finds the trail of the request that a source stands for. */
  public interface Finder {
    /** Returns the trail; null if the source has no request. May be slow, and throw. */
    @Nullable
    Trail find(Object source);
  }

  /** Makes requests that begin from now on have a trail. */
  public static void use() {
    used = true;
  }

  /** Returns true if requests that begin now have a trail. */
  public static boolean isUsed() {
    return used;
  }

  /**
   * Sets the request for which this thread works from now on.
   *
   * @param source passed to the finder when this thread first logs; null for none
   * @param finder the same each time
   */
  public static void set(@Nullable Object source, Finder finder) {
    if (CurrentTrail.finder == null) {
      CurrentTrail.finder = finder;
    }
    @Nullable Object[] current = CURRENT.get();
    if (current == null) {
      if (source == null) {
        return;
      }
      current = new @Nullable Object[] {null, null, new long[1]};
      CURRENT.set(current);
    }
    current[SOURCE] = source;
    current[TRAIL] = null;
    if (source != null) {
      since(current)[0] = System.currentTimeMillis();
    }
  }

  private static long[] since(@Nullable Object[] current) {
    return (long[]) Objects.requireNonNull(current[SINCE]);
  }

  /** Returns true if this thread works for a request that has a trail. */
  public static boolean isOpen() {
    @Nullable Object[] current = used ? CURRENT.get() : null;
    return current != null && (current[TRAIL] != null || current[SOURCE] != null);
  }

  /**
   * Adds a record to the trail of this thread's request, if there is one.
   *
   * @param millis when it was logged, in milliseconds since the epoch. A record from before the
   *     thread began to work for this request belongs to another one, and is not kept: some
   *     handlers pass records on later
   * @param text the message without its arguments; kept only if it is a literal
   * @param hasArguments whether the message has arguments
   */
  public static void add(
      long millis, String level, String logger, @Nullable String text, boolean hasArguments) {
    @Nullable Object[] current = CURRENT.get();
    if (current == null || millis < since(current)[0]) {
      return;
    }
    Trail trail = (Trail) current[TRAIL];
    if (trail == null) {
      trail = find(current);
    }
    if (trail != null) {
      trail.add(millis, level, logger, LITERALS.check(text, hasArguments));
    }
  }

  private static @Nullable Trail find(@Nullable Object[] current) {
    Object source = current[SOURCE];
    Finder known = finder;
    current[SOURCE] = null; // first: the source may log
    try {
      Trail found = source == null || known == null ? null : known.find(source);
      current[TRAIL] = found;
      return found;
    } catch (Throwable failedInUserCode) {
      return null; // nothing is kept for this request
    }
  }
}
