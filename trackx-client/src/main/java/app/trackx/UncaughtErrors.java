package app.trackx;

import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * The default uncaught-exception handler: captures what escapes a thread, and then lets happen what
 * would have happened without it.
 *
 * <p>That is the handler which was there before, or, where none was, what {@code
 * ThreadGroup.uncaughtException} prints. Once closed it is removed, or, if another handler was put
 * on top of it meanwhile, it stays as a pass-through that holds nothing of the client.
 */
final class UncaughtErrors implements UncaughtExceptionHandler {
  private static final int FIRST_JDK_WITHOUT_THREAD_DEATH = 20;

  /** Looked up once: an error's class may have to make its name first, for which a heap is needed. */
  private static final @Nullable Class<?> THREAD_DEATH = threadDeath();

  private final @Nullable UncaughtExceptionHandler previous;
  private volatile @Nullable TrackXClient client;

  private UncaughtErrors(TrackXClient client, @Nullable UncaughtExceptionHandler previous) {
    this.client = client;
    this.previous = previous;
  }

  /** Puts a handler on top of what is there; null if the JVM does not allow it. */
  static @Nullable UncaughtErrors install(TrackXClient client) {
    try {
      synchronized (UncaughtErrors.class) { // two set-ups at once; nothing else takes this lock
        UncaughtErrors handler =
            new UncaughtErrors(client, open(Thread.getDefaultUncaughtExceptionHandler()));
        Thread.setDefaultUncaughtExceptionHandler(handler);
        return handler;
      }
    } catch (RuntimeException notAllowed) {
      return null;
    }
  }

  /** Leaves out pass-throughs, so that set-ups in a row do not grow a chain. */
  private static @Nullable UncaughtExceptionHandler open(
      @Nullable UncaughtExceptionHandler handler) {
    UncaughtExceptionHandler top = handler;
    while (top instanceof UncaughtErrors && ((UncaughtErrors) top).client == null) {
      top = ((UncaughtErrors) top).previous;
    }
    return top;
  }

  /** Removes this handler if it is the outermost, else makes it a pass-through. */
  void remove() {
    client = null;
    try {
      synchronized (UncaughtErrors.class) {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
          Thread.setDefaultUncaughtExceptionHandler(open(previous));
        }
      }
    } catch (RuntimeException notAllowed) {
      // a pass-through, then
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    TrackXClient target = client;
    if (target == null || isThreadDeath(error)) {
      pass(thread, error);
      return;
    }
    try {
      target.uncaught(thread, error);
    } finally {
      passReported(thread, error);
    }
  }

  /** The agent looks for this one's name among its callers: it has no other way to know. */
  private void passReported(Thread thread, Throwable error) {
    pass(thread, error);
  }

  private void pass(Thread thread, Throwable error) {
    UncaughtExceptionHandler next = previous;
    if (next != null) {
      next.uncaughtException(thread, error);
    } else if (!isThreadDeath(error) || jvmPrintsThreadDeath()) {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      error.printStackTrace(System.err);
    }
  }

  /** {@code Thread.stop} is no error. */
  private static boolean isThreadDeath(Throwable error) {
    return error.getClass() == THREAD_DEATH;
  }

  /** By name: the class is to be removed from the JDK. */
  private static @Nullable Class<?> threadDeath() {
    try {
      return Class.forName("java.lang.ThreadDeath");
    } catch (ClassNotFoundException removedFromTheJdk) {
      return null;
    }
  }

  private static boolean jvmPrintsThreadDeath() {
    String version = Settings.property("java.specification.version", "1.8");
    try {
      return !version.startsWith("1.")
          && Integer.parseInt(version) >= FIRST_JDK_WITHOUT_THREAD_DEATH;
    } catch (RuntimeException notANumber) {
      return false;
    }
  }
}
