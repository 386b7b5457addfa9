package app.trackx.relay.fold;

import app.trackx.relay.intake.RequestKind;
import org.jspecify.annotations.Nullable;

/**
 * One request for the server, ready to be sent. Immutable; the body is not copied.
 *
 * @param kind the call
 * @param key the project's key
 * @param origin the header {@code Origin}
 * @param userAgent the header {@code User-Agent}
 * @param contentType the header {@code Content-Type}; empty for a ping
 * @param body empty for a ping
 * @param occurrences how many errors it stands for; 0 for a ping
 * @param id the aggregate that it was taken from; null for a ping
 * @param ping null for an event or a report
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Parcel(
    RequestKind kind,
    String key,
    String origin,
    String userAgent,
    String contentType,
    byte[] body,
    long occurrences,
    @Nullable AggregateId id,
    @Nullable Ping ping) {
  /** Returns the request for a ping. */
  public static Parcel of(Ping ping) {
    return new Parcel(
        RequestKind.PING,
        ping.key(),
        ping.origin(),
        ping.userAgent(),
        "",
        new byte[0],
        0,
        null,
        ping);
  }

  /** Returns the kind and the size, nothing that may be personal or secret. */
  @Override
  public String toString() {
    return "Parcel{" + kind.path() + ", " + body.length + " bytes, " + occurrences + "}";
  }
}
