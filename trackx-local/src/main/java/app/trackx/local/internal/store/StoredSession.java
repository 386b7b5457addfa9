package app.trackx.local.internal.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The visit of one visitor on one UTC day. Immutable and thread-safe. Address and user agent are not stored. */
public final class StoredSession {
  private final String id;
  private final Instant since;
  private final boolean withError;

  StoredSession(String id, Instant since, boolean withError) {
    this.id = id;
    this.since = since;
    this.withError = withError;
  }

  /** Returns the session's id, a hash. */
  public String id() {
    return id;
  }

  /** Returns the day of the session. */
  public LocalDate date() {
    return LocalDate.ofInstant(since, ZoneOffset.UTC);
  }

  StoredSession markedWithError() {
    return new StoredSession(id, since, true);
  }

  /** Returns the time at which the session was registered. */
  Instant since() {
    return since;
  }

  /** Returns whether an event was received in the session. */
  public boolean withError() {
    return withError;
  }
}
