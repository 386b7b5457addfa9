package app.trackx.internal.delivery;

import java.util.concurrent.atomic.AtomicInteger;
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
 * updater and the atomic numbers cost nothing of the kind. One node of 32 bytes an offer.
 *
 * <p>A storm of one error must not shut out the others while the delivery thread cannot keep up. So
 * the intake also counts what it holds by kind and by source (numbers that the caller makes up, an
 * exception's class and the thread for instance), a few counters each. Once it is half full, a
 * source that holds a sixteenth of it is refused, and a kind that holds three quarters: one thread
 * in a loop leaves half of the room to others, and even two hundred threads that fail alike leave a
 * quarter to errors of another kind. Two kinds that fall on one counter share its room. An intake
 * for fewer than 64 does without all that.
 *
 * @param <T> what is handed over
 */
public final class Intake<T> {
  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Intake, Node> TOP =
      AtomicReferenceFieldUpdater.newUpdater(Intake.class, Node.class, "top");

  private static final int KINDS = 16;
  private static final int SOURCES = 64;

  /** A smaller intake has no shares to give. */
  private static final int SMALLEST_SHARED = 64;

  private final int capacity;
  private final int half;
  private final int mostOfAKind;
  private final int mostOfASource;
  private final AtomicInteger[] kinds = shares(KINDS);
  private final AtomicInteger[] sources = shares(SOURCES);

  private final AtomicInteger size = new AtomicInteger();
  private volatile @Nullable Node<T> top;

  /** What was taken and turned round, oldest first. Delivery thread only. */
  private @Nullable Node<T> oldest;

  /** An empty intake for {@code capacity} elements, at least 1. */
  public Intake(int capacity) {
    this.capacity = capacity;
    this.half = capacity < SMALLEST_SHARED ? capacity : capacity / 2;
    this.mostOfAKind = (int) (capacity * 3L / 4);
    this.mostOfASource = capacity / 16;
  }

  private static AtomicInteger[] shares(int count) {
    AtomicInteger[] shares = new AtomicInteger[count];
    for (int i = 0; i < count; i++) {
      shares[i] = new AtomicInteger();
    }
    return shares;
  }

  /**
   * Takes the element in, or returns false at once if there is no room for it. Any thread.
   *
   * @param kind equal for elements that are likely to be alike
   * @param source equal for elements of a kind that come from one place
   */
  public boolean offer(T element, int kind, int source) {
    AtomicInteger ofKind = kinds[spread(kind) & (KINDS - 1)];
    AtomicInteger ofSource = sources[spread(31 * kind + source) & (SOURCES - 1)];
    Node<T> node = new Node<>(element, ofKind, ofSource); // first: nothing may be counted without
    int taken = size.incrementAndGet();
    int takenOfKind = ofKind.incrementAndGet();
    int takenOfSource = ofSource.incrementAndGet();
    if (taken > capacity
        || (taken > half && (takenOfKind > mostOfAKind || takenOfSource > mostOfASource))) {
      giveBack(ofKind, ofSource);
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
    giveBack(node.kind, node.source);
    return node.element;
  }

  private void giveBack(AtomicInteger ofKind, AtomicInteger ofSource) {
    ofSource.decrementAndGet();
    ofKind.decrementAndGet();
    size.decrementAndGet();
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

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }

  /** How many wait, or are being taken in at this moment. */
  public int size() {
    return size.get();
  }

  /** Whether so many wait that a source which offers much is refused, and the thread should look. */
  public boolean isHalfFull() {
    return size.get() >= half;
  }

  /** The most that may wait. */
  public int capacity() {
    return capacity;
  }

  private static final class Node<T> {
    final T element;
    final AtomicInteger kind;
    final AtomicInteger source;

    @Nullable
    Node<T> next;

    Node(T element, AtomicInteger kind, AtomicInteger source) {
      this.element = element;
      this.kind = kind;
      this.source = source;
    }
  }
}
