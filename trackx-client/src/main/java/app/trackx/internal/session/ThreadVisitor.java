package app.trackx.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * The visitor that was set for a thread. The thread holds a {@code String} alone, and so keeps no
 * class loader.
 */
public final class ThreadVisitor {
  private static final ThreadLocal<String> TOKEN = new ThreadLocal<>();

  /**
   * False until a visitor is first set: most applications have none, and reading a thread-local
   * costs the thread memory. A plain field is enough, since a thread only needs to see its own
   * write.
   */
  private static boolean used;

  private ThreadVisitor() {}

  /** Returns the calling thread's visitor; null for none, or if there is no memory to look. */
  public static @Nullable String get() {
    try {
      return used ? TOKEN.get() : null;
    } catch (Throwable noMemory) {
      return null; // the look-up allocates an entry for a thread without one
    }
  }

  /** Sets the calling thread's visitor, a valid token; null for none. Returns the previous one. */
  public static @Nullable String set(@Nullable String token) {
    String previous = get();
    try {
      if (token != null) {
        used = true;
        TOKEN.set(token);
      } else if (used) {
        TOKEN.remove(); // get() would create an entry with null again
      }
    } catch (Throwable noMemory) {
      // the work itself must go on
    }
    return previous;
  }
}
