package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads wait until the delivery thread has come to the end of something, and tells it
 * whether anyone does.
 *
 * <p>A flush waits for what was captured before it and not for what comes after, or it might never
 * end in a storm. The delivery thread numbers what it takes from the intake; when it notices a
 * flush, what the intake holds at that moment gives the last number to wait for. The lock is taken
 * by those who wait, and by the delivery thread when there are any.
 */
public final class FlushTracker {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Condition changed; // guarded by the lock; made when first waited for
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger flushing = new AtomicInteger();
  private final AtomicLong asked = new AtomicLong();
  private volatile long done;

  // the client's own threads only, one at a time: the flush that is being served, up to which
  // number
  private long serving;
  private long until;

  /** What a waiting thread waits for. */
  public interface Check {
    /** Whether the waiting is over. Called under the lock; must not block. */
    boolean isOver();
  }

  /** Asks for a flush; its number goes to {@link #isDone}. Until {@link #stopWaiting}. Any thread. */
  public long ask() {
    flushing.incrementAndGet();
    return asked.incrementAndGet();
  }

  /** Who asked for a flush waits no longer, whether it was served or not. Any thread. */
  public void stopWaiting() {
    flushing.decrementAndGet();
  }

  /** Whether that flush, and with it every earlier one, has been served. Any thread. */
  public boolean isDone(long flush) {
    return done >= flush;
  }

  /** Whether anyone waits for a flush now. Any thread. */
  public boolean isAsked() {
    return flushing.get() > 0;
  }

  /** Whether a flush that somebody waits for has not been served. Any thread. */
  public boolean hasToServe() {
    return isAsked() && asked.get() != done;
  }

  /** Waits for a check to come true, for so long at most. False if it did not, or on interrupt. */
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

  /** Makes those who wait look again. */
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

  /** Whether a flush is under way, so that {@link #advance} has something to say. */
  public boolean isServing() {
    return serving != 0;
  }

  /**
   * Notices a flush, if one was asked for. Delivery thread, before it looks at anything that the
   * flush is to wait for.
   *
   * @param taken how many were taken from the intake so far; the next one has this number
   */
  public void notice(long taken, Intake<?> intake) {
    if (serving == 0) {
      long flush = asked.get(); // before the size: what was offered before the flush is in there
      if (flush != done) {
        serving = flush;
        until = taken + intake.size();
      }
    } else if (intake.size() == 0) {
      until = Math.min(until, taken); // some of those counted had been refused for want of room
    }
  }

  /**
   * Notes how far delivery has come. The client's own threads, one at a time.
   *
   * @param taken how many were taken from the intake so far
   * @param oldest the number of the oldest that has not ended; {@code taken} if all have
   */
  public void advance(long taken, long oldest) {
    if (serving != 0 && taken >= until && oldest >= until) {
      done = serving;
      serving = 0;
      signal();
    }
  }
}
