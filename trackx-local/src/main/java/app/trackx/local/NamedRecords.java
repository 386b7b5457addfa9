package app.trackx.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Records in order, each under a name as well: a record whose name is stored already replaces the
 * earlier one. Every record begins with its name. Not thread-safe.
 */
final class NamedRecords {
  private final MVMap<Long, byte[]> records;
  private final Map<String, Long> places = new HashMap<>();

  NamedRecords(MVMap<Long, byte[]> records) {
    this.records = records;
  }

  /** The places of all records, in order, of those that a kill has left behind too. */
  List<Long> places() {
    return new ArrayList<>(records.keySet());
  }

  byte @Nullable [] at(long place) {
    return records.get(place);
  }

  /** Takes over a record that is stored already, and drops an earlier one of the same name. */
  void setPlace(String name, long place) {
    Long earlier = places.put(name, place);
    if (earlier != null && earlier != place) {
      records.remove(earlier);
    }
  }

  void put(String name, long place, byte[] record) {
    records.put(place, record);
    setPlace(name, place);
  }

  /** Where a name is stored; behind all others if it is not. */
  long placeOf(String name) {
    Long place = places.get(name);
    if (place != null) {
      return place;
    }
    Long last = records.lastKey();
    return last == null ? 0 : last + 1;
  }

  int size() {
    return places.size();
  }

  /** The first place, or {@code Long.MAX_VALUE} if there is none. */
  long firstPlace() {
    Long first = records.firstKey();
    return first == null ? Long.MAX_VALUE : first;
  }

  /** Removes the first record, which must be there, and returns it. */
  byte[] removeFirst() {
    byte[] record = Objects.requireNonNull(records.remove(firstPlace()), "no record");
    places.remove(Records.name(record));
    return record;
  }

  void clear() {
    records.clear();
    places.clear();
  }
}
