package app.trackx.relay.fold;

import app.trackx.relay.intake.RequestKind;
import java.io.IOException;
import java.util.Map;

/**
 * One event or report: an error that one source saw, once or several times. Immutable; the body is not copied.
 *
 * @param id what it is folded by
 * @param kind {@link RequestKind#EVENT} or {@link RequestKind#REPORT}
 * @param contentType the header for the server
 * @param userAgent the header for the server, with the token of the session
 * @param body the scrubbed JSON for the server, without the counts that are beside it here
 * @param source 64 bits that stand for the source on this day
 * @param occurrences how many errors the client folded, at least 1
 * @param firstSeen when the first of these occurred, in milliseconds since 1970
 * @param lastSeen when the last of these occurred
 * @param dropped how many errors the client dropped before this one, by reason; at most 16 entries
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sighting(
    AggregateId id,
    RequestKind kind,
    String contentType,
    String userAgent,
    byte[] body,
    long source,
    long occurrences,
    long firstSeen,
    long lastSeen,
    Map<String, Long> dropped) {
  /** The maximum number of entries of {@link #dropped}. */
  public static final int MOST_REASONS = 16;

  /** Copies the map. */
  public Sighting {
    dropped = Map.copyOf(dropped);
  }

  /**
   * Returns the serialized form.
   *
   * @param withBody false to leave out body and user agent, which are not needed if an equal error waits already
   */
  public byte[] toBytes(boolean withBody) {
    return AggregateCodec.write(this, withBody);
  }

  /**
   * Reads the serialized form.
   *
   * @throws IOException if it is of another version, or damaged
   */
  public static Sighting of(byte[] bytes) throws IOException {
    return AggregateCodec.readSighting(bytes);
  }

  /** Returns the kind and the count. */
  @Override
  public String toString() {
    return "Sighting{" + kind.path() + ", " + occurrences + "}";
  }
}
