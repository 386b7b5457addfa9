package app.trackx.internal.delivery;

import app.trackx.internal.jvm.MemoryPressure;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A memory reserve that is released when the heap is full, so that an error can be delivered
 * although the heap stays full.
 *
 * <p>A first delivery over http takes 0.25 MiB with the serial collector and 0.5 with the parallel
 * one. G1 frees memory only in whole regions, and an array of half a region occupies one alone. So
 * for http the reserve is such an array, or up to four where regions are small: releasing one frees
 * a region for half of its memory. In small pieces it would take 3 MiB with regions of 4. With half
 * of it, one of thirteen errors was lost in a heap of 32 MiB.
 *
 * <p>Over https, a delivery takes 3 to 4 MiB with any collector, mostly for the JDK's trust store
 * and its providers, for which the JDK searches every jar of the class path. That reserve is half
 * as much again, in small pieces, for which every collector finds a place.
 *
 * <p>Other threads of the application may allocate the released memory before the client does. The
 * only remedy is to try again.
 *
 * <p>The reserve is allocated at set-up, or later on the processing thread, and only if it fits for
 * certain: with {@code -XX:+ExitOnOutOfMemoryError} and similar options, a failed allocation ends
 * the JVM.
 */
public final class MemoryReserve implements MemoryPressure {
  private static final int MIB = 1024 * 1024;
  private static final int SMALL_PIECE = 64 * 1024 - 16;
  private static final int FOR_HTTP = 2 * MIB;
  private static final int FOR_HTTPS = 6 * MIB;

  /** The number of regions that G1 aims at. */
  private static final int REGIONS_OF_G1 = 2048;

  private static final long SMALLEST_REGION = MIB;

  /**
   * For a heap of 16 GiB. Larger heaps may have larger regions, for which the reserve does not
   * grow.
   */
  private static final long LARGEST_REGION = 8 * MIB;

  /** The reserve's largest share of a small heap, as one part in eight. */
  private static final int MAX_SHARE_DIVISOR = 8;

  /** Memory that TLS and a logging backend need, with a margin, unless the heap itself is small. */
  private static final long ROOM = 12L * MIB;

  private static final int SMALL_HEAP_ROOM_DIVISOR = 4;

  /** In a storm of errors that releases the reserve, reacquiring it must not be the main cost. */
  private static final long MIN_NANOS_BETWEEN_REFILLS = TimeUnit.SECONDS.toNanos(1);

  private static final byte[][] RELEASED = {};

  private final int size;
  private final int piece;

  /** The heap that the reserve may occupy, in whole regions. */
  private final long taken;

  private final long room;

  /** The reserve; null if it was never allocated, {@link #RELEASED} while it is released. */
  private volatile byte @Nullable [] @Nullable [] held;

  private volatile boolean ended;

  // processing thread only
  private boolean refilled;
  private long refilledAt;

  /** Allocates the reserve, or nothing if it may not fit. */
  public MemoryReserve(boolean tls) {
    this(tls, Runtime.getRuntime().maxMemory());
  }

  public MemoryReserve(boolean tls, long maxMemory) {
    long region = regionOfG1(maxMemory);
    long share = maxMemory / MAX_SHARE_DIVISOR;
    if (tls || share < region) {
      this.piece = SMALL_PIECE;
      this.size = (int) Math.min(tls ? FOR_HTTPS : FOR_HTTP, share);
      this.taken = size;
    } else {
      this.piece = (int) (region / 2); // and an array's header: more than half
      this.size = (int) Math.min(Math.max(FOR_HTTP, piece), share / region * piece);
      this.taken = size / piece * region;
    }
    this.room = Math.min(ROOM, maxMemory / SMALL_HEAP_ROOM_DIVISOR);
    this.held = isThereRoom() ? allocate() : null;
  }

  /**
   * Returns the region size that JDK 16 and later choose; earlier ones choose the same or a smaller
   * one.
   */
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
   * <p>Memory that the JVM has not yet requested from the system is free. Of the rest, half may be
   * lost to G1's regions: an array that is slightly larger than one takes two, and only its own
   * length counts as used.
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

  /**
   * Releases the reserve because the heap is full. Returns false if nothing was held. Any thread;
   * allocates nothing.
   */
  public boolean release() {
    boolean any = isHeld();
    held = RELEASED;
    return any;
  }

  /**
   * Makes an attempt; if the heap is full, releases the reserve and makes it once more, also if
   * nothing was held: another thread may have released it a moment ago.
   *
   * <p>For the client's own threads. An application thread does the same without an object for it.
   */
  public <I, O> O attempt(Attempt<I, O> work, I input) throws IOException {
    try {
      return work.attempt(input);
    } catch (OutOfMemoryError full) {
      release();
      return work.attempt(input);
    }
  }

  /** A piece of work that may find the heap full. A class of its own would cost a first delivery. */
  public interface Attempt<I, O> {
    /** Does the work. May be called again after an OutOfMemoryError. */
    O attempt(I input) throws IOException;
  }

  /** Returns true while the reserve is released, so that memory may be short. Any thread. */
  public boolean isReleased() {
    return held == RELEASED;
  }

  /** Returns true if classes that need much memory might fail to initialize. Any thread. */
  @Override
  public boolean isMemoryShort() {
    return isReleased() || !hasRoom();
  }

  /**
   * Returns true if there is room to load large classes, as far as can be told without a
   * collection: garbage counts as used. Any thread.
   */
  public boolean hasRoom() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() >= room;
  }

  /** Reacquires the reserve if the heap has room. Processing thread. */
  public void reacquire(long now) {
    if (isHeld()
        || ended
        || (refilled && now - refilledAt < MIN_NANOS_BETWEEN_REFILLS)
        || !hasRoom()
        || !isThereRoom()) {
      return;
    }
    refilled = true;
    refilledAt = now;
    byte[][] pieces = allocate();
    held = pieces == null ? RELEASED : pieces;
    if (ended) {
      release();
    }
  }

  /** Releases the reserve for good after the client has ended. Any thread. */
  public void end() {
    ended = true;
    release();
  }

  /** Returns the bytes held now. */
  public int held() {
    return isHeld() ? size : 0;
  }

  private boolean isHeld() {
    byte[][] pieces = held;
    return pieces != null && pieces != RELEASED;
  }
}
