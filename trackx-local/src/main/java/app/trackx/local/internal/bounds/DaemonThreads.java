package app.trackx.local.internal.bounds;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A factory of the server's threads: daemon threads, so that a server that is not closed does not prevent the JVM from
 * exiting, with names that identify them in a thread dump.
 *
 * <p>The JDK's HTTP server creates two threads itself. They belong to the thread group of the thread that starts it, and
 * are found and renamed by means of that group.
 */
public final class DaemonThreads implements ThreadFactory {
  public static final int POOL_SIZE = 16;
  private static final String PREFIX = "trackx-local-";
  private static final ThreadGroup GROUP = new ThreadGroup("trackx-local");

  private final AtomicInteger created = new AtomicInteger();
  private final String kind;

  /** Creates a factory of threads that are named by the prefix, a kind and a number. */
  public DaemonThreads(String kind) {
    this.kind = kind;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(GROUP, task, PREFIX + kind + created.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Adds the prefix to the names of threads created by the JDK. */
  public static void nameAll() {
    Thread[] threads = new Thread[GROUP.activeCount() + POOL_SIZE];
    int count = GROUP.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].getName().startsWith(PREFIX)) {
        threads[i].setName(PREFIX + threads[i].getName());
      }
    }
  }
}
