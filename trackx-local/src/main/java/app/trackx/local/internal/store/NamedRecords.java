package app.trackx.local.internal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Ordered records with unique names: a record replaces an earlier one of the same name. Every record begins with its name.
 * Not thread-safe.
 */
final class NamedRecords {
  private final MVMap<Long, byte[]> records;
  private final Map<String, Long> positions = new HashMap<>();

  NamedRecords(MVMap<Long, byte[]> records) {
    this.records = records;
  }

  /** Returns the positions of all records, in order, including those left behind when the JVM was killed. */
  List<Long> positions() {
    return new ArrayList<>(records.keySet());
  }

  byte @Nullable [] at(long position) {
    return records.get(position);
  }

  /** Indexes a stored record by its name, and removes an earlier record of the same name. */
  void setPosition(String name, long position) {
    Long earlier = positions.put(name, position);
    if (earlier != null && earlier != position) {
      records.remove(earlier);
    }
  }

  void put(String name, long position, byte[] record) {
    records.put(position, record);
    setPosition(name, position);
  }

  /** Returns the position of a name's record, or a new position at the end. */
  long positionOf(String name) {
    Long position = positions.get(name);
    if (position != null) {
      return position;
    }
    Long last = records.lastKey();
    return last == null ? 0 : last + 1;
  }

  int size() {
    return positions.size();
  }

  /** Returns the first position, or {@code Long.MAX_VALUE} if there is none. */
  long firstPosition() {
    Long first = records.firstKey();
    return first == null ? Long.MAX_VALUE : first;
  }

  /** Removes and returns the first record, which must exist. */
  byte[] removeFirst() {
    byte[] record = Objects.requireNonNull(records.remove(firstPosition()), "no record");
    positions.remove(RecordWriter.name(record));
    return record;
  }

  void remove(String name) {
    Long position = positions.remove(name);
    if (position != null) {
      records.remove(position);
    }
  }

  void clear() {
    records.clear();
    positions.clear();
  }
}
