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
    Thread thread = newThread(topGroup(), name, task);
    if (!thread.isDaemon()) {
      thread.setDaemon(
          true); // if that is not allowed, rather no thread than one that holds the JVM
    }
    detach(thread);
    return thread;
  }

  /** Takes off what a thread has of its starter, as far as a security manager lets it. */
  private static void detach(Thread thread) {
    try {
      thread.setPriority(Thread.NORM_PRIORITY);
    } catch (SecurityException notAllowed) {
      // that of the starter, then
    }
    try {
      thread.setContextClassLoader(DetachedThreads.class.getClassLoader());
    } catch (SecurityException notAllowed) {
      // it keeps that of the starter, which is better than to deliver nothing
    }
  }

  /** In the top group, or where that is not allowed in the group of the starter. */
  private static Thread newThread(@Nullable ThreadGroup group, String name, Runnable task) {
    if (group != null) {
      try {
        return newThreadIn(group, name, task);
      } catch (SecurityException notAllowed) {
        // in that of the starter, then
      }
    }
    return newThreadIn(null, name, task);
  }

  private static Thread newThreadIn(@Nullable ThreadGroup group, String name, Runnable task) {
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
      return null; // that of the starter
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
