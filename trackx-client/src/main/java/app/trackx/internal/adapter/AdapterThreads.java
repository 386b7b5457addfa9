package app.trackx.internal.adapter;

import app.trackx.internal.jvm.DetachedThreads;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.jvm.ThreadStop;
import org.jspecify.annotations.Nullable;

/** The threads of the client and of its adapters. */
public final class AdapterThreads {
  /** Name of the thread that closes an adapter's own client. */
  private static final String CLOSE = "trackx-close";

  private AdapterThreads() {}

  /**
   * Returns a new daemon thread, not started, to close a client later. It may outlive an
   * application that is undeployed, so it inherits nothing from the current thread and has no
   * context class loader.
   *
   * @throws SecurityException if the context class loader must not be changed
   */
  public static Thread toClose(Runnable task) {
    Thread thread = DetachedThreads.create(CLOSE, task);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Returns whether a thread of this name is the client's, or one that closes a client. Names are
   * all that copies of the client in other class loaders and records from a queue have in common.
   */
  public static boolean isOfClient(@Nullable String name) {
    return ThreadNames.isName(name) || CLOSE.equals(name);
  }

  /** Returns the name of a thread for {@code meta.thread}; never empty. */
  public static String nameOf(Thread thread) {
    return ThreadNames.of(thread);
  }

  /** Returns the name for {@code meta.thread} of a virtual thread that has none. */
  public static String nameOfVirtual(long id) {
    return ThreadNames.ofVirtual(id);
  }

  /** Rethrows the error if this JDK stops threads with it; otherwise does nothing. */
  public static void rethrowStop(Throwable error) {
    ThreadStop.rethrow(error);
  }
}
