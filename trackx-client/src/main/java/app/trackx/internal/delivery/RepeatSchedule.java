package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;

/**
 * When the next event of one kind of error may be sent. The first goes at once; what follows is
 * aggregated into one event, due 10 seconds after it, and then 1, 5 and 15 minutes after the event
 * before; from then on one event an hour. After an hour without an error of this kind, it begins
 * anew.
 *
 * <p>A known bug that goes on thus costs the server 5 events in the first hour and 24 a day,
 * however often it fails. All times are nanoseconds of one clock, which may overflow as
 * {@link System#nanoTime} does. Not thread-safe.
 */
public final class RepeatSchedule {
  /** The longest interval, and the rest after which a kind counts as new. */
  public static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final long[] INTERVALS = {
    TimeUnit.SECONDS.toNanos(10),
    TimeUnit.MINUTES.toNanos(1),
    TimeUnit.MINUTES.toNanos(5),
    TimeUnit.MINUTES.toNanos(15),
    LONGEST_NANOS
  };

  private int sent;
  private long notBefore;
  private long lastError;

  /** Creates the schedule of a kind of which nothing was sent. */
  public RepeatSchedule() {}

  /** Creates a schedule in the state that {@link #sent}, {@link #notBefore}, and {@link #lastError} returned. */
  public RepeatSchedule(int sent, long notBefore, long lastError) {
    this.sent = sent;
    this.notBefore = notBefore;
    this.lastError = lastError;
  }

  /** Records an error. Call it before {@link #untilNext} and with times that do not decrease. */
  public void occurred(long now) {
    if (sent > 0 && now - lastError >= LONGEST_NANOS && now - notBefore >= 0) {
      sent = 0;
    }
    lastError = now;
  }

  /** Returns the nanoseconds until an event may be sent, 0 for now. */
  public long untilNext(long now) {
    return sent == 0 ? 0 : Math.max(0, notBefore - now);
  }

  /**
   * Records that an event is sent.
   *
   * @param atLeast the shortest interval until the next one, for a server that has to be spared; 0
   *     for none
   */
  public void sent(long now, long atLeast) {
    notBefore = now + Math.max(atLeast, INTERVALS[Math.min(sent, INTERVALS.length - 1)]);
    sent = Math.min(sent + 1, INTERVALS.length);
  }

  /** Returns the number of events sent since it began, 5 at most. */
  public int sent() {
    return sent;
  }

  /** Returns when the next event may be sent, if any was. */
  public long notBefore() {
    return notBefore;
  }

  /** Returns when the last error occurred. */
  public long lastError() {
    return lastError;
  }
}
