package app.trackx.internal.jvm;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that stand still until a test moves them. Any thread. */
public class FakeTime implements TimeSource {
  /** The wall clock at the start. */
  public static final Instant START = Instant.parse("2026-11-23T10:15:30Z");

  private final long start;
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong wallShift = new AtomicLong();

  private volatile Error failure;

  public FakeTime() {
    this(42);
  }

  /** A monotonic clock that starts at {@code startNanos}, which may be close to its overflow. */
  public FakeTime(long startNanos) {
    this.start = startNanos;
  }

  /** Advances both clocks. */
  public void advance(Duration duration) {
    advanceNanos(duration.toNanos());
  }

  /** Advances both clocks. */
  public void advanceNanos(long duration) {
    nanos.addAndGet(duration);
  }

  /** Sets the wall clock forward or back, as an administrator would. */
  public void jumpWall(Duration shift) {
    wallShift.addAndGet(shift.toMillis());
  }

  /** Returns the time since the start. */
  public long elapsedNanos() {
    return nanos.get();
  }

  /** Makes the next read of the monotonic clock throw an Error. */
  public void failNext(Error error) {
    failure = error;
  }

  @Override
  public long nanoTime() {
    Error deadly = failure;
    if (deadly != null) {
      failure = null;
      throw deadly;
    }
    return start + nanos.get();
  }

  @Override
  public long wallMillis() {
    return START.toEpochMilli() + nanos.get() / 1_000_000 + wallShift.get();
  }
}
