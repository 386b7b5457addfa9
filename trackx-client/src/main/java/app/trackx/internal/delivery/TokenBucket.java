package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;

/**
 * The budget of requests: a token bucket whose rate adapts to what other clients leave of the
 * server's limit, which counts all requests of one address.
 *
 * <p>Until a request is refused, this client assumes that it is alone. A refusal shows that others
 * share the address, perhaps very many. So the first one lowers the rate as if some 70 did; each
 * further one divides it by three, or by one and a half if no request succeeded in between, and each
 * success adds a little (additive increase, multiplicative decrease), so that any number of clients converges on what the address
 * may send. A day without a refusal ends this. While it lasts, the bucket holds
 * {@value #ADAPTED_BURST} tokens, and starts with a single one. The constants are those for which
 * 1 to 200 clients behind upstream's limit met all bounds of the fleet simulation.
 *
 * <p>Times are nanoseconds of the monotonic clock. Not thread-safe.
 */
final class TokenBucket {
  static final int ADAPTED_BURST = 3;

  /** The first refusal divides the rate of a client by this at most. */
  static final int MOST_OTHERS = 72;

  /** What each success adds to the rate, as a fraction of the full rate. */
  private static final double INCREASE = 1.0 / 9_000;

  private static final double DECREASE = 3;
  private static final double DECREASE_WITHOUT_SUCCESS = 1.5;

  /** The largest factor by which the rate falls below that after the first refusal. */
  private static final int LOWEST = 4;

  /** The interval after the first refusal, as a fraction of the silence that the server demanded. */
  private static final double OF_THE_SILENCE = 0.4;

  private static final long FORGOTTEN_NANOS = TimeUnit.DAYS.toNanos(1);
  private static final long SILENCE_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long LATELY_NANOS = TimeUnit.HOURS.toNanos(1);

  private final int burst;
  private final long nanosPerToken;
  private final int others;

  private double tokens;
  private long refilledAt;
  private boolean adapted;
  private double interval; // nanoseconds per token, while adapted
  private double longest;
  private long refusedAt;
  private int refusalsInARow;

  /**
   * Creates a full bucket.
   *
   * @param burst the maximum number of tokens; 0 for no limit
   * @param others by how much the first refusal divides the rate at most
   */
  TokenBucket(int burst, long nanosPerToken, int others, long now) {
    this.burst = burst;
    this.nanosPerToken = nanosPerToken;
    this.others = others;
    this.tokens = burst;
    this.refilledAt = now;
  }

  TokenBucket(TokenBucket other) {
    this.burst = other.burst;
    this.nanosPerToken = other.nanosPerToken;
    this.others = other.others;
    this.tokens = other.tokens;
    this.refilledAt = other.refilledAt;
    this.adapted = other.adapted;
    this.interval = other.interval;
    this.longest = other.longest;
    this.refusedAt = other.refusedAt;
    this.refusalsInARow = other.refusalsInARow;
  }

  boolean isUnlimited() {
    return burst == 0;
  }

  /** Returns the most tokens that it holds. */
  int capacity(long now) {
    return isAdapted(now) ? Math.min(burst, ADAPTED_BURST) : burst;
  }

  /** Returns the tokens that are there, with a fraction of the next one. */
  double tokens(long now) {
    refill(now);
    return tokens;
  }

  /** Returns the nanoseconds until so many tokens are there, but not more than it can hold. */
  long until(int needed, long now) {
    if (isUnlimited()) {
      return 0;
    }
    refill(now);
    double missing = Math.min(needed, capacity(now)) - tokens;
    long start = Math.max(0, refilledAt - now); // after a silence it refills from its end
    return missing <= 0 ? 0 : start + (long) Math.ceil(missing * interval(now));
  }

  private void refill(long now) {
    long passed = now - refilledAt;
    if (passed > 0) {
      tokens = Math.min(capacity(now), tokens + passed / interval(now));
      refilledAt = now;
    }
  }

  private double interval(long now) {
    return isAdapted(now) ? interval : nanosPerToken;
  }

  /** Uses a token, even if there is none. */
  void take(long now) {
    if (!isUnlimited()) {
      refill(now);
      tokens = Math.max(0, tokens - 1);
    }
  }

  /** Records that the server took a request. */
  void accepted(long now) {
    refusalsInARow = 0;
    if (isAdapted(now)) {
      refill(now);
      interval = Math.max(nanosPerToken, 1 / (1 / interval + INCREASE / nanosPerToken));
    }
  }

  /**
   * Records that the server refused a request because of its limit.
   *
   * @param demanded the silence that it demanded, in nanoseconds
   * @return the number of refusals since it last took a request
   */
  int refused(long now, long demanded) {
    if (isUnlimited()) {
      return 1;
    }
    if (!isAdapted(now)) {
      interval = Math.min(
          (double) others * nanosPerToken,
          Math.max(2.0 * nanosPerToken, OF_THE_SILENCE * demanded));
      longest = LOWEST * interval;
      adapted = true;
      refusalsInARow = 0;
    } else {
      double factor = refusalsInARow == 0 ? DECREASE : DECREASE_WITHOUT_SUCCESS;
      interval = Math.min(longest, factor * interval);
    }
    refusedAt = now;
    return ++refusalsInARow;
  }

  /** Begins again with a single token when a silence ends. */
  void silentUntil(long end) {
    if (!isUnlimited()) {
      tokens = 1;
      refilledAt = end;
    }
  }

  /** Returns true if a request was refused in the last day. */
  boolean isAdapted(long now) {
    if (adapted && now - refusedAt >= FORGOTTEN_NANOS) {
      adapted = false;
    }
    return adapted;
  }

  /** Returns true if a request was refused in the last hour. */
  boolean wasRefusedLately(long now) {
    return adapted && now - refusedAt < LATELY_NANOS;
  }

  /** Returns the nanoseconds in which a token is refilled since the last refusal; 0 without one. */
  double adaptedInterval(long now) {
    return isAdapted(now) ? interval : 0;
  }

  /** Continues from another bucket in front of the same server, whose tokens count as used here. */
  void takeOver(TokenBucket other, long now) {
    if (isUnlimited() || other.isUnlimited()) {
      return;
    }
    if (other.isAdapted(now) && (!isAdapted(now) || other.interval > interval)) {
      adapted = true;
      interval = other.interval;
      longest = other.longest;
      refusedAt = other.refusedAt;
      refusalsInARow = other.refusalsInARow;
    }
    refill(now);
    other.refill(now);
    double spent = other.capacity(now) - other.tokens;
    tokens = Math.max(0, Math.min(tokens, capacity(now) - spent));
    if (other.refilledAt - refilledAt > 0) {
      refilledAt = other.refilledAt;
    }
  }

  // ---- shared with other processes, whose only common clock is that of the wall ----------------

  private static final double MILLIONTHS = 1e6;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** The number of values of a {@linkplain #state state}. */
  static final int VALUES = 8;

  /** Returns the state in milliseconds of the wall clock. */
  long[] state(long now, long wallMillis) {
    refill(now);
    return new long[] {
      nanosPerToken,
      (long) (tokens * MILLIONTHS),
      wallMillis + (refilledAt - now) / MILLI,
      adapted ? 1 : 0,
      (long) interval,
      (long) longest,
      wallMillis + (refusedAt - now) / MILLI,
      refusalsInARow
    };
  }

  /** Sets the tokens to those of a state. */
  void takeTokensOf(long[] state) {
    if (!isUnlimited() && state[0] == nanosPerToken) {
      tokens = Math.max(0, Math.min(burst, state[1] / MILLIONTHS));
    }
  }

  /** Returns a state with one token more. */
  static long[] giveBack(long[] state) {
    long[] more = state.clone();
    more[1] += (long) MILLIONTHS;
    return more;
  }

  /** Continues from the state of another process; not if that has another rate. */
  void restore(long[] state, long now, long wallMillis) {
    if (isUnlimited() || state[0] != nanosPerToken) {
      return;
    }
    tokens = Math.max(0, Math.min(burst, state[1] / MILLIONTHS));
    refilledAt = now + MILLI * Math.min(SILENCE_MILLIS, state[2] - wallMillis);
    adapted = state[3] != 0;
    interval = Math.max(nanosPerToken, state[4]);
    longest = Math.max(interval, state[5]);
    refusedAt = now + MILLI * Math.min(0, state[6] - wallMillis);
    refusalsInARow = (int) Math.max(0, Math.min(1_000, state[7]));
    refill(now);
  }
}
