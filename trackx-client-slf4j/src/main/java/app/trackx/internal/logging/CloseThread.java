package app.trackx.internal.logging;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the thread that closes a client: a daemon that keeps nothing of the thread that stops an
 * adapter. It outlives the application that is undeployed, so it has neither its context class
 * loader nor its inheritable thread-locals, and is not in its thread group, which may be destroyed.
 */
final class CloseThread {
  private static final String NAME = "trackx-close";

  private CloseThread() {}

  /** Not started. */
  static Thread create(Runnable task) {
    Thread thread = newThread(topGroup(), task);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(null);
    return thread;
  }

  private static Thread newThread(@Nullable ThreadGroup group, Runnable task) {
    try {
      // came with Java 9
      Constructor<Thread> withoutLocals = Thread.class.getConstructor(
          ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
      return withoutLocals.newInstance(group, task, NAME, 0L, false);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return new Thread(group, task, NAME);
    }
  }

  private static @Nullable ThreadGroup topGroup() {
    try {
      ThreadGroup group = Thread.currentThread().getThreadGroup();
      while (group != null && group.getParent() != null) {
        group = group.getParent();
      }
      return group;
    } catch (SecurityException e) {
      return null;
    }
  }
}
