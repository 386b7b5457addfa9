package app.trackx.internal.logging;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * A factory for the daemon thread that closes a client. The thread may outlive the application that
 * is undeployed, so it inherits nothing from the thread that stops an adapter: neither its context
 * class loader, nor its inheritable thread-locals, nor its thread group, which may be destroyed.
 */
final class CloseThread {
  private static final String NAME = "trackx-close";

  private CloseThread() {}

  /** Creates the thread without starting it. */
  static Thread create(Runnable task) {
    Thread thread = newThread(topGroup(), task);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(null);
    return thread;
  }

  private static Thread newThread(@Nullable ThreadGroup group, Runnable task) {
    try {
      // exists since Java 9
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
