package app.trackx.internal.delivery;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the threads of the application and the delivery thread.
 *
 * <p>Offering takes no lock and never waits: a counter is raised, and lowered again if that was one
 * too many. An {@code ArrayBlockingQueue} would be bounded too, but makes callers wait for each
 * other and for the delivery thread. Costs one node of 24 bytes an offer.
 *
 * @param <T> what is handed over
 */
public final class Intake<T> {
  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;

  /** An empty intake for {@code capacity} elements, at least 1. */
  public Intake(int capacity) {
    this.capacity = capacity;
  }

  /** Takes the element in, or returns false at once if the intake is full. Any thread. */
  public boolean offer(T element) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    queue.offer(element);
    return true;
  }

  /** The element that waits longest, or null. Delivery thread only. */
  public @Nullable T poll() {
    T element = queue.poll();
    if (element != null) {
      size.decrementAndGet();
    }
    return element;
  }

  /** How many wait, or are being taken in at this moment. */
  public int size() {
    return size.get();
  }

  /** The most that may wait. */
  public int capacity() {
    return capacity;
  }
}
