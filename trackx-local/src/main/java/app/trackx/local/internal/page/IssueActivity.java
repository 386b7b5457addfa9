package app.trackx.local.internal.page;

import app.trackx.local.internal.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The releases and environments in which an issue was seen, and its errors by the hour, from the events in the store. */
final class IssueActivity {
  private static final int HOURS = 24;

  private final Set<String> releases = new HashSet<>();
  private final Set<String> environments = new HashSet<>();
  private final long[] hours = new long[HOURS];

  /** Adds an event; {@code now} is the time at which the hours end. */
  void add(StoredEvent event, Instant now) {
    addNames(event);
    Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(HOURS - 1L, ChronoUnit.HOURS);
    long hour = Math.floorDiv(Duration.between(first, event.receivedAt()).toSeconds(), 3600);
    if (hour >= 0 && hour < HOURS) {
      hours[(int) hour] += event.occurrences();
    }
  }

  /** Adds release and environment of an event that may have been evicted. */
  void addNames(StoredEvent event) {
    add(releases, event.release());
    add(environments, event.environment());
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null) {
      names.add(name);
    }
  }

  boolean isIn(String release) {
    return releases.contains(release);
  }

  Set<String> releases() {
    return releases;
  }

  Set<String> environments() {
    return environments;
  }

  /** Returns the errors of the last 24 hours by the hour, oldest first. */
  long[] hours() {
    return hours;
  }
}
