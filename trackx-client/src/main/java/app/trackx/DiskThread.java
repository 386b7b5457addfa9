package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import app.trackx.internal.delivery.ThreadNames;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The only thread of a client that accesses the disk, and its task queue.
 *
 * <p>A disk may hang, especially a network one, and then blocks the accessing thread for minutes or
 * forever. So no other thread accesses it, and no other thread waits for this one without a bound.
 * If the disk makes no progress for {@link #HANGING_NANOS}, it counts as hanging until it does. The
 * thread starts with the first task and ends after a second without one.
 */
final class DiskThread implements Runnable {
  /** A disk that makes no progress for this long counts as hanging. */
  static final long HANGING_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * A slow disk blocks callers with more work for it; one without progress for this long does not.
   */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LINGER_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 10;

  /** Maximum number of queued tasks that alone keep an event in memory. */
  private static final int MOST_HEAVY = 256;

  /** A counter of completed disk operations. */
  interface Progress {
    long steps();
  }

  private final Progress progress;

  // guarded by this
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> heavy = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean busy;
  private boolean used;
  private long movedNanos;
  private long stepsSeen;

  DiskThread(Progress progress) {
    this.progress = progress;
  }

  /** Queues a task. Never blocks. */
  synchronized void add(Runnable task) {
    if (!busy && tasks.isEmpty()) {
      movedNanos = System.nanoTime();
    }
    tasks.add(task);
    notifyAll();
    ensureRunning();
  }

  /**
   * Queues a task that keeps an event in memory, unless too many are queued or the disk hangs.
   * Blocks briefly for room on a disk that is only slow. Must not be called under a lock.
   *
   * @return false if the task will not run
   */
  synchronized boolean addIfRoom(Runnable task) {
    while (heavy.size() >= MOST_HEAVY && stillNanos() < SLOW_NANOS) {
      if (!waitMillis(LOOK_MILLIS)) {
        break;
      }
    }
    if (heavy.size() >= MOST_HEAVY || isHanging()) {
      return false;
    }
    heavy.add(task);
    add(task);
    return true;
  }

  /** Starts the thread if tasks are queued and it could not be started before. */
  synchronized void ensureRunning() {
    if (thread != null || tasks.isEmpty()) {
      return;
    }
    used = true;
    try {
      Thread made = DetachedThreads.create(ThreadNames.SPOOL, this);
      thread = made;
      made.start();
    } catch (Throwable noThread) {
      thread = null; // the next task tries again
    }
  }

  synchronized boolean isUsed() {
    return used;
  }

  synchronized boolean isHanging() {
    return stillNanos() >= HANGING_NANOS;
  }

  /** Blocks until all tasks have run, for {@code nanos} at most, but not while the disk hangs. */
  synchronized boolean await(long nanos) {
    long start = System.nanoTime();
    while (busy || !tasks.isEmpty()) {
      boolean over = System.nanoTime() - start >= nanos || isHanging();
      if (over || thread == null || !waitMillis(LOOK_MILLIS)) {
        return false;
      }
    }
    return true;
  }

  /** Returns how long the disk has made no progress although tasks are queued. */
  private long stillNanos() {
    if (!busy && tasks.isEmpty()) {
      return 0;
    }
    long steps = progress.steps();
    long now = System.nanoTime();
    if (steps != stepsSeen) {
      stepsSeen = steps;
      movedNanos = now;
    }
    return now - movedNanos;
  }

  private boolean waitMillis(long millis) {
    try {
      wait(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs the tasks. Called only by the thread itself. */
  @Override
  public void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable neverToTheHost) {
        // the task has logged its failure
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    busy = false;
    notifyAll();
    long start = System.nanoTime();
    while (tasks.isEmpty()) {
      long left = LINGER_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (left <= 0) {
        thread = null;
        return null;
      }
      Thread.interrupted(); // no other code may end this thread by an interrupt
      waitMillis(left);
    }
    Runnable task = tasks.poll();
    heavy.remove(task);
    busy = true;
    movedNanos = System.nanoTime();
    return task;
  }
}
