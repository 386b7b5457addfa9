package app.trackx.internal.delivery;

import app.trackx.internal.jvm.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reports of browsers that wait to be sent. Anybody on the network may cause them, so they have
 * a small budget of their own: three requests at once, then one a minute, with up to sixteen
 * reports each. Equal reports that wait are one, with their number.
 *
 * <p>Thread-safe. Application threads hold the lock for a look-up in a map; no other code runs
 * under it.
 */
public final class ReportQueue {
  /** Maximum number of different reports that wait. */
  public static final int CAPACITY = 64;

  /** Maximum number of different reports in one request. */
  public static final int MOST_OF_A_REQUEST = 16;

  private static final int BURST = 3;
  private static final long NANOS_PER_REQUEST = TimeUnit.MINUTES.toNanos(1);

  /** How often a report may be part of a request that the server failed on. */
  private static final int MAX_FAILURES = 5;

  private final TimeSource time;
  private final SendGate gate;
  private final Map<Map<String, ?>, Report> waiting = new LinkedHashMap<>();
  private boolean ended;

  public ReportQueue(TimeSource time) {
    this.time = time;
    this.gate = new SendGate(time, new Random(), BURST, NANOS_PER_REQUEST, 0);
  }

  /** A report that waits, with the number of equal ones. Guarded by the queue. */
  public static final class Report {
    public final Map<String, @Nullable Object> content;
    private final long sinceNanos;
    private long count = 1;
    private int failures;

    private Report(Map<String, @Nullable Object> content, long sinceNanos) {
      this.content = content;
      this.sinceNanos = sinceNanos;
    }
  }

  /**
   * Adds a report; returns false if there is no room.
   *
   * @param content not changed from now on
   * @param ageMillis how long ago it happened
   */
  public synchronized boolean offer(Map<String, @Nullable Object> content, long ageMillis) {
    Report known = waiting.get(content);
    if (known != null) {
      known.count++;
      return true;
    }
    if (ended || waiting.size() >= CAPACITY) {
      return false;
    }
    long since = time.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ageMillis);
    waiting.put(content, new Report(content, since));
    return true;
  }

  public synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Returns the nanoseconds until the next request may be sent, 0 for now. */
  public synchronized long untilNext() {
    return gate.untilEvent(false);
  }

  /** Returns the reports of the next request, the oldest first, and uses a part of the budget. */
  public synchronized List<Report> start() {
    gate.take();
    List<Report> next = new ArrayList<>();
    for (Report report : waiting.values()) {
      if (next.size() < MOST_OF_A_REQUEST) {
        next.add(report);
      }
    }
    return next;
  }

  /** Returns how many equal reports this one stands for. */
  public synchronized long count(Report report) {
    return report.count;
  }

  /** Returns how long ago it happened. */
  public synchronized long ageMillis(Report report) {
    return TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - report.sinceNanos);
  }

  /**
   * Removes reports that were sent or rejected. Returns how many equal ones they stand for,
   * including those that came meanwhile.
   */
  public synchronized long remove(List<Report> reports) {
    long count = 0;
    for (Report report : reports) {
      if (waiting.remove(report.content) != null) {
        count += report.count;
      }
    }
    return count;
  }

  /**
   * Keeps reports whose request the server failed on, but not for ever. Returns how many were
   * removed.
   */
  public synchronized long failed(List<Report> reports) {
    List<Report> tooOften = new ArrayList<>();
    for (Report report : reports) {
      if (++report.failures >= MAX_FAILURES) {
        tooOften.add(report);
      }
    }
    return remove(tooOften);
  }

  /** Removes all reports and refuses more. Returns how many were removed. */
  public synchronized long end() {
    ended = true;
    return remove(new ArrayList<>(waiting.values()));
  }
}
