package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread of a client: started when there is work, gone when there has been none for a
 * while.
 *
 * <p>Waking a thread costs the one who wakes it about a hundred times what handing over an event
 * costs. So callers do not wake the thread that takes errors in: it looks by itself, every two
 * milliseconds while there is traffic and less and less often after that, a quarter of a second
 * apart at most. What that costs is up to that quarter of a second before an event leaves, and some
 * hundred wake-ups until an idle thread ends.
 *
 * <p>An Error, whatever it comes from, does not end delivery: one out of a step costs that step, and a
 * thread that dies of one is replaced. Both are counted.
 *
 * <p>At most one thread runs the work at a time; what the work keeps in plain fields is handed from
 * one thread to its successor through {@link #current}.
 */
public final class DeliveryThread implements Runnable {
  /** What the thread does. All methods run on the thread unless they say otherwise. */
  public interface Work {
    /** Answer of {@link #step()}: nothing waits. */
    long IDLE = Long.MAX_VALUE;

    /** Answer of {@link #step()}: nothing waits and nothing will come, so the thread may end now. */
    long OVER = IDLE - 1;

    /**
     * Does the next thing that can be done.
     *
     * @return 0 if there may be more to do at once, {@link #IDLE} or {@link #OVER} if nothing
     *     waits, else the nanoseconds after which something that waits can be done
     */
    long step();

    /** Whether anything waits that a thread is needed for. Any thread. */
    boolean waiting();

    /** The thread is about to end. */
    void idle();

    /**
     * Delivery begins again because of an Error that nothing on the way caught: out of a step, after
     * which the thread goes on, or elsewhere, after which another takes its place.
     */
    void restarted();
  }

  private static final long SHORTEST_POLL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_POLL = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long AFTER_ERROR = TimeUnit.MILLISECONDS.toNanos(100);

  /** Between threads that die one after the other, each within that time of the last. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private static final long SOON = TimeUnit.SECONDS.toNanos(10);

  /** No AtomicReference: see {@link Intake}. */
  private static final AtomicReferenceFieldUpdater<DeliveryThread, Thread> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(DeliveryThread.class, Thread.class, "current");

  private final String name;
  private final boolean polls;
  private final Work work;
  private final TimeSource time;
  private final long idleNanos;
  private volatile @Nullable Thread current;

  /** That somebody woke the thread. The unpark alone may be used up by a lock that a step waits for. */
  private volatile boolean woken;

  // delivery thread only, handed over as the work's own fields are
  private long looked;
  private boolean dead;
  private long diedAt;
  private boolean pause;

  /**
   * A thread for {@code work}, not started, that ends after {@code idleNanos} without work.
   *
   * @param polls whether it looks for work by itself; if not, who has some wakes it
   */
  public DeliveryThread(String name, boolean polls, Work work, TimeSource time, long idleNanos) {
    this.name = name;
    this.polls = polls;
    this.work = work;
    this.time = time;
    this.idleNanos = idleNanos;
  }

  /** Makes sure that a thread runs. One volatile read if it does. Any thread. */
  public void ensureRunning() {
    if (current == null) {
      start();
    }
  }

  /** Makes the thread look at once, starting it if need be. Any thread. */
  public void wake() {
    woken = true; // before the unpark, which is for a thread that has seen it false
    ensureRunning();
    LockSupport.unpark(current);
  }

  /** Whether the caller is the delivery thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == current;
  }

  private void start() {
    Thread thread = DetachedThreads.create(name, this);
    if (!CURRENT.compareAndSet(this, null, thread)) {
      return;
    }
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) { // no native thread to be had: what waits waits for the next call
        current = null;
      }
    }
  }

  /** What the thread runs; not for anyone else. */
  @Override
  public void run() {
    Thread me = Thread.currentThread();
    try {
      do {
        if (pause) {
          pause = false;
          LockSupport.parkNanos(this, PAUSE); // wake() ends it: then somebody waits
        }
      } while (!workUntilRetired(me) && !isReplaced(me));
    } finally {
      CURRENT.compareAndSet(this, me, null); // whatever happens, the next event starts another
    }
  }

  /**
   * Works until there has been nothing to do for a while. False if an Error ended it. That does not
   * go on to the thread's uncaught-exception handler: it is the application's, and may end the JVM.
   */
  private boolean workUntilRetired(Thread me) {
    try {
      looked = time.nanoTime();
      long lastBusy = looked;
      for (; ; ) {
        if (woken) {
          woken = false; // before the step: what it does not see wakes once more
        }
        long wait = safeStep();
        long now = time.nanoTime();
        looked = now;
        if (wait <= 0) {
          lastBusy = now;
          continue;
        }
        if (wait == Work.OVER || (wait == Work.IDLE && now - lastBusy >= idleNanos)) {
          if (retire(me)) {
            return true;
          }
          lastBusy = now;
          continue;
        }
        if (!woken) {
          LockSupport.parkNanos(this, napNanos(wait, now - lastBusy));
        }
        Thread.interrupted(); // a set flag would turn every later park into a spin
      }
    } catch (Throwable deadly) {
      died();
      return false;
    }
  }

  /** The first successor begins at once, one that soon dies as well is followed after a pause. */
  private void died() {
    countRestart();
    pause = dead && looked - diedAt < SOON;
    dead = true;
    diedAt = looked;
  }

  /** An Error out of a step, for want of memory perhaps, must not end delivery. */
  private long safeStep() {
    try {
      return work.step();
    } catch (Throwable unexpected) {
      countRestart();
      return AFTER_ERROR;
    }
  }

  private void countRestart() {
    try {
      work.restarted();
    } catch (Throwable unexpected) {
      // one that nobody hears of
    }
  }

  /**
   * Has another thread take the place of this one after an Error, at once if anything waits, else
   * with the next event. False if no thread is to be had: then this one goes on.
   */
  private boolean isReplaced(Thread me) {
    CURRENT.compareAndSet(this, me, null);
    try {
      if (current == null && work.waiting()) {
        start();
      }
      return true;
    } catch (Throwable noThread) {
      return !CURRENT.compareAndSet(this, null, me);
    }
  }

  /** Gives up being the thread, unless work came in at that very moment. */
  private boolean retire(Thread me) {
    work.idle();
    current = null;
    return !work.waiting() || !CURRENT.compareAndSet(this, null, me);
  }

  private long napNanos(long wait, long quietNanos) {
    if (polls) {
      return Math.min(wait, pollNanos(quietNanos));
    }
    return wait == Work.IDLE ? Math.max(SHORTEST_POLL, idleNanos - quietNanos) : wait;
  }

  static long pollNanos(long quietNanos) {
    return Math.max(SHORTEST_POLL, Math.min(LONGEST_POLL, quietNanos / 16));
  }
}
