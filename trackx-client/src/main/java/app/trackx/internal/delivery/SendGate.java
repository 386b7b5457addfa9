package app.trackx.internal.delivery;

import app.trackx.internal.jvm.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gate that decides when the next request may be sent: a {@link TokenBucket}, the server's rate
 * limit, and a pause after failures.
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

  /** The silence that upstream's nginx demands with a 429, which a bare close does not tell. */
  private static final Duration UPSTREAMS_LOCK = Duration.ofMinutes(30);

  /** The first silence after a presumed rate limit; it doubles up to that of upstream. */
  private static final Duration PRESUMED_LOCK = Duration.ofMinutes(5);

  /**
   * The largest jitter after the first refusal, as a fraction of the silence or of upstream's silence,
   * whichever is shorter. The second refusal in a row doubles it, and the third triples it.
   */
  private static final double JITTER = 0.5;

  private static final int MOST_JITTERS = 3;

  /** A repeat of a known error is sent once in so many intervals of an adapted bucket. */
  private static final double INTERVALS_PER_REPEAT = 6.5;

  /** Behind the values of the bucket: the end of the silence, and whether it is presumed. */
  private static final int LOCK_VALUES = 2;

  private static final int WRITTEN_AT = TokenBucket.VALUES + LOCK_VALUES;
  private static final int VALUES = WRITTEN_AT + 1;

  /** A state from so far in the future was written before the wall clock was set back. */
  private static final long FUTURE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final TimeSource time;
  private final Random random;
  private final int reservedForEvents;
  private final TokenBucket bucket;

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
    this(time, random, burst, nanosPerToken, reservedForEvents, TokenBucket.MOST_OTHERS);
  }

  /**
   * Creates a gate that is open.
   *
   * @param others by how much the first refusal divides the rate at most; little for a sender that
   *     has the address to itself as a rule, such as a relay
   */
  public SendGate(
      TimeSource time,
      Random random,
      int burst,
      long nanosPerToken,
      int reservedForEvents,
      int others) {
    this.time = time;
    this.random = random;
    // nginx rounds each refill down to a thousandth of a request. Sending at exactly its rate,
    // these errors add up, and within a day of continuous sending nginx would reject a request
    long interval = nanosPerToken + nanosPerToken / 1000;
    this.bucket = new TokenBucket(burst, interval, others, time.nanoTime());
    this.reservedForEvents = Math.min(reservedForEvents, burst - 1);
  }

  private SendGate(SendGate other) {
    this.time = other.time;
    this.random = other.random;
    this.reservedForEvents = other.reservedForEvents;
    this.bucket = new TokenBucket(other.bucket);
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
   * @param hurry whether someone waits for the event: then a pause ends after its first second, and
   *     the bucket does not count unless the server refused a request in the last hour
   */
  public long untilEvent(boolean hurry) {
    return until(1, hurry);
  }

  /**
   * Returns the nanoseconds until a repeat of a known error may be sent, 0 for now. After a refusal
   * it leaves a token for a new error.
   */
  public long untilRepeat(boolean hurry) {
    return until(bucket.isAdapted(time.nanoTime()) ? 2 : 1, hurry);
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
    int most = bucket.capacity(time.nanoTime());
    return until(Math.max(1 + Math.max(0, reservedForEvents), most - reservedForEvents + 1), false);
  }

  private long until(int needed, boolean hurry) {
    long now = time.nanoTime();
    long wait = Math.max(untilUnlocked(now), untilUnpaused(now, hurry));
    if (!hurry || bucket.wasRefusedLately(now)) {
      wait = Math.max(wait, bucket.until(needed, now));
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

  /** Returns how many events may be sent at once: 0 while it is locked or pauses. */
  public int budget() {
    long now = time.nanoTime();
    if (untilUnlocked(now) > 0 || untilUnpaused(now, false) > 0) {
      return 0;
    }
    return bucket.isUnlimited() ? Integer.MAX_VALUE : (int) bucket.tokens(now);
  }

  /**
   * Returns true if there is budget to spare: at least half of it, and no refusal in the last day.
   */
  public boolean isAmple() {
    long now = time.nanoTime();
    int half = (bucket.capacity(now) + 1) / 2;
    return !bucket.isAdapted(now) && budget() >= half;
  }

  /** Returns true if the server refused a request in the last day. */
  public boolean isAdapted() {
    return bucket.isAdapted(time.nanoTime());
  }

  /** Returns true if there is no limit. */
  public boolean isUnlimited() {
    return bucket.isUnlimited();
  }

  /** Returns true if the server refused a request in the last hour and no token is left. */
  public boolean isSpent() {
    long now = time.nanoTime();
    return bucket.wasRefusedLately(now) && bucket.tokens(now) < 1;
  }

  /**
   * Returns the shortest interval between two events of a known error, in nanoseconds: after a
   * refusal, with jitter; 0 without one.
   */
  public long repeatInterval() {
    double interval = INTERVALS_PER_REPEAT * bucket.adaptedInterval(time.nanoTime());
    return (long) (interval * (1 + JITTER * random.nextDouble()));
  }

  /** Uses a token for a request that is about to be sent, even if the bucket is empty. */
  public void take() {
    bucket.take(time.nanoTime());
  }

  /** Records a valid response. */
  public void succeeded() {
    failures = 0;
    bucket.accepted(time.nanoTime());
  }

  /** Records a missing or invalid response and starts a pause. */
  public void failed() {
    failures = Math.min(failures + 1, 30);
    long bound = Math.min(MAX_PAUSE, MIN_PAUSE << Math.min(failures, 20));
    long pause = MIN_PAUSE + (long) (random.nextDouble() * (bound - MIN_PAUSE));
    failedAt = time.nanoTime();
    pausedUntil = failedAt + pause;
  }

  /** Sends nothing for the given time, because the server asked for it. */
  public void lock(Duration asked) {
    lock(bounded(asked).toNanos());
  }

  private void lock(long nanos) {
    failures = 0;
    locked = true;
    presumed = false;
    lockedUntil = time.nanoTime() + nanos;
  }

  /**
   * Sends nothing for the given time and up to half as long again, at most 15 minutes more, because
   * the server rate-limited this client, and then adapts to other clients; see {@link TokenBucket}.
   * The jitter doubles and triples with the next refusals in a row.
   */
  public void refused(Duration asked) {
    long nanos = bounded(asked).toNanos();
    beSilent(nanos, bucket.refused(time.nanoTime(), nanos));
  }

  /**
   * Does the same as {@link #refused} for a rate limit that is only presumed: for five minutes at
   * first and half an hour at most. {@link #drain} ends the silence.
   */
  public void presumeRefused() {
    int inARow = bucket.refused(time.nanoTime(), UPSTREAMS_LOCK.toNanos());
    long doubled = PRESUMED_LOCK.toNanos() << Math.min(inARow - 1, 10);
    beSilent(Math.min(UPSTREAMS_LOCK.toNanos(), doubled), inARow);
    presumed = true;
  }

  private void beSilent(long nanos, int inARow) {
    double jitter = JITTER * Math.min(MOST_JITTERS, inARow) * random.nextDouble();
    lock(nanos + (long) (jitter * Math.min(nanos, UPSTREAMS_LOCK.toNanos())));
    bucket.silentUntil(lockedUntil);
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
    bucket.takeOver(other.bucket, now);
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

  // ---- the state that clients in other processes share -----------------------------------------

  /**
   * Continues from a budget that other processes have used, and takes a token of it.
   *
   * @param shared what this method or {@link #publish} returned; null for none
   * @return the state to share from now on, or null if no request may be sent now. The token is
   *     still here for {@link #take}.
   */
  public long @Nullable [] reserve(long @Nullable [] shared) {
    long now = time.nanoTime();
    if (shared != null && isValid(shared)) {
      restore(shared, now);
    }
    if (bucket.isUnlimited() || untilUnlocked(now) > 0 || bucket.until(1, now) > 0) {
      return null;
    }
    TokenBucket rest = new TokenBucket(bucket);
    rest.take(now);
    return state(rest, now);
  }

  /** Returns the state to share after a request: with the silence that any of both demands. */
  public long[] publish(long @Nullable [] shared) {
    long now = time.nanoTime();
    TokenBucket mine = new TokenBucket(bucket);
    if (shared == null || !isValid(shared)) {
      return state(mine, now);
    }
    if (untilUnlocked(now) <= 0) {
      mine.takeTokensOf(shared); // others may have used some meanwhile
    }
    long[] state = state(mine, now);
    if (untilUnlocked(shared, time.wallMillis()) > untilUnlocked(now)) {
      System.arraycopy(shared, TokenBucket.VALUES, state, TokenBucket.VALUES, LOCK_VALUES);
    }
    return state;
  }

  /** Returns the shared state with a token that was reserved and not used. */
  public static long @Nullable [] giveBack(long @Nullable [] shared) {
    return shared == null || shared.length != VALUES ? null : TokenBucket.giveBack(shared);
  }

  private long[] state(TokenBucket of, long now) {
    long wall = time.wallMillis();
    long[] state = Arrays.copyOf(of.state(now, wall), VALUES);
    long left = TimeUnit.NANOSECONDS.toMillis(untilUnlocked(now));
    state[TokenBucket.VALUES] = left > 0 ? wall + left : 0;
    state[TokenBucket.VALUES + 1] = left > 0 && presumed ? 1 : 0;
    state[WRITTEN_AT] = wall;
    return state;
  }

  private boolean isValid(long[] state) {
    return state.length == VALUES && state[WRITTEN_AT] - time.wallMillis() <= FUTURE_MILLIS;
  }

  private void restore(long[] state, long now) {
    long wall = time.wallMillis();
    bucket.restore(state, now, wall);
    long left = untilUnlocked(state, wall);
    if (left > untilUnlocked(now)) {
      locked = true;
      lockedUntil = now + left;
      presumed = state[TokenBucket.VALUES + 1] != 0;
    }
  }

  /** Returns how long the shared silence lasts. */
  private static long untilUnlocked(long[] state, long wall) {
    long left = state[TokenBucket.VALUES] - wall;
    return TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(left, MAX_LOCK.toMillis())));
  }
}
