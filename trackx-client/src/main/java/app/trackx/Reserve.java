package app.trackx;

import app.trackx.internal.http.Scarcity;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Memory that is held from set-up on to be let go: what it takes to deliver an error when the heap
 * is full and stays full.
 *
 * <p>What costs memory is loading classes: some 1 MiB for a delivery over http, as measured before
 * there was a scrubber, and G1 gives back in whole regions only, so three times that are held;
 * and between 4 and 5 MiB over https, where most is the JDK's trust store and its providers, for
 * which it looks into every jar of the class path. What is let go may be taken by other threads of
 * the application before the client's own come to it. Nothing can be done about that but to try
 * again.
 *
 * <p>In small pieces, for which every collector finds a place and which any can use again.
 */
final class Reserve implements Scarcity {
  private static final int KIB = 1024;
  private static final int PIECE = 64 * KIB - 16;
  private static final int FOR_HTTP = 3 * KIB * KIB;
  private static final int FOR_HTTPS = 7 * KIB * KIB;

  /** A small heap is the application's before it is ours. */
  private static final int LARGEST_SHARE = 8;

  /** What it takes to load OkHttp with some more than that, unless the heap itself is small. */
  private static final long ROOM = 12L * KIB * KIB;

  private static final int ROOM_OF_SMALL_HEAP = 4;

  /** In a storm of errors for which it is let go, taking it again must not be what costs most. */
  private static final long BETWEEN_REFILLS = TimeUnit.SECONDS.toNanos(1);

  private final int size;
  private final long room;
  private volatile byte @Nullable [] @Nullable [] held;
  private volatile boolean ended;

  // delivery thread only
  private boolean refilled;
  private long refilledAt;

  /** Takes what a delivery needs, or nothing if there is no room for it. */
  Reserve(boolean tls) {
    this(tls, Runtime.getRuntime().maxMemory());
  }

  Reserve(boolean tls, long maxMemory) {
    this.size = (int) Math.min(tls ? FOR_HTTPS : FOR_HTTP, maxMemory / LARGEST_SHARE);
    this.room = Math.min(ROOM, maxMemory / ROOM_OF_SMALL_HEAP);
    this.held = allocate(size);
  }

  private static byte @Nullable [] @Nullable [] allocate(int size) {
    try {
      byte[][] pieces = new byte[(size + PIECE - 1) / PIECE][];
      int left = size;
      for (int i = 0; i < pieces.length; i++) {
        pieces[i] = new byte[Math.min(left, PIECE)];
        left -= PIECE;
      }
      return pieces;
    } catch (OutOfMemoryError noRoom) {
      return null;
    }
  }

  /** The heap is full: lets go what is held. False if nothing was. Any thread; allocates nothing. */
  boolean letGo() {
    boolean any = held != null;
    held = null;
    return any;
  }

  /** Whether it was let go, so that there may be little memory. Any thread. */
  boolean isLetGo() {
    return held == null;
  }

  /** Whether classes that need much memory might fail to be initialized. Any thread. */
  @Override
  public boolean isMemoryShort() {
    return isLetGo() || !hasRoom();
  }

  /**
   * Whether there is room for loading what is large, as far as can be told without a collection;
   * garbage counts as taken. Any thread.
   */
  boolean hasRoom() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() >= room;
  }

  /** Takes again what was let go, if the heap has room. Delivery thread. */
  void refill(long now) {
    if (held != null || ended || (refilled && now - refilledAt < BETWEEN_REFILLS) || !hasRoom()) {
      return;
    }
    refilled = true;
    refilledAt = now;
    held = allocate(size);
    if (ended) {
      letGo();
    }
  }

  /** The client has ended: lets go for good. Any thread. */
  void end() {
    ended = true;
    letGo();
  }

  /** How many bytes are held now. */
  int held() {
    return held == null ? 0 : size;
  }
}
