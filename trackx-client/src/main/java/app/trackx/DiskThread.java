package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a client that touches the disk, and the tasks that wait for it.
 *
 * <p>A disk may hang, that of a network above all, and then whoever touches it hangs too, for
 * minutes or for ever. So nobody else does, and nobody waits for this thread without a bound. If the
 * disk makes no progress for {@link #HANGING_NANOS} it counts as hanging until it does. The thread
 * starts with the first task and ends when there has been none for a second.
 */
final class DiskThread implements Runnable {
  /** A disk that makes no progress for so long counts as hanging. */
  static final long HANGING_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A disk that is slow holds up who has more for it, one that does not move does not. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LINGER_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 10;

  /** So many tasks may wait that keep an event in memory for themselves alone. */
  private static final int MOST_HEAVY = 256;

  /** Counts what the disk has done. */
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

  /** Has a task run after those that wait. Never waits. */
  synchronized void add(Runnable task) {
    if (!busy && tasks.isEmpty()) {
      movedNanos = System.nanoTime();
    }
    tasks.add(task);
    notifyAll();
    ensureRunning();
  }

  /**
   * Has a task run that keeps an event in memory, unless too many wait or the disk hangs. Waits a
   * moment for room on a disk that is only slow. Not under a lock.
   *
   * @return false if it will not run
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

  /** Asks again for a thread, if there was none to be had and tasks wait. */
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
      thread = null; // the next task asks again
    }
  }

  /** Whether a task was ever added. */
  synchronized boolean isUsed() {
    return used;
  }

  /** Whether the disk does not answer. */
  synchronized boolean isHanging() {
    return stillNanos() >= HANGING_NANOS;
  }

  /** Waits until all tasks have run, for so long at most, and not for a disk that hangs. */
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

  /** How long the disk has done nothing, though it should. */
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

  /** What the thread runs; not for anyone else. */
  @Override
  public void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable neverToTheHost) {
        // the task has said what there is to say
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
      Thread.interrupted(); // nobody has a right to end it so
      waitMillis(left);
    }
    Runnable task = tasks.poll();
    heavy.remove(task);
    busy = true;
    movedNanos = System.nanoTime();
    return task;
  }
}
