package app.trackx.internal.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the application's threads and the worker thread.
 *
 * <p>Offering takes no lock and never waits: compare-and-set pushes a node onto a stack. The worker
 * thread detaches all new nodes at once and reverses them, so that elements arrive in order. An
 * {@code ArrayBlockingQueue} is bounded too, but makes callers wait for each other and for the
 * worker thread. The JDK's lock-free queues use {@code VarHandle}, whose first use costs a fresh
 * JVM a millisecond on the first thread that reports an error, more than everything else; a field
 * updater has no such cost. An offer allocates one node of 48 bytes.
 *
 * <p>Each node has the number of its offer, so the top of the stack tells how many elements were
 * accepted ({@link #offered}). An offer may end at any point, because the calling thread may run
 * out of stack. The compare-and-set either accepted the element, with its number, or it did not.
 * There is no intermediate state to undo, which a thread without stack could not do.
 *
 * <p>A storm of one error must not shut out others while the worker thread cannot keep up.
 * Therefore the intake also counts its elements by kind and by source (numbers that the caller
 * chooses, for instance an exception's class and the thread), with a few counters each. Once the
 * intake is half full, it refuses a source that has a sixteenth of the capacity and a kind that has
 * three quarters of it. One thread in a loop leaves half of the capacity to others, and even two
 * hundred threads that fail alike leave a quarter to other kinds. Two kinds that map to the same
 * counter share its limit. An intake with a capacity below 64 has no such limits.
 *
 * @param <T> the type of the elements
 */
public final class Intake<T> {
  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Intake, Node> TOP =
      AtomicReferenceFieldUpdater.newUpdater(Intake.class, Node.class, "top");

  private static final int KINDS = 16;
  private static final int SOURCES = 64;

  /** Intakes with a smaller capacity do not limit kinds and sources. */
  private static final int SMALLEST_SHARED = 64;

  private final int capacity;
  private final long mostWeight;
  private final int half;
  private final int mostOfAKind;
  private final int mostOfASource;
  private final AtomicInteger[] kinds = shares(KINDS);
  private final AtomicInteger[] sources = shares(SOURCES);

  /** The newest node. It stays after it was polled, without its element. */
  private volatile Node<T> top = new Node<>(null, kinds[0], sources[0]);

  /** The number of polled elements, and their total weight. Written only by the worker thread. */
  private volatile long polled;

  private volatile long polledWeight;

  /** Whether an offer was interrupted midway, so that the counters may be too high. */
  private volatile boolean disturbed;

  // worker thread only: the reversed nodes, oldest first, and the number of the newest of them
  private @Nullable Node<T> oldest;
  private long reversed;

  /** Creates an intake for {@code capacity} elements, at least 1, of any weight. */
  public Intake(int capacity) {
    this(capacity, Long.MAX_VALUE);
  }

  /**
   * Creates an intake for {@code capacity} elements, at least 1.
   *
   * @param mostWeight the maximum total weight of waiting elements; a single one may exceed it
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

  /** Adds an element of weight 0. See {@link #offer(Object, int, int, int)}. */
  public boolean offer(T element, int kind, int source) {
    return offer(element, kind, source, 0);
  }

  /**
   * Adds the element, or returns false at once if there is no room. Any thread. If it throws,
   * because memory or stack is exhausted, the element was not added.
   *
   * @param kind equal for elements that are probably alike
   * @param source equal for elements of a kind that have the same origin
   * @param weight 0 for most
   */
  public boolean offer(T element, int kind, int source, int weight) {
    AtomicInteger ofKind = kinds[spread(kind) & (KINDS - 1)];
    AtomicInteger ofSource = sources[spread(31 * kind + source) & (SOURCES - 1)];
    Node<T> node = new Node<>(element, ofKind, ofSource); // first, because allocation may fail
    boolean complete = false;
    try {
      int countOfKind = ofKind.incrementAndGet();
      int countOfSource = ofSource.incrementAndGet();
      boolean accepted =
          push(node, weight, countOfKind > mostOfAKind || countOfSource > mostOfASource);
      if (!accepted) {
        release(ofKind, ofSource);
      }
      complete = true;
      return accepted;
    } finally {
      if (!complete) {
        disturbed = true; // a field write, because there may be no stack left for a call
      }
    }
  }

  private boolean push(Node<T> node, int weight, boolean overItsShare) {
    for (; ; ) {
      Node<T> before = top; // first: elements polled meanwhile only make room
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

  /** Returns the element that has waited longest, or null. Worker thread only. */
  public @Nullable T poll() {
    if (oldest == null) {
      oldest = reverse();
    }
    Node<T> node = oldest;
    if (node == null) {
      resetShares();
      return null;
    }
    oldest = node.next;
    T element = node.element;
    node.element = null; // the node may remain the top
    polledWeight = node.weight;
    polled = node.number;
    release(node.kind, node.source);
    return element;
  }

  private void release(AtomicInteger ofKind, AtomicInteger ofSource) {
    ofSource.decrementAndGet();
    ofKind.decrementAndGet();
  }

  /** Returns the new nodes of the stack, oldest first; null if there are none. */
  private @Nullable Node<T> reverse() {
    Node<T> newest = top;
    Node<T> first = null;
    for (Node<T> node = newest; node != null && node.number > reversed; ) {
      Node<T> older = node.next;
      node.next = first;
      first = node;
      node = older;
    }
    reversed = newest.number;
    return first;
  }

  /** Resets the counters, since nothing waits; a concurrent offer may add or lose one count. */
  private void resetShares() {
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

  /** Returns how many elements were ever accepted. Any thread. */
  public long offered() {
    return top.number;
  }

  /** Returns how many elements wait, never too few. Any thread. */
  public int size() {
    long before = polled; // first: elements polled meanwhile are counted, too
    return (int) (top.number - before);
  }

  /**
   * Returns whether the intake is half full, so that it limits kinds and sources and the worker
   * thread should poll.
   */
  public boolean isHalfFull() {
    return size() >= half;
  }

  /** Returns the maximum number of waiting elements. */
  public int capacity() {
    return capacity;
  }

  private static final class Node<T> {
    @Nullable
    T element;

    final AtomicInteger kind;
    final AtomicInteger source;

    /** The number of elements accepted up to this node, and their total weight. */
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
