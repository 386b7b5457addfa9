package app.trackx.relay.kafka;

import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.Ping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value of the outbox's store: one kind of error, a ping, or the mark of a ping that was sent that day. Immutable.
 *
 * @param claim when what is being sent was moved aside, in milliseconds since 1970; 0 if nothing is
 * @param errors null unless it is a kind of error
 * @param ping null unless it is a ping that waits or is being sent
 */
record Entry(
    long claim, @Nullable Aggregate errors, @Nullable Ping ping) {
  private static final byte ERRORS = 'A';
  private static final byte PING = 'P';
  private static final byte DONE = 'D';
  private static final int HEAD = 1 + Long.BYTES;
  private static final int OVERHEAD = 250;

  static Entry of(Aggregate errors) {
    return new Entry(0, errors, null);
  }

  static Entry of(Ping ping) {
    return new Entry(0, null, ping);
  }

  /** Returns the mark of a ping that was sent. */
  static Entry done() {
    return new Entry(0, null, null);
  }

  /** Returns the entry with what waits moved aside; the same if something is aside already. */
  Entry claimed(long now) {
    return claim != 0 ? this : new Entry(now, errors == null ? null : errors.taken(), ping);
  }

  /**
   * Returns the request for the server. It depends on nothing but the entry, so that a request that has to be repeated is the
   * same to the byte.
   */
  Parcel parcel() {
    if (errors != null) {
      return errors.parcel(claim);
    }
    if (ping != null) {
      return Parcel.of(ping);
    }
    throw new IllegalStateException("nothing waits");
  }

  /** Returns about how many bytes it takes in memory. */
  int weight() {
    return OVERHEAD + (errors != null ? errors.weight() : ping != null ? OVERHEAD : 0);
  }

  byte[] toBytes() {
    byte[] content =
        errors != null ? errors.toBytes() : ping != null ? ping.toBytes() : new byte[0];
    return ByteBuffer.allocate(HEAD + content.length)
        .put(errors != null ? ERRORS : ping != null ? PING : DONE)
        .putLong(claim)
        .put(content)
        .array();
  }

  static Entry of(byte[] bytes) throws IOException {
    if (bytes.length < HEAD) {
      throw new IOException("cut off");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte tag = buffer.get();
    long claim = buffer.getLong();
    byte[] content = Arrays.copyOfRange(bytes, HEAD, bytes.length);
    switch (tag) {
      case ERRORS:
        return new Entry(claim, Aggregate.of(content), null);
      case PING:
        return new Entry(claim, null, Ping.of(content));
      case DONE:
        return done();
      default:
        throw new IOException("stored by another version of the relay");
    }
  }
}
