package app.trackx.local;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The visit of one visitor on one UTC day. Immutable and thread-safe.
 *
 * <p>A session is identified by a hash of a random salt, the {@code Origin} header, the client's IP address and
 * the {@code User-Agent} header. The salt is replaced every UTC day and never stored, as observed on trackx-api
 * 0.41. Address and user agent are not stored.
 */
public final class Session {
  private final String id;
  private final Instant since;
  private final boolean withError;

  Session(String id, Instant since, boolean withError) {
    this.id = id;
    this.since = since;
    this.withError = withError;
  }

  /**
   * Returns the session's id, a hash.
   *
   * @return an opaque text; the same for the same visitor on the same day in every project; never null
   */
  public String id() {
    return id;
  }

  /**
   * Returns the day of the session.
   *
   * @return the UTC day on which it was registered, never null
   */
  public LocalDate date() {
    return LocalDate.ofInstant(since, ZoneOffset.UTC);
  }

  Session markedWithError() {
    return new Session(id, since, true);
  }

  /** Returns the time at which the session was registered. */
  Instant since() {
    return since;
  }

  /**
   * Returns whether an event was received in the session. A ping registers a session without an error; an event
   * registers a session with an error, or marks the existing one, as observed on trackx-api 0.41.
   *
   * @return true if an event was received, before or after any ping
   */
  public boolean withError() {
    return withError;
  }

  /**
   * Returns a one-line description of the session.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return "Session[" + id + ", " + date() + (withError ? ", with error]" : "]");
  }
}
