package app.trackx.internal.tasks;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Failures of tasks whose futures may still be read. A failure is due if its future was not read for
 * five seconds, whether the future still exists or not: nothing here refers to the future, so none is
 * kept in memory, and no reference queue is needed to learn that it was collected.
 *
 * <p>Bounded in number and in text: if there are more, the oldest ones are due at once. All wait for
 * the same time, so the oldest is the first that is due. Thread-safe, without locks.
 *
 * @param <T> the type of the failures
 */
public final class UnreadFailures<T> {
  /** The time after which a failure that nobody has read is reported. */
  public static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  static final int MOST = 1_024;
  static final long MOST_WEIGHT = 1_000_000;

  private final Queue<Entry<T>> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();

  /** The result of a task, as its future shows it. */
  public interface Result {
    /** Returns true once the future has delivered the failure, or was cancelled. */
    boolean isRead();
  }

  /**
   * Adds a failure.
   *
   * @param weight the length of its long texts
   * @param now the current time
   */
  public void offer(T failure, Result result, int weight, long now) {
    Entry<T> entry = new Entry<>(failure, result, weight, now + PATIENCE_NANOS);
    size.incrementAndGet(); // first, so that the sums are never too low
    this.weight.addAndGet(weight);
    entries.add(entry);
  }

  /** Returns true if there are more than should wait. */
  public boolean isFull() {
    return size.get() > MOST || weight.get() > MOST_WEIGHT;
  }

  /** Returns true if no failure waits. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Removes and returns the oldest failure that is due and was not read; removes those that were read.
   *
   * @param all true if all are due, because there is no later
   * @return null if there is none
   */
  public @Nullable T poll(long now, boolean all) {
    for (Entry<T> oldest = entries.peek(); oldest != null; oldest = entries.peek()) {
      boolean read = oldest.result.isRead();
      if (!read && !all && !isFull() && now - oldest.deadline < 0) {
        return null;
      }
      if (entries.remove(oldest)) { // false if another thread was faster
        size.decrementAndGet();
        weight.addAndGet(-oldest.weight);
        if (!read) {
          return oldest.failure;
        }
      }
    }
    return null;
  }

  /** Returns the nanoseconds until the next failure is due; {@code Long.MAX_VALUE} for none. */
  public long untilDue(long now) {
    Entry<T> oldest = entries.peek();
    return oldest == null ? Long.MAX_VALUE : Math.max(1, oldest.deadline - now);
  }

  private static final class Entry<T> {
    final T failure;
    final Result result;
    final int weight;
    final long deadline;

    Entry(T failure, Result result, int weight, long deadline) {
      this.failure = failure;
      this.result = result;
      this.weight = weight;
      this.deadline = deadline;
    }
  }
}
