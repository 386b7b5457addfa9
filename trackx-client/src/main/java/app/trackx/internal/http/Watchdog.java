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
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final Socket socket;
  private final ThreadFactory threads;

  // guarded by this
  private @Nullable Deadline deadline;
  private boolean used;
  private boolean running;
  private long wakesAt;

  Watchdog(Socket socket, ThreadFactory threads) {
    this.socket = socket;
    this.threads = threads;
  }

  /** Closes the socket at the deadline, unless {@link #release} is called before. */
  synchronized void watch(Deadline until) {
    long wake = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(until.millisOrZero());
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
    deadline = null;
  }

  @Override
  public synchronized void run() {
    try {
      while (deadline != null || used) {
        used = false;
        Deadline until = deadline;
        long left = until == null ? IDLE_MILLIS : until.millisOrZero();
        if (left == 0) {
          socket.close();
          return;
        }
        sleep(left);
      }
    } catch (IOException | InterruptedException closedOrOver) {
      // a later write starts another thread
    } finally {
      running = false;
    }
  }

  private void sleep(long millis) throws InterruptedException {
    wakesAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    wait(millis);
  }
}
