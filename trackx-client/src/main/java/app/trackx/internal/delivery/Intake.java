package app.trackx.internal.delivery;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the threads of the application and the delivery thread.
 *
 * <p>Offering takes no lock and never waits: a counter is raised, and lowered again if that was one
 * too many; then a node is put on top of a stack by compare-and-set. The delivery thread takes the
 * whole stack at once and turns it round, so that the order is that of arrival. An {@code
 * ArrayBlockingQueue} is bounded too, but makes callers wait for each other and for the delivery
 * thread. The JDK's lock-free queues stand on {@code VarHandle}, the first use of which costs a
 * fresh JVM a millisecond on the thread that fails first, more than all the rest of it; a field
 * updater costs nothing of the kind. One node of 24 bytes an offer.
 *
 * @param <T> what is handed over
 */
public final class Intake<T> {
  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Intake, Node> TOP =
      AtomicReferenceFieldUpdater.newUpdater(Intake.class, Node.class, "top");

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<Intake> SIZE =
      AtomicIntegerFieldUpdater.newUpdater(Intake.class, "size");

  private final int capacity;

  // beside each other: the cache line of one is that of both
  private volatile int size;
  private volatile @Nullable Node<T> top;

  /** What was taken and turned round, oldest first. Delivery thread only. */
  private @Nullable Node<T> oldest;

  /** An empty intake for {@code capacity} elements, at least 1. */
  public Intake(int capacity) {
    this.capacity = capacity;
  }

  /** Takes the element in, or returns false at once if the intake is full. Any thread. */
  public boolean offer(T element) {
    Node<T> node = new Node<>(element); // first: nothing may be counted if there is no memory
    if (SIZE.incrementAndGet(this) > capacity) {
      SIZE.decrementAndGet(this);
      return false;
    }
    do {
      node.next = top;
    } while (!TOP.compareAndSet(this, node.next, node));
    return true;
  }

  /** The element that waits longest, or null. Delivery thread only. */
  public @Nullable T poll() {
    if (oldest == null) {
      oldest = takeAll();
    }
    Node<T> node = oldest;
    if (node == null) {
      return null;
    }
    oldest = node.next;
    SIZE.decrementAndGet(this);
    return node.element;
  }

  @SuppressWarnings("unchecked") // the updater knows the class only
  private @Nullable Node<T> takeAll() {
    Node<T> newest = top == null ? null : (Node<T>) TOP.getAndSet(this, null);
    Node<T> first = null;
    while (newest != null) {
      Node<T> older = newest.next;
      newest.next = first;
      first = newest;
      newest = older;
    }
    return first;
  }

  /** How many wait, or are being taken in at this moment. */
  public int size() {
    return size;
  }

  /** The most that may wait. */
  public int capacity() {
    return capacity;
  }

  private static final class Node<T> {
    final T element;

    @Nullable
    Node<T> next;

    Node(T element) {
      this.element = element;
    }
  }
}
