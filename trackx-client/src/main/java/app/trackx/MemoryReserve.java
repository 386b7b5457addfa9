package app.trackx;

import app.trackx.internal.http.MemoryPressure;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Memory that is held to be let go: what it takes to deliver an error when the heap is full and stays
 * full.
 *
 * <p>A first delivery over http takes 0.25 MiB with the serial collector and 0.5 with the parallel one.
 * G1 gives memory back in whole regions only, and an array of half a region has one for itself. So
 * for http the reserve is such an array, or two where regions are small: letting it go gives a region
 * back for half of its memory. In small pieces it would take 3 MiB with regions of 4. Over https a
 * delivery takes 3 to 4 MiB with any collector, mostly for the JDK's trust store and its providers, for
 * which the JDK looks into every jar of the class path. That reserve is half as much again, in small
 * pieces, for which every collector finds a place. Other threads of the application may take what is
 * let go before the client comes to it. Nothing can be done about that but to try again.
 *
 * <p>It is allocated at set-up, or later on the delivery thread, and only if there is room for
 * certain: with {@code -XX:+ExitOnOutOfMemoryError} and its like an allocation that fails ends the JVM.
 */
final class MemoryReserve implements MemoryPressure {
  private static final int MIB = 1024 * 1024;
  private static final int SMALL_PIECE = 64 * 1024 - 16;
  private static final int FOR_HTTP = MIB;
  private static final int FOR_HTTPS = 6 * MIB;

  /** The number that G1 aims at. */
  private static final int REGIONS_OF_G1 = 2048;

  private static final long SMALLEST_REGION = MIB;

  /** Of a heap of 16 GiB. G1's may be larger, for which we hold no more. */
  private static final long LARGEST_REGION = 8 * MIB;

  /** A small heap is the application's before it is ours. */
  private static final int LARGEST_SHARE = 8;

  /** What TLS and a logging backend take, with some more than that, unless the heap itself is small. */
  private static final long ROOM = 12L * MIB;

  private static final int ROOM_OF_SMALL_HEAP = 4;

  /** In a storm of errors for which it is let go, taking it again must not be what costs most. */
  private static final long BETWEEN_REFILLS = TimeUnit.SECONDS.toNanos(1);

  private final int size;
  private final int piece;

  /** What it may take of the heap, in whole regions. */
  private final long taken;

  private final long room;
  private volatile byte @Nullable [] @Nullable [] held;
  private volatile boolean released;
  private volatile boolean ended;

  // delivery thread only
  private boolean refilled;
  private long refilledAt;

  /** Takes what a delivery needs, or nothing if it is not certain that there is room for it. */
  MemoryReserve(boolean tls) {
    this(tls, Runtime.getRuntime().maxMemory());
  }

  MemoryReserve(boolean tls, long maxMemory) {
    long region = regionOfG1(maxMemory);
    long share = maxMemory / LARGEST_SHARE;
    if (tls || share < region) {
      this.piece = SMALL_PIECE;
      this.size = (int) Math.min(tls ? FOR_HTTPS : FOR_HTTP, share);
      this.taken = size;
    } else {
      this.piece = (int) (region / 2); // and an array's header: more than half
      this.size = (int) Math.min(Math.max(FOR_HTTP, piece), share / region * piece);
      this.taken = size / piece * region;
    }
    this.room = Math.min(ROOM, maxMemory / ROOM_OF_SMALL_HEAP);
    this.held = isThereRoom() ? allocate() : null;
  }

  /** As JDK 16 and later choose it. Earlier ones choose the same or a smaller one. */
  private static long regionOfG1(long maxMemory) {
    long region = SMALLEST_REGION;
    while (region < LARGEST_REGION && region < maxMemory / REGIONS_OF_G1) {
      region *= 2;
    }
    return region;
  }

  /**
   * Returns true if the reserve can be allocated for certain.
   *
   * <p>Memory that the JVM has not taken from the system yet is free. Of the rest, half may be lost to
   * G1's regions: an array that is slightly larger than one takes two, and only its own length
   * counts as used.
   */
  private boolean isThereRoom() {
    Runtime jvm = Runtime.getRuntime();
    long total = jvm.totalMemory();
    long free = jvm.freeMemory();
    long lost = total - free;
    return jvm.maxMemory() - total + Math.max(0, free - lost) >= 2 * taken;
  }

  private byte @Nullable [] @Nullable [] allocate() {
    try {
      byte[][] pieces = new byte[(size + piece - 1) / piece][];
      int left = size;
      for (int i = 0; i < pieces.length; i++) {
        pieces[i] = new byte[Math.min(left, piece)];
        left -= piece;
      }
      return pieces;
    } catch (OutOfMemoryError noRoom) {
      return null;
    }
  }

  /** The heap is full: lets go what is held. False if nothing was. Any thread; allocates nothing. */
  boolean release() {
    boolean any = held != null;
    released = true;
    held = null;
    return any;
  }

  /** Whether it was let go, so that there may be little memory. Any thread. */
  boolean isReleased() {
    return released;
  }

  /** Whether classes that need much memory might fail to be initialized. Any thread. */
  @Override
  public boolean isMemoryShort() {
    return isReleased() || !hasRoom();
  }

  /**
   * Whether there is room for loading what is large, as far as can be told without a collection;
   * garbage counts as taken. Any thread.
   */
  boolean hasRoom() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() >= room;
  }

  /** Takes what was let go, or was not taken yet, if the heap has room. Delivery thread. */
  void reacquire(long now) {
    if (held != null
        || ended
        || (refilled && now - refilledAt < BETWEEN_REFILLS)
        || !hasRoom()
        || !isThereRoom()) {
      return;
    }
    refilled = true;
    refilledAt = now;
    held = allocate();
    released = held == null;
    if (ended) {
      release();
    }
  }

  /** The client has ended: lets go for good. Any thread. */
  void end() {
    ended = true;
    release();
  }

  /** How many bytes are held now. */
  int held() {
    return held == null ? 0 : size;
  }
}
