package app.trackx.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is advanced manually. */
public final class FakeClock extends Clock {
  private volatile Instant now = Instant.parse("2026-11-23T23:59:00Z");

  /** Returns a clock with the given time. */
  static FakeClock at(Instant start) {
    FakeClock clock = new FakeClock();
    clock.now = start;
    return clock;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
