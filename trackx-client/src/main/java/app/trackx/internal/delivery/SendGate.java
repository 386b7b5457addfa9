package app.trackx.internal.delivery;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One answer to "may I send now?": a token bucket, the server's request for silence, and the pause
 * after failures.
 *
 * <p>The pause is the whole client's, not an event's, so that a dead server costs one attempt a
 * pause however much waits. It has full jitter (anything up to a bound that doubles with each
 * failure), so that a fleet of clients does not come back as one. All times are of the clock that
 * never jumps. Not confined to a thread; whoever shares it guards it.
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
   * A gate that opens at once.
   *
   * @param burst the most tokens that gather; 0 for no limit
   * @param nanosPerToken how long one token takes to come back
   * @param reservedForEvents tokens that a ping may not take
   */
  public SendGate(
      TimeSource time, Random random, int burst, long nanosPerToken, int reservedForEvents) {
    this.time = time;
    this.random = random;
    this.burst = burst;
    // nginx rounds what it forgives down to a thousandth of a request, each time: at exactly its
    // rate that adds up, and within a day of unbroken sending it would reject one
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
   * Nanoseconds until an event may be sent, 0 for now.
   *
   * @param hurry whether someone waits for it: then the bucket does not count, and a pause is over
   *     after its first second
   */
  public long untilEvent(boolean hurry) {
    return until(1, hurry);
  }

  /** Nanoseconds until a ping may be sent, 0 for now. */
  public long untilPing(boolean hurry) {
    return until(1 + Math.max(0, reservedForEvents), hurry);
  }

  /**
   * Nanoseconds until one of many requests may be sent of which none matters much: only when nearly
   * all of a burst is there. A client that starts anew has a full burst, and the server has not
   * forgotten what the one before it used up; and events are to have most of a burst for themselves.
   * Of a burst that is small, all of it.
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

  /** How many events could be sent at once: none while it is locked or pauses. */
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

  /** A request is about to leave: it costs a token, also one that goes out beyond the bucket. */
  public void take() {
    if (burst > 0) {
      refill(time.nanoTime());
      tokens = Math.max(0, tokens - 1);
    }
  }

  /** The server answered as it should. */
  public void succeeded() {
    failures = 0;
  }

  /** The server did not answer, or not as it should: pause. */
  public void failed() {
    failures = Math.min(failures + 1, 30);
    long bound = Math.min(MAX_PAUSE, MIN_PAUSE << Math.min(failures, 20));
    long pause = MIN_PAUSE + (long) (random.nextDouble() * (bound - MIN_PAUSE));
    failedAt = time.nanoTime();
    pausedUntil = failedAt + pause;
  }

  /** The server asked for silence. */
  public void lock(Duration asked) {
    failures = 0;
    locked = true;
    presumed = false;
    lockedUntil = time.nanoTime() + bounded(asked).toNanos();
  }

  /** As {@link #lock}, but the server gave no answer that says so: {@link #drain} ends it. */
  public void presumeLock(Duration pause) {
    lock(pause);
    presumed = true;
  }

  /** How long a server is left alone that asks for so much: between a second and a day. */
  public static Duration bounded(Duration asked) {
    if (asked.compareTo(MIN_LOCK) < 0) {
      return MIN_LOCK;
    }
    return asked.compareTo(MAX_LOCK) > 0 ? MAX_LOCK : asked;
  }

  /** Ends a pause, for one attempt at the last moment. Leaves a lock alone that is certain. */
  public void drain() {
    pausedUntil = time.nanoTime();
    locked &= !presumed;
  }

  /** Returns another gate that is where this one is now. */
  public SendGate copy() {
    return new SendGate(this);
  }

  /**
   * Goes on where another gate in front of the same server is: what that has used up of its bucket is
   * used up here, and a lock holds here too. May be called again with the same gate.
   *
   * @param pause whether to take over the pause after a failure too, and a lock that is presumed
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

  /** Whether it pauses after a failure. */
  public boolean isPausing() {
    return untilUnpaused(time.nanoTime(), false) > 0;
  }

  /** Whether the server is down or has asked for silence, as far as the last answer says. */
  public boolean isOutage() {
    return failures > 0 || isLocked();
  }

  /** Whether the server asked for silence and that time is not over. */
  public boolean isLocked() {
    return untilUnlocked(time.nanoTime()) > 0;
  }

  /** How many requests have failed since one succeeded. */
  public int failures() {
    return failures;
  }
}
