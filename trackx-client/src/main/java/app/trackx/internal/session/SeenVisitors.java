package app.trackx.internal.session;

/**
 * The visitors seen today, by 64 bits of each token, so that a known visitor's request costs the
 * application's thread only a look-up.
 *
 * <p>Only the processing thread writes. Other threads read without a lock and may see a slightly
 * outdated state: a thread that misses a visitor hands it to the processing thread, which checks
 * again. Two visitors with the same 64 bits count as one, and one session is not counted; among 100
 * 000 visitors that happens on one day in four billion.
 *
 * <p>Two tables, a younger and an older: when the younger is full, the older is discarded, and each
 * visitor in it costs one redundant ping. At most 2 MiB on a busy day, some 500 bytes on a quiet
 * one.
 */
final class SeenVisitors {
  /** Maximum number of visitors remembered. */
  static final int MOST = 131_072;

  private static final int HALF = MOST / 2;
  private static final int SMALLEST = 64;

  /**
   * Not static: a class without a static initializer cannot fail to be initialized for lack of
   * stack.
   */
  private final long[] nobody = new long[1];

  private volatile Day seen = new Day(Long.MIN_VALUE, nobody, nobody);

  /** Visitors in the younger table. Processing thread only. */
  private int used;

  /** Returns true if the visitor was seen on that day. Any thread; allocates nothing. */
  boolean has(long fingerprint, long day) {
    Day now = seen;
    return now.day == day && (isIn(now.younger, fingerprint) || isIn(now.older, fingerprint));
  }

  /**
   * Adds a visitor. Discards the visitors of any other day, earlier or later. Processing thread.
   *
   * @return true if the visitor is new
   */
  boolean add(long fingerprint, long day) {
    Day now = seen;
    if (now.day != day) {
      now = new Day(day, new long[SMALLEST], nobody);
      used = 0;
    } else if (isIn(now.younger, fingerprint) || isIn(now.older, fingerprint)) {
      return false;
    } else if (used == HALF) {
      now = new Day(day, new long[SMALLEST], now.younger);
      used = 0;
    } else if (2 * used >= now.younger.length) {
      now = new Day(day, grown(now.younger), now.older);
    }
    put(now.younger, fingerprint);
    used++;
    seen = now; // even if unchanged: the volatile write publishes the new entry
    return true;
  }

  private static long[] grown(long[] table) {
    long[] larger = new long[2 * table.length];
    for (long fingerprint : table) {
      if (fingerprint != VisitorToken.NONE) {
        put(larger, fingerprint);
      }
    }
    return larger;
  }

  private static void put(long[] table, long fingerprint) {
    int i = slot(table, fingerprint);
    while (table[i] != VisitorToken.NONE) {
      i = (i + 1) & (table.length - 1);
    }
    table[i] = fingerprint;
  }

  private static boolean isIn(long[] table, long fingerprint) {
    int i = slot(table, fingerprint);
    for (int looks = 0; looks < table.length; looks++) {
      long there = table[i];
      if (there == fingerprint) {
        return true;
      }
      if (there == VisitorToken.NONE) {
        return false;
      }
      i = (i + 1) & (table.length - 1);
    }
    return false;
  }

  private static int slot(long[] table, long fingerprint) {
    return (int) fingerprint & (table.length - 1);
  }

  /**
   * The tables of a day, with lengths that are powers of two, at least half empty; 0 marks an empty
   * slot.
   */
  private static final class Day {
    final long day;
    final long[] younger;
    final long[] older;

    Day(long day, long[] younger, long[] older) {
      this.day = day;
      this.younger = younger;
      this.older = older;
    }
  }
}
