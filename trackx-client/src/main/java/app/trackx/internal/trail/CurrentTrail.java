package app.trackx.internal.trail;

import org.jspecify.annotations.Nullable;

/**
 * The request or job for which a thread works, as far as its log records go. Thread-safe: each
 * thread has its own.
 */
public final class CurrentTrail {
  /** Null outside of requests, so that a pooled thread keeps nothing. */
  private static final ThreadLocal<@Nullable Owner> CURRENT = new ThreadLocal<>();

  private static final Literals LITERALS = new Literals();

  /** False until a client or an adapter wants trails: until then requests cost nothing more. */
  private static volatile boolean used;

  private CurrentTrail() {}

  /** The work of one thread for a request or job. Used by that thread alone. */
  public interface Owner {
    /** Returns when the work began, in milliseconds since the epoch. */
    long since();

    /** Returns the trail of the request; null if it has none. May be slow the first time. */
    @Nullable
    Trail trail();
  }

  /** Makes requests that begin from now on have a trail. */
  public static void use() {
    used = true;
  }

  /** Returns true if requests that begin now have a trail. */
  public static boolean isUsed() {
    return used;
  }

  /** Sets the work that this thread does from now on; null for none. */
  public static void set(@Nullable Owner owner) {
    CURRENT.set(owner); // not removed: the next request would allocate the entry again
  }

  /** Returns true if this thread works for a request that has a trail. */
  public static boolean isOpen() {
    return used && CURRENT.get() != null;
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
    Owner owner = CURRENT.get();
    if (owner == null || millis < owner.since()) {
      return;
    }
    Trail trail = owner.trail();
    if (trail != null) {
      trail.add(millis, level, logger, LITERALS.check(text, hasArguments));
    }
  }
}
