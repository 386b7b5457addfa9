package app.trackx;

import static app.trackx.Interleavings.check;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import java.util.Random;

/** A backlog without a client, and the steps that a client's threads perform on it. */
final class Backlogs {
  private static final Endpoint ENDPOINT = Endpoint.parse("https://localhost/v1/0123456789a");
  private static final int NO_LIMIT = 0;

  final Counters counters = newCounters();
  final Backlog backlog;

  Backlogs(int capacity) {
    TimeSource time = new HourlyTime();
    ServerHealth health = new ServerHealth(time, new Random(1), NO_LIMIT, 1);
    VisitorPings visitors = new VisitorPings(health, counters, time);
    backlog = new Backlog(capacity, health, visitors, null, counters, time);
  }

  /** Creates counters that log nothing, because pending warnings are never logged. */
  static Counters newCounters() {
    return new Counters(new Warnings(ENDPOINT, "test"));
  }

  /** Does what {@link Pipeline#process} does with an error of the given key. Process thread. */
  void take(String key) {
    counters.captured();
    if (!backlog.fold(key, 0, true)) {
      backlog.admit(key, null, 0, null, true); // the backlog does not look into the event
    }
  }

  /** Does what {@link Pipeline#send} does. Returns false if no event is pending. Send thread. */
  boolean send(Outcome outcome) {
    PendingEvent event = backlog.start(true);
    if (event == null) {
      return false;
    }
    long errorsSent = event.errors; // part of the sent event
    backlog.answered(event, outcome);
    check(
        event.errors == errorsSent || outcome.kind() != Outcome.Kind.SENT,
        "the sent event was changed");
    return true;
  }

  /** Reads the counters, like an application thread. */
  void read() {
    Diagnostics seen = counters.read();
    check(seen.pending() >= 0, "negative count of pending events");
    check(counters.inMemory() >= 0, "negative count of events in memory");
  }

  /** Sends all pending events, once the other threads are done. */
  void sendAll() {
    while (send(Outcome.sent())) {
      check(counters.read().pending() >= 0, "negative count of pending events");
    }
  }

  /** Checks that nothing is pending and that every captured error was counted with exactly one outcome. */
  void checkAllCounted(long captured) {
    Diagnostics end = counters.read();
    check(backlog.isEmpty(), "the backlog is not empty");
    check(end.captured() == captured, "not all errors were captured");
    check(end.pending() == 0, "counted twice or lost: " + end.pending());
    check(counters.inMemory() == 0, "counted twice or lost in memory: " + counters.inMemory());
  }

  /** A clock that advances by an hour on every read, so that all pauses are over. Guarded by the backlog's lock. */
  private static final class HourlyTime implements TimeSource {
    private static final long HOUR = 3_600_000_000_000L;
    private long now;

    @Override
    public long nanoTime() {
      now += HOUR;
      return now;
    }

    @Override
    public long wallMillis() {
      return now / 1_000_000;
    }
  }
}
