package app.trackx.internal.spool;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of this run on disk, oldest first, and the space that they use.
 *
 * <p>The only state that threads share. Its lock is held only for memory access, never over I/O, so
 * a thread that hangs in a broken disk blocks no other here.
 */
final class SpoolIndex {
  private final int maxFiles;
  private final long maxBytes;
  private final TreeMap<FileName, SpooledEvent> events = new TreeMap<>();

  // those of the events, and of files being written
  private int files;
  private long bytes;

  SpoolIndex(int maxFiles, long maxBytes) {
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
  }

  /**
   * Reserves space for a file. If there is not enough, reserves nothing and removes and returns the
   * oldest event, which must be evicted first.
   */
  synchronized @Nullable SpooledEvent reserve(long size) {
    if (files + 1 > maxFiles || bytes + size > maxBytes) {
      SpooledEvent oldest = removeOldest();
      if (oldest != null) {
        return oldest;
      } // otherwise other threads have reserved everything: one file too many does less harm
    }
    files++;
    bytes += size;
    return null;
  }

  /** Releases reserved space. */
  synchronized void cancel(long size) {
    files--;
    bytes -= size;
  }

  /** Adds an event for which space was reserved. */
  synchronized void fill(SpooledEvent event) {
    events.put(event.name, event);
  }

  /** Adds an event regardless of space. */
  synchronized void put(SpooledEvent event) {
    events.put(event.name, event);
    files++;
    bytes += event.bytes;
  }

  /** Removes and returns the oldest event if the limits are exceeded; otherwise returns null. */
  synchronized @Nullable SpooledEvent removeExcess() {
    return files > maxFiles || bytes > maxBytes ? removeOldest() : null;
  }

  private @Nullable SpooledEvent removeOldest() {
    SpooledEvent oldest = oldest();
    if (oldest != null) {
      remove(oldest);
    }
    return oldest;
  }

  /** Removes an event; returns false if it is absent. */
  synchronized boolean remove(SpooledEvent event) {
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
