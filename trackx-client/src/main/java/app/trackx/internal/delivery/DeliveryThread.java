package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one daemon thread of a client: started when there is work, gone when there has been none for
 * a while.
 *
 * <p>Waking a thread costs the one who wakes it about a hundred times what handing over an event
 * costs. So callers do not wake it: it looks by itself, every two milliseconds while there is
 * traffic and less and less often after that, a quarter of a second apart at most. What that costs
 * is up to that quarter of a second before an event leaves, and some hundred wake-ups until an idle
 * thread ends.
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
  }

  static final String NAME = "trackx-delivery";
  private static final long SHORTEST_POLL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_POLL = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long AFTER_ERROR = TimeUnit.MILLISECONDS.toNanos(100);

  /** No AtomicReference: see {@link Intake}. */
  private static final AtomicReferenceFieldUpdater<DeliveryThread, Thread> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(DeliveryThread.class, Thread.class, "current");

  private final Work work;
  private final TimeSource time;
  private final long idleNanos;
  private volatile @Nullable Thread current;

  /** A thread for {@code work}, not started, that ends after {@code idleNanos} without work. */
  public DeliveryThread(Work work, TimeSource time, long idleNanos) {
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
    ensureRunning();
    LockSupport.unpark(current);
  }

  /** Whether the caller is the delivery thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == current;
  }

  private void start() {
    Thread thread = DetachedThreads.create(NAME, this);
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
      long lastBusy = time.nanoTime();
      for (; ; ) {
        long wait = safeStep();
        long now = time.nanoTime();
        if (wait <= 0) {
          lastBusy = now;
          continue;
        }
        if (wait == Work.OVER || (wait == Work.IDLE && now - lastBusy >= idleNanos)) {
          if (retire(me)) {
            return;
          }
          lastBusy = now;
          continue;
        }
        LockSupport.parkNanos(this, Math.min(wait, pollNanos(now - lastBusy)));
        Thread.interrupted(); // a set flag would turn every later park into a spin
      }
    } finally {
      CURRENT.compareAndSet(
          this, me, null); // after an Error, so that the next event starts another
    }
  }

  /** An Error out of a step, for want of memory perhaps, must not end delivery. */
  private long safeStep() {
    try {
      return work.step();
    } catch (Throwable unexpected) {
      return AFTER_ERROR;
    }
  }

  /** Gives up being the thread, unless work came in at that very moment. */
  private boolean retire(Thread me) {
    work.idle();
    current = null;
    return !work.waiting() || !CURRENT.compareAndSet(this, null, me);
  }

  static long pollNanos(long quietNanos) {
    return Math.max(SHORTEST_POLL, Math.min(LONGEST_POLL, quietNanos / 16));
  }
}
