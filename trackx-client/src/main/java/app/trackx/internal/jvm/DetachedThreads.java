package app.trackx.internal.jvm;

import java.lang.reflect.Constructor;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * A factory of daemon threads that do not inherit from the thread that starts them.
 *
 * <p>A thread inherits thread group, context class loader and inheritable thread-locals from the
 * thread that creates it. The client's threads are created by the first application thread that
 * fails, perhaps one of a web application in a container, and would keep that application's class
 * loader alive after an undeploy. The constructor that omits thread-locals exists since Java 9 and
 * is looked up by reflection once. Up to JDK 23 a thread also inherits the access control context,
 * and with it the protection domains of all callers, unless it is created in a privileged action.
 */
public final class DetachedThreads implements PrivilegedAction<Thread> {
  private static final @Nullable Constructor<Thread> WITHOUT_LOCALS = withoutLocals();

  private final String name;
  private final Runnable task;

  private DetachedThreads(String name, Runnable task) {
    this.name = name;
    this.task = task;
  }

  /** Returns a new daemon thread, not started. */
  @SuppressWarnings("removal") // has no effect on JDKs that do not need it
  public static Thread create(String name, Runnable task) {
    // or the thread would keep the protection domains of all callers, and thus their class loaders
    DetachedThreads action = new DetachedThreads(name, task);
    try {
      return AccessController.doPrivileged(action);
    } catch (LinkageError removedFromTheJdk) {
      return action.run();
    }
  }

  /** Creates the thread; only for {@link #create}. */
  @Override
  public Thread run() {
    Thread thread = newThread(topGroup(), name, task);
    if (!thread.isDaemon()) {
      thread.setDaemon(
          true); // if not permitted, no thread is better than one that keeps the JVM alive
    }
    detach(thread);
    return thread;
  }

  /** Resets inherited properties as far as a security manager permits. */
  private static void detach(Thread thread) {
    try {
      thread.setPriority(Thread.NORM_PRIORITY);
    } catch (SecurityException notAllowed) {
      // keep the creator's
    }
    try {
      thread.setContextClassLoader(DetachedThreads.class.getClassLoader());
    } catch (SecurityException notAllowed) {
      // keep the creator's, which is better than to deliver nothing
    }
  }

  /** Creates the thread in the top group, or if not permitted, in the creator's group. */
  private static Thread newThread(@Nullable ThreadGroup group, String name, Runnable task) {
    if (group != null) {
      try {
        return newThreadIn(group, name, task);
      } catch (SecurityException notAllowed) {
        // use the creator's group
      }
    }
    return newThreadIn(null, name, task);
  }

  private static Thread newThreadIn(@Nullable ThreadGroup group, String name, Runnable task) {
    if (WITHOUT_LOCALS != null) {
      try {
        return WITHOUT_LOCALS.newInstance(group, task, name, 0L, false);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // create it as on Java 8
      }
    }
    return new Thread(group, task, name);
  }

  private static @Nullable ThreadGroup topGroup() {
    try {
      ThreadGroup group = Thread.currentThread().getThreadGroup();
      while (group != null && group.getParent() != null) {
        group = group.getParent();
      }
      return group;
    } catch (SecurityException e) {
      return null; // the creator's group
    }
  }

  private static @Nullable Constructor<Thread> withoutLocals() {
    try {
      return Thread.class.getConstructor(
          ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
