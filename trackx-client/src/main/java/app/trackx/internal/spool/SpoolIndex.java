package app.trackx.internal.spool;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of this run that are on disk, oldest first, and the room that they take.
 *
 * <p>The one place where threads meet. Its lock is held for memory only, never over I/O, so that a
 * thread that hangs in a broken disk holds up no other here.
 */
final class SpoolIndex {
  private final int maxFiles;
  private final long maxBytes;
  private final TreeMap<FileName, SpooledEvent> events = new TreeMap<>();

  // those of events, and those that are being written
  private int files;
  private long bytes;

  SpoolIndex(int maxFiles, long maxBytes) {
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
  }

  /**
   * Reserves room for a file that is about to be added. If there is not enough, nothing is reserved,
   * and the oldest event is taken out and returned, which must go first.
   */
  synchronized @Nullable SpooledEvent reserve(long size) {
    if (files + 1 > maxFiles || bytes + size > maxBytes) {
      SpooledEvent oldest = takeOldest();
      if (oldest != null) {
        return oldest;
      } // else all the room is reserved by other threads: one file too many does less harm
    }
    files++;
    bytes += size;
    return null;
  }

  /** Gives reserved room back. */
  synchronized void cancel(long size) {
    files--;
    bytes -= size;
  }

  /** Adds an event for which room was reserved. */
  synchronized void fill(SpooledEvent event) {
    events.put(event.name, event);
  }

  /** Adds an event whatever room there is. */
  synchronized void put(SpooledEvent event) {
    events.put(event.name, event);
    files++;
    bytes += event.bytes;
  }

  /** Takes out the oldest if there is more than there may be; else null. */
  synchronized @Nullable SpooledEvent takeExcess() {
    return files > maxFiles || bytes > maxBytes ? takeOldest() : null;
  }

  private @Nullable SpooledEvent takeOldest() {
    SpooledEvent oldest = oldest();
    if (oldest != null) {
      take(oldest);
    }
    return oldest;
  }

  /** Takes an event out; false if it is not there. */
  synchronized boolean take(SpooledEvent event) {
    if (events.remove(event.name) == null) {
      return false;
    }
    files--;
    bytes -= event.bytes;
    return true;
  }

  synchronized boolean contains(SpooledEvent event) {
    return events.containsKey(event.name);
  }

  synchronized @Nullable SpooledEvent oldest() {
    return events.isEmpty() ? null : events.firstEntry().getValue();
  }

  synchronized @Nullable SpooledEvent next(SpooledEvent event) {
    Map.Entry<FileName, SpooledEvent> next = events.higherEntry(event.name);
    return next == null ? null : next.getValue();
  }

  synchronized int size() {
    return events.size();
  }

  synchronized long errors() {
    long sum = 0;
    for (SpooledEvent event : events.values()) {
      sum += event.errors();
    }
    return sum;
  }
}
