package app.trackx.internal.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Elements that wait until something is over, for two seconds at most. Bounded in number and weight,
 * since they are captured errors with all that these refer to. Confined to one thread.
 *
 * @param <T> the type of the elements
 */
public final class Held<T> {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST = 64;
  private static final long MOST_WEIGHT = 1_000_000;

  /** The interval between checks; cheap, since few elements wait, and not for long. */
  private static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));

  private final List<Entry<T>> entries = new ArrayList<>();
  private long weight;

  /**
   * Holds an element.
   *
   * @param until what it waits for; null if only for the time
   * @param weight its weight, in characters
   * @param now the current time
   * @return false if there is no room: it must not wait
   */
  public boolean offer(T element, FlushTracker.@Nullable Check until, int weight, long now) {
    if (entries.size() >= MOST || this.weight + weight > MOST_WEIGHT) {
      return false;
    }
    entries.add(new Entry<>(element, until, weight, now + LONGEST_NANOS));
    this.weight += weight;
    return true;
  }

  /** Returns the number of elements that wait. */
  public int size() {
    return entries.size();
  }

  /** Notes which waits are over. What is offered after this call has to wait for the next one. */
  public void look(long now) {
    for (int i = 0; i < entries.size(); i++) { // without an iterator: the heap may be full
      Entry<T> entry = entries.get(i);
      entry.over |= now - entry.deadline >= 0 || (entry.until != null && entry.until.isOver());
    }
  }

  /**
   * Removes and returns the first element whose wait was over at the last {@link #look}.
   *
   * @param all true for the first one, whatever it waits for
   * @return null if there is none
   */
  public @Nullable T poll(boolean all) {
    for (int i = 0; i < entries.size(); i++) {
      if (all || entries.get(i).over) {
        return remove(i);
      }
    }
    return null;
  }

  /** Returns the element at an index, 0 for the one that has waited longest. */
  public T get(int index) {
    return entries.get(index).element;
  }

  /** Removes and returns the element at an index. */
  public T remove(int index) {
    Entry<T> entry = entries.remove(index);
    weight -= entry.weight;
    return entry.element;
  }

  /** Returns when to {@link #look} again. */
  public Delay untilLook() {
    return entries.isEmpty() ? Delay.UNTIL_WOKEN : LOOK_AGAIN;
  }

  private static final class Entry<T> {
    final T element;
    final FlushTracker.@Nullable Check until;
    final int weight;
    final long deadline;
    boolean over;

    Entry(T element, FlushTracker.@Nullable Check until, int weight, long deadline) {
      this.element = element;
      this.until = until;
      this.weight = weight;
      this.deadline = deadline;
    }
  }
}
