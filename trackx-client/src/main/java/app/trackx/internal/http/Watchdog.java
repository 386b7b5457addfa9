package app.trackx.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket on which a write takes too long, the one operation of a socket that knows no
 * timeout.
 *
 * <p>Its thread starts with the first write that might block and ends when there was none for a
 * while. A later write finds it asleep and need not wake it, unless its deadline is sooner than the
 * thread would wake by itself.
 */
final class Watchdog implements Runnable {
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final ThreadFactory threads;

  // guarded by this
  private @Nullable Socket watched;
  private @Nullable Deadline deadline;
  private boolean running;
  private long wakesAt;
  private boolean used;

  Watchdog(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Closes the socket at the deadline, unless {@link #release} is called before. */
  synchronized void watch(Socket socket, Deadline until) throws IOException {
    long wake = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(until.millisLeft());
    watched = socket;
    deadline = until;
    used = true;
    if (!running) {
      threads.newThread(this).start();
      running = true;
      wakesAt = wake;
    } else if (wake - wakesAt < 0) {
      notifyAll();
    }
  }

  /** The write is over. */
  synchronized void release() {
    watched = null;
  }

  @Override
  public synchronized void run() {
    try {
      while (true) {
        Socket socket = watched;
        Deadline until = deadline;
        if (socket != null && until != null && until.isOver()) {
          watched = null;
          socket.close();
        } else if (socket == null && !used) {
          return;
        }
        used = false;
        sleep(watched == null || until == null ? IDLE_MILLIS : until.millisLeft());
      }
    } catch (IOException | InterruptedException closedOrOver) {
      // with the next write another thread starts
    } finally {
      running = false;
    }
  }

  private void sleep(long millis) throws InterruptedException {
    wakesAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    wait(millis);
  }
}
