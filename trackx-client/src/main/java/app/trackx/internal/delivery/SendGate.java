package app.trackx.internal.delivery;

import app.trackx.internal.jvm.TimeSource;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The gate that decides when the next request may be sent: a token bucket, the server's rate limit,
 * and a pause after failures.
 *
 * <p>The pause applies to the whole client and not to one event, so an unreachable server costs one
 * attempt per pause, however many events are queued. It has full jitter (a random time up to a
 * bound that doubles with each failure), so that many clients do not return at the same time. All
 * times are from the monotonic clock. Not thread-safe; callers must synchronize.
 */
public final class SendGate {
  static final long MIN_PAUSE = TimeUnit.SECONDS.toNanos(1);
  static final long MAX_PAUSE = TimeUnit.MINUTES.toNanos(5);
  static final Duration MIN_LOCK = Duration.ofSeconds(1);
  static final Duration MAX_LOCK = Duration.ofDays(1);

  private final TimeSource time;
  private final Random random;
  private final int burst;
  private final long nanosPerToken;
  private final int reservedForEvents;

  private double tokens;
  private long refilledAt;
  private long lockedUntil;
  private boolean locked;
  private boolean presumed;
  private long failedAt;
  private long pausedUntil;
  private int failures;

  /**
   * Creates a gate that is open.
   *
   * @param burst the maximum number of tokens; 0 for no limit
   * @param nanosPerToken the time in which one token is refilled
   * @param reservedForEvents tokens that a ping may not use
   */
  public SendGate(
      TimeSource time, Random random, int burst, long nanosPerToken, int reservedForEvents) {
    this.time = time;
    this.random = random;
    this.burst = burst;
    // nginx rounds each refill down to a thousandth of a request. Sending at exactly its rate,
    // these errors add up, and within a day of continuous sending nginx would reject a request
    this.nanosPerToken = nanosPerToken + nanosPerToken / 1000;
    this.reservedForEvents = Math.min(reservedForEvents, burst - 1);
    this.tokens = burst;
    this.refilledAt = time.nanoTime();
  }

  private SendGate(SendGate other) {
    this.time = other.time;
    this.random = other.random;
    this.burst = other.burst;
    this.nanosPerToken = other.nanosPerToken;
    this.reservedForEvents = other.reservedForEvents;
    this.tokens = other.tokens;
    this.refilledAt = other.refilledAt;
    this.locked = other.locked;
    this.presumed = other.presumed;
    this.lockedUntil = other.lockedUntil;
    this.failures = other.failures;
    this.failedAt = other.failedAt;
    this.pausedUntil = other.pausedUntil;
  }

  /**
   * Returns the nanoseconds until an event may be sent, 0 for now.
   *
   * @param hurry whether someone waits for the event: then the bucket does not count, and a pause
   *     ends after its first second
   */
  public long untilEvent(boolean hurry) {
    return until(1, hurry);
  }

  /** Returns the nanoseconds until a ping may be sent, 0 for now. */
  public long untilPing(boolean hurry) {
    return until(1 + Math.max(0, reservedForEvents), hurry);
  }

  /**
   * Returns the nanoseconds until one of many unimportant requests may be sent: only when nearly a
   * full burst is available. A new client starts with a full burst although the server still counts
   * the requests of the previous one, and most of a burst is reserved for events. If the burst is
   * small, all of it is required.
   */
  public long untilTrifle() {
    int needed = Math.max(1 + Math.max(0, reservedForEvents), burst - reservedForEvents + 1);
    return until(Math.min(burst, needed), false);
  }

  private long until(int needed, boolean hurry) {
    long now = time.nanoTime();
    long wait = Math.max(untilUnlocked(now), untilUnpaused(now, hurry));
    if (burst > 0 && !hurry) {
      refill(now);
      if (tokens < needed) {
        wait = Math.max(wait, (long) Math.ceil((needed - tokens) * nanosPerToken));
      }
    }
    return Math.max(0, wait);
  }

  private long untilUnpaused(long now, boolean hurry) {
    if (failures == 0) {
      return 0;
    }
    long left = pausedUntil - now;
    return hurry ? Math.min(left, failedAt + MIN_PAUSE - now) : left;
  }

  private long untilUnlocked(long now) {
    if (locked && lockedUntil - now <= 0) {
      locked = false;
    }
    return locked ? lockedUntil - now : 0;
  }

  private void refill(long now) {
    tokens = Math.min(burst, tokens + (double) (now - refilledAt) / nanosPerToken);
    refilledAt = now;
  }

  /** Returns how many events may be sent at once: 0 while it is locked or pauses. */
  public int budget() {
    long now = time.nanoTime();
    if (untilUnlocked(now) > 0 || untilUnpaused(now, false) > 0) {
      return 0;
    }
    if (burst == 0) {
      return Integer.MAX_VALUE;
    }
    refill(now);
    return (int) tokens;
  }

  /** Uses a token for a request that is about to be sent, even if the bucket is empty. */
  public void take() {
    if (burst > 0) {
      refill(time.nanoTime());
      tokens = Math.max(0, tokens - 1);
    }
  }

  /** Records a valid response. */
  public void succeeded() {
    failures = 0;
  }

  /** Records a missing or invalid response and starts a pause. */
  public void failed() {
    failures = Math.min(failures + 1, 30);
    long bound = Math.min(MAX_PAUSE, MIN_PAUSE << Math.min(failures, 20));
    long pause = MIN_PAUSE + (long) (random.nextDouble() * (bound - MIN_PAUSE));
    failedAt = time.nanoTime();
    pausedUntil = failedAt + pause;
  }

  /** Sends nothing for the given time, because the server rate-limited this client. */
  public void lock(Duration asked) {
    failures = 0;
    locked = true;
    presumed = false;
    lockedUntil = time.nanoTime() + bounded(asked).toNanos();
  }

  /**
   * Does the same as {@link #lock} for a rate limit that is only presumed; {@link #drain} ends it.
   */
  public void presumeLock(Duration pause) {
    lock(pause);
    presumed = true;
  }

  /** Returns the time limited to between a second and a day. */
  public static Duration bounded(Duration asked) {
    if (asked.compareTo(MIN_LOCK) < 0) {
      return MIN_LOCK;
    }
    return asked.compareTo(MAX_LOCK) > 0 ? MAX_LOCK : asked;
  }

  /** Ends a pause and a presumed lock, for one attempt at shutdown. Keeps any other lock. */
  public void drain() {
    pausedUntil = time.nanoTime();
    locked &= !presumed;
  }

  /** Returns another gate in the same state. */
  public SendGate copy() {
    return new SendGate(this);
  }

  /**
   * Continues from another gate in front of the same server: tokens that it has used count as used
   * here, and its lock applies here too. May be called again with the same gate.
   *
   * @param pause whether to copy the pause after a failure and a presumed lock, too
   */
  public void takeOver(SendGate other, boolean pause) {
    long now = time.nanoTime();
    if (burst > 0 && other.burst > 0) {
      refill(now);
      other.refill(now);
      tokens = Math.max(0, Math.min(tokens, burst - (other.burst - other.tokens)));
    }
    if ((pause || !other.presumed) && other.untilUnlocked(now) > untilUnlocked(now)) {
      locked = true;
      presumed = other.presumed;
      lockedUntil = other.lockedUntil;
    }
    if (pause && other.failures > 0) {
      failures = other.failures;
      failedAt = other.failedAt;
      pausedUntil = other.pausedUntil;
    }
  }

  /** Returns whether it pauses after a failure. */
  public boolean isPausing() {
    return untilUnpaused(time.nanoTime(), false) > 0;
  }

  /** Returns whether the last request failed or the server rate-limits this client. */
  public boolean isOutage() {
    return failures > 0 || isLocked();
  }

  /** Returns whether the server rate-limited this client and that time is not over. */
  public boolean isLocked() {
    return untilUnlocked(time.nanoTime()) > 0;
  }

  /** Returns when the rate limit ends, on the monotonic clock; of no meaning if there is none. */
  public long lockEnd() {
    return lockedUntil;
  }

  /** Returns how many requests have failed since one succeeded. */
  public int failures() {
    return failures;
  }
}
