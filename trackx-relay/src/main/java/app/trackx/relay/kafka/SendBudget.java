package app.trackx.relay.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The token bucket of the server's rate limit, as the outbox's task keeps it in its store: a relay that takes over goes on with
 * the tokens that are left, and not with a full burst that the server would refuse. Immutable.
 *
 * <p>The forwarding thread has a bucket of its own, of the same size, which begins full; so it is this one that limits after a
 * change. In wall-clock time, since it outlives the process; a clock that is set back costs at most the tokens of that time.
 *
 * @param tokens how many requests may be made now
 * @param atMillis when that was so
 */
record SendBudget(double tokens, long atMillis) {
  private static final byte VERSION = 1;
  private static final double MINUTE = 60_000;

  /**
   * The limit.
   *
   * @param burst tokens of a full bucket; 0 for no limit
   * @param perMinute tokens that are refilled in a minute
   */
  record Limit(int burst, double perMinute) {
    static final Limit NONE = new Limit(0, 0);

    /** Tokens that pings leave for errors, as in the Java client. */
    private static final int RESERVED = 5;

    private double needed(boolean ping) {
      return ping ? 1 + Math.min(RESERVED, burst - 1) : 1;
    }
  }

  /** Returns a full bucket. */
  static SendBudget full(Limit limit, long now) {
    return new SendBudget(limit.burst(), now);
  }

  SendBudget refilled(Limit limit, long now) {
    double more = Math.max(0, now - atMillis) * limit.perMinute() / MINUTE;
    return new SendBudget(Math.min(limit.burst(), tokens + more), now);
  }

  /** Returns whether a request may be made. */
  boolean allows(Limit limit, boolean ping) {
    return limit.burst() == 0 || tokens >= limit.needed(ping);
  }

  /** Returns the budget after a request. */
  SendBudget spent() {
    return new SendBudget(Math.max(0, tokens - 1), atMillis);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(1 + Double.BYTES + Long.BYTES)
        .put(VERSION)
        .putDouble(tokens)
        .putLong(atMillis)
        .array();
  }

  static SendBudget of(byte[] bytes) throws IOException {
    if (bytes.length != 1 + Double.BYTES + Long.BYTES || bytes[0] != VERSION) {
      throw new IOException("stored by another version of the relay");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    return new SendBudget(buffer.getDouble(), buffer.getLong());
  }
}
