package app.trackx.relay.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A valid request, without the address of its sender. Immutable; the body is not copied and must not be changed.
 *
 * <p>Its {@linkplain #toBytes serialized form} is the value of a record in Kafka's topic; {@code trackx-client-kafka} writes
 * the same. All numbers are big-endian; a text is its length in bytes as 4 bytes, and UTF-8.
 *
 * <pre>
 * byte    1, the version of the form
 * byte    0 event, 1 ping, 2 report
 * long    wallMillis
 * text    key
 * text    origin
 * text    userAgent
 * text    source
 * text    contentType
 * text    page
 * int     length of the body, and the body
 * </pre>
 *
 * @param kind the call
 * @param key the project's key, 11 characters of {@code [0-9a-z]}
 * @param origin the header {@code Origin}, as received
 * @param userAgent the header {@code User-Agent} as received, perhaps with a visitor's token
 * @param source the daily token of the sender, 32 characters of {@code [0-9ghjkpz]}: the same for all requests with the same
 *     address, {@code User-Agent} and {@code Origin} on one UTC day
 * @param contentType the header {@code Content-Type} of a report; empty for other calls
 * @param page the header {@code Referer}, which the server takes for an event's URI if it has none; empty if absent
 * @param wallMillis when the request was received, in milliseconds since 1970
 * @param body JSON in UTF-8, empty for a ping; of a report one JSON object, or an array of one element
 */
@SuppressWarnings("ArrayRecordComponent") // with an equals of its own
public record Received(
    RequestKind kind,
    String key,
    String origin,
    String userAgent,
    String source,
    String contentType,
    String page,
    long wallMillis,
    byte[] body) {
  private static final byte VERSION = 1;
  private static final int LONGEST = 2 * 1024 * 1024;

  /** Returns the serialized form. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(kind.code());
      out.writeLong(wallMillis);
      for (String text : new String[] {key, origin, userAgent, source, contentType, page}) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
      out.writeInt(body.length);
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the serialized form.
   *
   * @throws IOException if it is not of this version, or damaged
   */
  public static Received of(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("a request of version " + version);
    }
    RequestKind kind = RequestKind.of(in.readByte());
    long wallMillis = in.readLong();
    String[] texts = new String[6];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = new String(block(in), StandardCharsets.UTF_8);
    }
    return new Received(
        kind, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], wallMillis, block(in));
  }

  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST || length > in.available()) {
      throw new IOException("a request with a part of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Received that
        && kind == that.kind
        && wallMillis == that.wallMillis
        && key.equals(that.key)
        && origin.equals(that.origin)
        && userAgent.equals(that.userAgent)
        && source.equals(that.source)
        && contentType.equals(that.contentType)
        && page.equals(that.page)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, key, source, wallMillis, Arrays.hashCode(body));
  }

  /** Returns the kind and the size, nothing that may be personal or secret. */
  @Override
  public String toString() {
    return "Received{" + kind.path() + ", " + body.length + " bytes}";
  }
}
