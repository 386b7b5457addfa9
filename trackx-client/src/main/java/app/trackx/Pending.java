package app.trackx;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for the server, in the order in which they were captured. The one being sent
 * stays at the head until its end is known. Confined to the delivery thread.
 */
final class Pending {
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private final int capacity;

  Pending(int capacity) {
    this.capacity = capacity;
  }

  boolean isFull() {
    return queue.size() >= capacity;
  }

  void add(long number, ReadyEvent event) {
    queue.add(new Entry(number, event));
  }

  @Nullable
  Entry head() {
    return queue.peek();
  }

  /** Lets the others go before the one at the head. */
  void rotate() {
    queue.add(queue.remove());
  }

  /** The lowest number among those that wait; {@code otherwise} if none does. */
  long oldest(long otherwise) {
    long lowest = otherwise;
    for (Entry entry : queue) {
      lowest = Math.min(lowest, entry.number);
    }
    return lowest;
  }

  void removeHead() {
    queue.remove();
  }

  /** An event, how it was numbered, and how often the server failed on it. */
  static final class Entry {
    final long number;
    final ReadyEvent event;
    int failures;

    Entry(long number, ReadyEvent event) {
      this.number = number;
      this.event = event;
    }
  }
}
