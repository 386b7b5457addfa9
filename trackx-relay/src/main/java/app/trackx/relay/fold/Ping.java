package app.trackx.relay.fold;

import app.trackx.internal.stack.StackText;
import java.io.IOException;

/**
 * A session's sign of life. The server counts one session a day for each, however often it comes.
 *
 * @param key the project's key
 * @param origin the header {@code Origin}
 * @param userAgent the header for the server, with the token of the session
 * @param day the UTC day of the token, counted from 1970; on another day it must not be sent
 */
public record Ping(String key, String origin, String userAgent, long day) {
  /** Returns the serialized form. */
  public byte[] toBytes() {
    return AggregateCodec.write(this);
  }

  /**
   * Reads the serialized form.
   *
   * @throws IOException if it is of another version, or damaged
   */
  public static Ping of(byte[] bytes) throws IOException {
    return AggregateCodec.readPing(bytes);
  }

  /** Returns 64 bits by which the pings of a day are told apart. */
  public long fingerprint() {
    String hash = StackText.hashOf(key + '\n' + origin + '\n' + userAgent);
    return Long.parseUnsignedLong(hash.substring(0, 16), 16);
  }

  /** Returns the day alone. */
  @Override
  public String toString() {
    return "Ping{" + day + "}";
  }
}
