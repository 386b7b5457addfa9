package app.trackx.relay.kafka;

import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.Ping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record from the folding tasks to the outbox: equal errors that came within a few seconds, or a ping. Exactly one of the two
 * is present. Immutable.
 */
record Delta(@Nullable Aggregate errors, @Nullable Ping ping) {
  private static final byte ERRORS = 'A';
  private static final byte PING = 'P';

  static Delta of(Aggregate errors) {
    return new Delta(errors, null);
  }

  static Delta of(Ping ping) {
    return new Delta(null, ping);
  }

  byte[] toBytes() {
    byte[] content =
        errors != null ? errors.toBytes() : ping == null ? new byte[0] : ping.toBytes();
    return ByteBuffer.allocate(1 + content.length)
        .put(errors != null ? ERRORS : PING)
        .put(content)
        .array();
  }

  static Delta of(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw new IOException("empty");
    }
    byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
    switch (bytes[0]) {
      case ERRORS:
        return of(Aggregate.of(content));
      case PING:
        return of(Ping.of(content));
      default:
        throw new IOException("stored by another version of the relay");
    }
  }
}
