package app.trackx.internal.delivery;

import java.lang.reflect.Constructor;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * Makes daemon threads that keep nothing of the thread that happened to start them.
 *
 * <p>A thread inherits thread group, context class loader and inheritable thread-locals from its
 * starter. Ours is started by whichever application thread fails first, say one of a web
 * application in a container, and would pin that application's class loader after an undeploy. The
 * constructor that leaves thread-locals behind came with Java 9, so it is looked up by reflection
 * once. Up to JDK 23 a thread also inherits the access control context, and with it the protection
 * domains of all callers, unless it is made as a privileged action.
 */
public final class DetachedThreads implements PrivilegedAction<Thread> {
  private static final @Nullable Constructor<Thread> WITHOUT_LOCALS = withoutLocals();

  private final String name;
  private final Runnable task;

  private DetachedThreads(String name, Runnable task) {
    this.name = name;
    this.task = task;
  }

  /** A daemon thread, not started. */
  @SuppressWarnings("removal") // it does nothing on JDKs that no longer need it
  public static Thread create(String name, Runnable task) {
    // or the thread would hold the protection domains, and so the loaders, of all callers
    DetachedThreads action = new DetachedThreads(name, task);
    try {
      return AccessController.doPrivileged(action);
    } catch (LinkageError removedFromTheJdk) {
      return action.run();
    }
  }

  /** Makes the thread; for {@link #create} alone. */
  @Override
  public Thread run() {
    Thread thread = newThread(name, task);
    thread.setDaemon(true);
    thread.setPriority(Thread.NORM_PRIORITY);
    thread.setContextClassLoader(DetachedThreads.class.getClassLoader());
    return thread;
  }

  private static Thread newThread(String name, Runnable task) {
    ThreadGroup group = topGroup();
    if (WITHOUT_LOCALS != null) {
      try {
        return WITHOUT_LOCALS.newInstance(group, task, name, 0L, false);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // as on Java 8, then
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
      return null;
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
