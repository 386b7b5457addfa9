package app.trackx.relay.fold;

import app.trackx.relay.intake.RequestKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The serialized forms of {@link Aggregate}, {@link Sighting} and {@link Ping}: binary, big-endian, with a version. */
final class AggregateCodec {
  private static final int VERSION = 1;
  private static final int LONGEST = 4 * 1024 * 1024;

  private AggregateCodec() {}

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(int expected, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      body.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static DataInputStream open(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("stored by another version of the relay: " + version);
    }
    return in;
  }

  static byte[] write(Aggregate aggregate) {
    return bytes(aggregate.weight(), out -> {
      write(out, aggregate.id());
      out.writeInt(aggregate.sentBefore());
      out.writeLong(aggregate.notBefore());
      out.writeLong(aggregate.lastError());
      write(out, aggregate.waiting());
      write(out, aggregate.inFlight());
    });
  }

  static Aggregate read(byte[] bytes) throws IOException {
    DataInputStream in = open(bytes);
    AggregateId id = id(in);
    int sent = in.readInt();
    long notBefore = in.readLong();
    long lastError = in.readLong();
    Occurrences waiting = occurrences(in);
    return new Aggregate(id, waiting, occurrences(in), sent, notBefore, lastError);
  }

  /** Writes a sighting, without its body if that is not needed because another one waits. */
  static byte[] write(Sighting sighting, boolean withBody) {
    byte[] body = withBody ? sighting.body() : new byte[0];
    return bytes(body.length + 512, out -> {
      write(out, sighting.id());
      out.writeByte(sighting.kind().code());
      text(out, sighting.contentType());
      text(out, withBody ? sighting.userAgent() : "");
      block(out, body);
      out.writeLong(sighting.source());
      out.writeLong(sighting.occurrences());
      out.writeLong(sighting.firstSeen());
      out.writeLong(sighting.lastSeen());
      write(out, sighting.dropped());
    });
  }

  static Sighting readSighting(byte[] bytes) throws IOException {
    DataInputStream in = open(bytes);
    return new Sighting(
        id(in),
        kind(in),
        text(in),
        text(in),
        block(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        counts(in));
  }

  static byte[] write(Ping ping) {
    return bytes(512, out -> {
      text(out, ping.key());
      text(out, ping.origin());
      text(out, ping.userAgent());
      out.writeLong(ping.day());
    });
  }

  static Ping readPing(byte[] bytes) throws IOException {
    DataInputStream in = open(bytes);
    return new Ping(text(in), text(in), text(in), in.readLong());
  }

  static byte[] write(AggregateId id) {
    return bytes(128, out -> write(out, id));
  }

  static AggregateId readId(byte[] bytes) throws IOException {
    return id(open(bytes));
  }

  private static void write(DataOutputStream out, AggregateId id) throws IOException {
    text(out, id.key());
    text(out, id.origin());
    text(out, id.fingerprint());
  }

  private static AggregateId id(DataInputStream in) throws IOException {
    return new AggregateId(text(in), text(in), text(in));
  }

  private static void write(DataOutputStream out, @Nullable Occurrences some) throws IOException {
    out.writeBoolean(some != null);
    if (some == null) {
      return;
    }
    out.writeByte(some.kind().code());
    text(out, some.contentType());
    text(out, some.userAgent());
    block(out, some.body());
    out.writeLong(some.count());
    out.writeLong(some.firstSeen());
    out.writeLong(some.lastSeen());
    long[] sources = some.sources().toArray();
    out.writeInt(sources.length);
    for (long source : sources) {
      out.writeLong(source);
    }
    write(out, some.dropped());
  }

  private static @Nullable Occurrences occurrences(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return new Occurrences(
        kind(in),
        text(in),
        text(in),
        block(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        sources(in),
        counts(in));
  }

  private static SourceSet sources(DataInputStream in) throws IOException {
    long[] sources = new long[bounded(in.readInt(), SourceSet.MOST)];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = in.readLong();
    }
    return SourceSet.of(sources);
  }

  private static void write(DataOutputStream out, Map<String, Long> counts) throws IOException {
    out.writeInt(counts.size());
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      text(out, entry.getKey());
      out.writeLong(entry.getValue());
    }
  }

  private static Map<String, Long> counts(DataInputStream in) throws IOException {
    int size = bounded(in.readInt(), Sighting.MOST_REASONS);
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      counts.put(text(in), in.readLong());
    }
    return Map.copyOf(counts);
  }

  private static RequestKind kind(DataInputStream in) throws IOException {
    return RequestKind.of(in.readByte());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    block(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(block(in), StandardCharsets.UTF_8);
  }

  private static void block(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] block(DataInputStream in) throws IOException {
    return in.readNBytes(bounded(in.readInt(), Math.min(LONGEST, in.available())));
  }

  private static int bounded(int number, int most) throws IOException {
    if (number < 0 || number > most) {
      throw new IOException("damaged: " + number + " is more than " + most);
    }
    return number;
  }
}
