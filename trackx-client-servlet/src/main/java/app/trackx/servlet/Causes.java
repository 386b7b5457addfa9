package app.trackx.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Access to the getters of exceptions, which an application may have overridden: one that throws
 * counts as having no value.
 */
final class Causes {
  /** Maximum length of a chain of causes, which may be a cycle. */
  static final int MAX_LINKS = 32;

  private Causes() {}

  static @Nullable Throwable of(Throwable error) {
    try {
      return error.getCause();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  /** Returns true if an exception is another one or among its causes. */
  static boolean contain(Throwable error, Throwable wanted) {
    Throwable link = error;
    for (int i = 0; link != null && i < MAX_LINKS; i++) {
      if (link == wanted) {
        return true;
      }
      link = of(link);
    }
    return false;
  }
}
