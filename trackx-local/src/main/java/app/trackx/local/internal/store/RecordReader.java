package app.trackx.local.internal.store;

import app.trackx.local.internal.agents.UserAgent;
import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.http.RequestBody;
import app.trackx.local.internal.json.JsonBody;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A reader of one database record. Bodies are validated as if they had just been received. */
final class RecordReader {
  private final DataInputStream in;

  RecordReader(byte @Nullable [] record) throws IOException {
    if (record == null) {
      throw new IOException("a record is missing");
    }
    in = new DataInputStream(new ByteArrayInputStream(record));
  }

  String name() throws IOException {
    return in.readUTF();
  }

  long number() throws IOException {
    return in.readLong();
  }

  StoredEvent event() throws IOException, HttpError {
    long serial = in.readLong();
    String issueId = in.readUTF();
    Instant receivedAt = time();
    UserAgent agent = new UserAgent(text(), text());
    byte[] body = in.readBoolean() ? in.readNBytes(RequestBody.LIMIT) : null;
    if (in.read() >= 0) {
      throw new IOException("a record is too long");
    }
    return new StoredEvent(serial, EventFields.of(JsonBody.of(body)), agent, receivedAt, issueId);
  }

  /** Reads the rest of an issue's record, after its name and serial number. Earlier versions wrote no status. */
  StoredIssue issue(StoredEvent first, long serial, long lastEvent) throws IOException {
    StoredIssue.Draft draft = new StoredIssue.Draft(first, serial);
    draft.lastEvent = lastEvent;
    draft.eventCount = in.readInt();
    draft.sessionCount = in.readInt();
    draft.lastSeen = time();
    draft.errors = draft.eventCount;
    if (in.available() > 0) {
      draft.errors = in.readLong();
      draft.status = status();
      draft.regressed = in.readBoolean();
    }
    return draft.issue();
  }

  private IssueStatus status() throws IOException {
    try {
      return IssueStatus.valueOf(in.readUTF());
    } catch (IllegalArgumentException e) {
      throw new IOException("a status is invalid", e);
    }
  }

  /** Reads the rest of a session's record, after its name. */
  StoredSession session() throws IOException {
    return new StoredSession(in.readUTF(), time(), in.readBoolean());
  }

  private @Nullable String text() throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private Instant time() throws IOException {
    try {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("a time is invalid", e);
    }
  }
}
