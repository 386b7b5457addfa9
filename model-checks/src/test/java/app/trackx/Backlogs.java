package app.trackx;

import static app.trackx.Interleavings.check;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.transport.Outcome;
import java.util.Random;

/** A backlog without a client around it, and what the client's threads do with it, step by step. */
final class Backlogs {
  private static final Endpoint ENDPOINT = Endpoint.parse("https://localhost/v1/0123456789a");
  private static final int NO_LIMIT = 0;

  final Counters counters = newCounters();
  final Backlog backlog;

  Backlogs(int capacity) {
    SendGate gate = new SendGate(new HourlyTime(), new Random(1), NO_LIMIT, 1, 0);
    backlog = new Backlog(capacity, gate, null, counters, new HourlyTime());
  }

  /** Counters that say nothing, since nobody calls {@link Warnings#logPending}. */
  static Counters newCounters() {
    return new Counters(new Warnings(ENDPOINT, "test"));
  }

  /** As {@link Pipeline#take} does with an error of that key. Delivery thread. */
  void take(String key) {
    counters.captured();
    if (!backlog.fold(key, 0) && backlog.makeRoom(key)) {
      backlog.add(key, null, 0, null); // the backlog does not look into it
    }
    backlog.taken();
  }

  /** As {@link Pipeline#send} does, if an event waits. Sending thread. */
  boolean send(Outcome outcome) {
    PendingEvent event = backlog.start(true);
    if (event == null) {
      return false;
    }
    long told = event.errors; // goes to the server within the event
    backlog.answered(event, outcome);
    check(event.errors == told || outcome.kind() != Outcome.Kind.SENT, "not what was sent");
    return true;
  }

  /** As a thread of the application that asks for the counts. */
  void read() {
    Diagnostics seen = counters.read();
    check(seen.pending() >= 0, "fewer than none pending");
    check(counters.inMemory() >= 0, "fewer than none in memory");
  }

  /** Once the other threads are done. */
  void sendAll() {
    while (send(Outcome.sent())) {
      check(counters.read().pending() >= 0, "fewer than none pending");
    }
  }

  /** Nothing waits, and each of so many errors has come to one end. */
  void checkAllCounted(long captured) {
    Diagnostics end = counters.read();
    check(backlog.isEmpty(), "something still waits");
    check(end.captured() == captured, "not all were captured");
    check(end.pending() == 0, "counted twice, or lost: " + end.pending());
    check(counters.inMemory() == 0, "counted twice, or lost in memory: " + counters.inMemory());
  }

  /** An hour goes by with each look, so that no pause lasts. Read under the backlog's lock. */
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
