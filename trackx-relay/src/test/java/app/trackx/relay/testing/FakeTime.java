package app.trackx.relay.testing;

import app.trackx.internal.jvm.TimeSource;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that a test sets. */
public final class FakeTime implements TimeSource {
  /** Noon, so that no test meets midnight unless it wants to. */
  public static final long NOON = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();

  private final AtomicLong millis = new AtomicLong(NOON);

  public void advance(long more, TimeUnit unit) {
    millis.addAndGet(unit.toMillis(more));
  }

  @Override
  public long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(millis.get());
  }

  @Override
  public long wallMillis() {
    return millis.get();
  }
}
