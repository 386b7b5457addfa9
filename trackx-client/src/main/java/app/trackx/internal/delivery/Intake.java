package app.trackx.internal.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the threads of the application and the delivery thread.
 *
 * <p>Offering takes no lock and never waits: a node is put on top of a stack by compare-and-set. The
 * delivery thread takes what is new on the stack at once and turns it round, so that the order is that
 * of arrival. An {@code ArrayBlockingQueue} is bounded too, but makes callers wait for each other and
 * for the delivery thread. The JDK's lock-free queues stand on {@code VarHandle}, the first use of
 * which costs a fresh JVM a millisecond on the thread that fails first, more than all the rest of it; a
 * field updater costs nothing of the kind. One node of 48 bytes an offer.
 *
 * <p>Each node has the number of its offer, and so the top of the stack says how many were taken in
 * ({@link #offered}). An offer may end at any point, because the stack of the calling thread does: it
 * was taken in with the compare-and-set, number and all, or it was not. There is nothing in between
 * that would have to be undone, which a thread without a stack could not do.
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
  private final long mostWeight;
  private final int half;
  private final int mostOfAKind;
  private final int mostOfASource;
  private final AtomicInteger[] kinds = shares(KINDS);
  private final AtomicInteger[] sources = shares(SOURCES);

  /** The newest node, which stays when it was taken, without its element. */
  private volatile Node<T> top = new Node<>(null, kinds[0], sources[0]);

  /** How many were polled, and their weight. Written by the delivery thread only. */
  private volatile long polled;

  private volatile long polledWeight;

  /** Whether an offer ended halfway, so that it may have left its mark on the shares. */
  private volatile boolean disturbed;

  // delivery thread only: what was turned round, oldest first, and the number of the last of it
  private @Nullable Node<T> oldest;
  private long turned;

  /** An empty intake for {@code capacity} elements, at least 1, of any weight. */
  public Intake(int capacity) {
    this(capacity, Long.MAX_VALUE);
  }

  /**
   * An empty intake for {@code capacity} elements, at least 1.
   *
   * @param mostWeight what those that wait may weigh together; one alone may weigh more
   */
  public Intake(int capacity, long mostWeight) {
    this.capacity = capacity;
    this.mostWeight = mostWeight;
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

  /** Takes an element in that weighs nothing. See {@link #offer(Object, int, int, int)}. */
  public boolean offer(T element, int kind, int source) {
    return offer(element, kind, source, 0);
  }

  /**
   * Takes the element in, or returns false at once if there is no room for it. Any thread. If it throws,
   * for want of memory or stack, the element was not taken in.
   *
   * @param kind equal for elements that are likely to be alike
   * @param source equal for elements of a kind that come from one place
   * @param weight 0 for most
   */
  public boolean offer(T element, int kind, int source, int weight) {
    AtomicInteger ofKind = kinds[spread(kind) & (KINDS - 1)];
    AtomicInteger ofSource = sources[spread(31 * kind + source) & (SOURCES - 1)];
    Node<T> node = new Node<>(element, ofKind, ofSource); // first: nothing may be counted without
    boolean whole = false;
    try {
      int takenOfKind = ofKind.incrementAndGet();
      int takenOfSource = ofSource.incrementAndGet();
      boolean taken =
          push(node, weight, takenOfKind > mostOfAKind || takenOfSource > mostOfASource);
      if (!taken) {
        giveBack(ofKind, ofSource);
      }
      whole = true;
      return taken;
    } finally {
      if (!whole) {
        disturbed = true; // a field, and no call: there may be no stack left for one
      }
    }
  }

  private boolean push(Node<T> node, int weight, boolean overItsShare) {
    for (; ; ) {
      Node<T> before = top; // first: what is polled meanwhile only makes room
      long waiting = before.number - polled;
      long waitingWeight = before.weight - polledWeight;
      if (waiting >= capacity
          || (waiting >= half && overItsShare)
          || (weight > 0 && waitingWeight > 0 && waitingWeight + weight > mostWeight)) {
        return false;
      }
      node.number = before.number + 1;
      node.weight = before.weight + weight;
      node.next = before;
      if (TOP.compareAndSet(this, before, node)) {
        return true;
      }
    }
  }

  /** The element that waits longest, or null. Delivery thread only. */
  public @Nullable T poll() {
    if (oldest == null) {
      oldest = turnRound();
    }
    Node<T> node = oldest;
    if (node == null) {
      mendShares();
      return null;
    }
    oldest = node.next;
    T element = node.element;
    node.element = null; // the node stays as the top for a while, perhaps
    polledWeight = node.weight;
    polled = node.number;
    giveBack(node.kind, node.source);
    return element;
  }

  private void giveBack(AtomicInteger ofKind, AtomicInteger ofSource) {
    ofSource.decrementAndGet();
    ofKind.decrementAndGet();
  }

  /** What is new on the stack, oldest first; null if nothing is. */
  private @Nullable Node<T> turnRound() {
    Node<T> newest = top;
    Node<T> first = null;
    for (Node<T> node = newest; node != null && node.number > turned; ) {
      Node<T> older = node.next;
      node.next = first;
      first = node;
      node = older;
    }
    turned = newest.number;
    return first;
  }

  /** Nothing waits, so nothing has a share; an offer of this moment may gain or lose one of it. */
  private void mendShares() {
    if (disturbed) {
      disturbed = false;
      for (AtomicInteger share : kinds) {
        share.set(0);
      }
      for (AtomicInteger share : sources) {
        share.set(0);
      }
    }
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }

  /** How many were ever taken in. Any thread. */
  public long offered() {
    return top.number;
  }

  /** How many wait; never too few. Any thread. */
  public int size() {
    long before = polled; // first: what is polled meanwhile is counted, too
    return (int) (top.number - before);
  }

  /** Whether so many wait that a source which offers much is refused, and the thread should look. */
  public boolean isHalfFull() {
    return size() >= half;
  }

  /** The most that may wait. */
  public int capacity() {
    return capacity;
  }

  private static final class Node<T> {
    @Nullable
    T element;

    final AtomicInteger kind;
    final AtomicInteger source;

    /** How many were taken in up to this one, and what they weigh together. */
    long number;

    long weight;

    @Nullable
    Node<T> next;

    Node(@Nullable T element, AtomicInteger kind, AtomicInteger source) {
      this.element = element;
      this.kind = kind;
      this.source = source;
    }
  }
}
