package app.trackx.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that closes a socket on which a write takes too long, the only socket operation without
 * a timeout.
 *
 * <p>The thread starts with the first write that might block and ends after a while without any. A
 * later write need not wake the sleeping thread unless its deadline is earlier than the thread's
 * next wake-up.
 */
final class Watchdog implements Runnable {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

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
  synchronized void watch(Socket socket, Deadline until) {
    if (!running) {
      threads.newThread(this).start();
      running = true;
    } else if (until.nanosLeft() < wakesAt - System.nanoTime()) {
      notifyAll();
    }
    watched = socket;
    deadline = until;
    used = true;
  }

  /** Stops watching, because the write is complete. */
  synchronized void release() {
    watched = null;
    deadline = null;
  }

  /** Ends the thread, because no write is expected soon. */
  synchronized void end() {
    used = false;
    notifyAll();
  }

  @Override
  public synchronized void run() {
    try {
      while (watched != null || used) {
        used = false;
        sleep(closeIfOver());
      }
    } finally {
      running = false;
    }
  }

  /** Returns the nanoseconds until there is something to do. */
  private long closeIfOver() {
    Socket socket = watched;
    Deadline until = deadline;
    if (socket == null || until == null) {
      return IDLE_NANOS;
    }
    long left = until.nanosLeft();
    if (left > 0) {
      return left;
    }
    release();
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // it is closed nevertheless
    }
    return IDLE_NANOS;
  }

  private void sleep(long nanos) {
    wakesAt = System.nanoTime() + nanos;
    try {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    } catch (InterruptedException notByTheClient) {
      // a write that is being watched still needs its limit
    }
  }
}
