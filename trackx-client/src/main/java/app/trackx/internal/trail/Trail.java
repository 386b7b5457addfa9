package app.trackx.internal.trail;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last log records of one request or job. Several threads may work for it, so it is thread-safe,
 * without a lock: each record takes the next number and the slot of that number. A reader skips
 * slots that another thread is about to fill.
 */
public final class Trail {
  /** The number of records that are kept. */
  public static final int MAX_RECORDS = 20;

  /** Parts of a record in a {@link #snapshot}: milliseconds, level, logger, text. */
  public static final int PARTS = 4;

  /** A power of two, with room for records that other threads add while a snapshot is taken. */
  private static final int SLOTS = 32;

  private final AtomicInteger added = new AtomicInteger();
  private final AtomicReferenceArray<@Nullable Record> slots = new AtomicReferenceArray<>(SLOTS);

  void add(long millis, String level, String logger, @Nullable String text) {
    int number = added.getAndIncrement();
    slots.lazySet(number & (SLOTS - 1), new Record(number, millis, level, logger, text));
  }

  /**
   * Returns the records in the order in which they were logged.
   *
   * @param now the current time, in milliseconds since the epoch
   * @return for each record, one after the other: a {@code Long}, the milliseconds from the record
   *     to now; its level; its logger; its text, or null. Null if there is no record. Types of the
   *     JDK alone, since a pooled thread may keep it
   */
  public @Nullable Object @Nullable [] snapshot(long now) {
    int end = added.get();
    @Nullable Object[] parts = new @Nullable Object[MAX_RECORDS * PARTS];
    int used = 0;
    for (int i = MAX_RECORDS; i > 0; i--) {
      int number = end - i;
      Record record = slots.get(number & (SLOTS - 1));
      if (record != null && record.number == number) {
        parts[used] = Math.max(0, now - record.millis); // clocks are set back
        parts[used + 1] = record.level;
        parts[used + 2] = record.logger;
        parts[used + 3] = record.text;
        used += PARTS;
      }
    }
    return used == 0 ? null : Arrays.copyOf(parts, used);
  }

  private static final class Record {
    final int number;
    final long millis;
    final String level;
    final String logger;
    final @Nullable String text;

    Record(int number, long millis, String level, String logger, @Nullable String text) {
      this.number = number;
      this.millis = millis;
      this.level = level;
      this.logger = logger;
      this.text = text;
    }
  }
}
