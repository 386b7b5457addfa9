package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of flushes: blocks threads until the worker threads have finished something, and shows
 * the worker threads whether anyone waits.
 *
 * <p>A flush waits for events captured before it and not for later ones, or it might never end in a
 * storm. The processing thread numbers the elements that it polls from the intake. When it notices
 * a flush, the size of the intake at that moment determines the last number to wait for. Only
 * waiting threads use the lock, and the client's threads if there are any. What both of the client's
 * threads change is guarded by the tracker's monitor.
 */
public final class FlushTracker {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Condition changed; // guarded by the lock; created when first waited for
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger flushing = new AtomicInteger();
  private final AtomicLong asked = new AtomicLong();
  private volatile long done; // written under this object's monitor

  // guarded by this object: the flush being served, and its last number
  private long serving;
  private long until;

  /** The condition that a thread waits for. */
  public interface Check {
    /** Returns whether the wait is over. Called under the lock; must not block. */
    boolean isOver();
  }

  /**
   * Requests a flush until {@link #stopWaiting} and returns its number for {@link #isDone}. Any
   * thread.
   */
  public long ask() {
    flushing.incrementAndGet();
    return asked.incrementAndGet();
  }

  /** Ends the wait of a thread that requested a flush, whether it was served or not. Any thread. */
  public void stopWaiting() {
    flushing.decrementAndGet();
  }

  /** Returns whether that flush, and with it every earlier one, has been served. Any thread. */
  public boolean isDone(long flush) {
    return done >= flush;
  }

  /** Returns whether anyone waits for a flush. Any thread. */
  public boolean isAsked() {
    return flushing.get() > 0;
  }

  /** Returns whether someone waits for a flush that has not been served. Any thread. */
  public boolean hasToServe() {
    return isAsked() && asked.get() != done;
  }

  /**
   * Blocks until the check is over, at most for the given time. Returns false if it is not over by
   * then, or on interrupt.
   */
  public boolean await(Check check, long nanos) {
    waiting.incrementAndGet();
    lock.lock();
    try {
      Condition change = changed();
      long left = nanos;
      while (!check.isOver()) {
        if (left <= 0) {
          return false;
        }
        left = change.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
  }

  private Condition changed() {
    Condition known = changed;
    if (known == null) {
      known = lock.newCondition();
      changed = known;
    }
    return known;
  }

  /** Makes waiting threads evaluate their checks again. */
  public void signal() {
    if (waiting.get() > 0) {
      lock.lock();
      try {
        changed().signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Returns whether a flush is being served, so that {@link #advance} must be called. */
  public synchronized boolean isServing() {
    return serving != 0;
  }

  /**
   * Notices a requested flush. Processing thread, before it looks at anything that the flush must
   * wait for.
   *
   * @param polled the number of elements polled from the intake so far, which is the number of the
   *     next one
   */
  public synchronized void notice(long polled, Intake<?> intake) {
    if (serving == 0) {
      long flush = asked.get(); // before the size, which then includes all earlier offers
      if (flush != done) {
        serving = flush;
        until = polled + intake.size();
      }
    } else if (intake.size() == 0) {
      until = Math.min(until, polled); // some of those counted had been refused for lack of room
    }
  }

  /**
   * Records the progress of delivery. The client's own threads.
   *
   * @param polled the number of elements polled from the intake so far
   * @param oldest the number of the oldest unfinished element; {@code polled} if all are finished
   */
  public synchronized void advance(long polled, long oldest) {
    if (serving != 0 && polled >= until && oldest >= until) {
      done = serving;
      serving = 0;
      signal();
    }
  }
}
