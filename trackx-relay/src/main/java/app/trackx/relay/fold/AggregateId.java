package app.trackx.relay.fold;

import java.io.IOException;

/**
 * What equal errors have in common: project, origin, and the fingerprint by which the server groups.
 *
 * <p>The origin is part of it although the server does not group by it: the server may reject one origin of a project and
 * accept another, and a session belongs to one origin.
 *
 * @param key the project's key
 * @param origin the header {@code Origin}
 * @param fingerprint 32 hexadecimal digits; the project's key is part of the hash
 */
public record AggregateId(String key, String origin, String fingerprint) {
  /** Returns the text by which Kafka's topic is partitioned; equal errors of all origins have the same. */
  public String partition() {
    return key + '/' + fingerprint;
  }

  /** Returns one text for all three, different for each id. */
  public String text() {
    return key + '/' + fingerprint + '/' + origin;
  }

  /** Returns the serialized form. */
  public byte[] toBytes() {
    return AggregateCodec.write(this);
  }

  /**
   * Reads the serialized form.
   *
   * @throws IOException if it is of another version, or damaged
   */
  public static AggregateId of(byte[] bytes) throws IOException {
    return AggregateCodec.readId(bytes);
  }

  /** Returns the start of the fingerprint, without key and origin. */
  @Override
  public String toString() {
    return "AggregateId{" + fingerprint.substring(0, Math.min(8, fingerprint.length())) + "…}";
  }
}
