package app.trackx.local.internal.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Serialization of database records: consecutive fields, without names and types. */
final class RecordWriter {
  private RecordWriter() {}

  private interface Fields {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] record(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      fields.writeTo(out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  static byte[] of(StoredEvent event) {
    return record(out -> {
      out.writeLong(event.serial());
      out.writeUTF(event.issueId());
      write(out, event.receivedAt());
      write(out, event.browser());
      write(out, event.os());
      byte[] body = event.body();
      out.writeBoolean(body != null);
      if (body != null) {
        out.write(body);
      }
    });
  }

  static byte[] of(StoredIssue issue) {
    return record(out -> {
      out.writeUTF(issue.id());
      out.writeLong(issue.serial());
      out.writeInt(issue.eventCount());
      out.writeInt(issue.sessionCount());
      write(out, issue.lastSeen());
      out.writeLong(issue.errors());
      out.writeUTF(issue.status().name());
      out.writeBoolean(issue.regressed());
    });
  }

  static byte[] of(String name, StoredSession session) {
    return record(out -> {
      out.writeUTF(name);
      out.writeUTF(session.id());
      write(out, session.since());
      out.writeBoolean(session.withError());
    });
  }

  private static void write(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static void write(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  /** Returns the name at the beginning of an issue's or a session's record. */
  static String name(byte[] record) {
    try {
      return new RecordReader(record).name();
    } catch (IOException e) {
      throw new IllegalStateException("not a record", e);
    }
  }

  /** Returns the serial number in an issue's record. */
  static long serial(byte[] record) {
    try {
      RecordReader reader = new RecordReader(record);
      reader.name();
      return reader.number();
    } catch (IOException e) {
      throw new IllegalStateException("not a record", e);
    }
  }
}
