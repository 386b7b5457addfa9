package app.trackx;

/**
 * Which visitors were seen today: 64 bits of each, so that a request of one who was costs the
 * application's thread a look and nothing else.
 *
 * <p>The delivery thread alone writes. Others read without a lock what may be a moment old: one who
 * misses a visitor hands it to the delivery thread, which looks again. Two visitors with the same 64
 * bits are taken for one, whose session is then not counted: among 100 000 visitors that happens
 * on one day in four billion.
 *
 * <p>Two tables, a younger and an older: when the younger is full, the older is forgotten, and who
 * was in it costs one ping more than needed. At most 2 MiB, on a busy day; some 500 bytes on a quiet one.
 */
final class SeenVisitors {
  /** How many are known at most. */
  static final int MOST = 131_072;

  private static final int HALF = MOST / 2;
  private static final int SMALLEST = 64;

  /** Not static: a class without an initializer cannot fail to be initialized for want of stack. */
  private final long[] nobody = new long[1];

  private volatile Day seen = new Day(Long.MIN_VALUE, nobody, nobody);

  /** Visitors in the younger table. Delivery thread only. */
  private int used;

  /** Whether that visitor is known to have been seen on that day. Any thread; allocates nothing. */
  boolean has(long fingerprint, long day) {
    Day now = seen;
    return now.day == day && (isIn(now.younger, fingerprint) || isIn(now.older, fingerprint));
  }

  /**
   * Notes a visitor; of any other day, before or after, all is forgotten. Delivery thread.
   *
   * @return whether that is news
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
    seen = now; // also if it is the same: so that others see what was put in
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

  /** A day's tables, powers of two in length and half empty; 0 in empty slots. */
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
