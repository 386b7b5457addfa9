package app.trackx.local;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the server's threads: daemons, so that a program that forgets to close it can exit, and
 * named, so that one knows them in a thread dump.
 *
 * <p>The JDK's server makes two threads by itself. They are born in the group of the thread that
 * starts it, which is how they are found and given a name that says whose they are.
 */
final class DaemonThreads implements ThreadFactory {
  static final int POOL_SIZE = 16;
  private static final String PREFIX = "trackx-local-";
  private static final ThreadGroup GROUP = new ThreadGroup("trackx-local");

  private final AtomicInteger made = new AtomicInteger();
  private final String kind;

  /** Makes threads whose names say what they do: the prefix, the kind, a number. */
  DaemonThreads(String kind) {
    this.kind = kind;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(GROUP, task, PREFIX + kind + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Puts the prefix before the names of those that the JDK made. */
  static void nameAll() {
    Thread[] threads = new Thread[GROUP.activeCount() + POOL_SIZE];
    int count = GROUP.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].getName().startsWith(PREFIX)) {
        threads[i].setName(PREFIX + threads[i].getName());
      }
    }
  }
}
