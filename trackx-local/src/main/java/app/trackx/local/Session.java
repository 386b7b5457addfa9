package app.trackx.local;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A visitor's day, as the server counts it. Immutable and safe for use by any thread.
 *
 * <p>A session is a hash of a random salt, the {@code Origin} header, the client's address and the
 * {@code User-Agent} header; the salt changes with the UTC day and is forgotten, as observed on
 * trackx-api 0.41. Of address and agent nothing but this hash is kept.
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
   * The hash that stands for the session.
   *
   * @return an opaque text; the same for the same visitor on the same day, in every project; never
   *     null
   */
  public String id() {
    return id;
  }

  /**
   * The day of the session.
   *
   * @return the UTC day on which it was registered, never null
   */
  public LocalDate date() {
    return LocalDate.ofInstant(since, ZoneOffset.UTC);
  }

  Session markedWithError() {
    return new Session(id, since, true);
  }

  /** When it was registered. */
  Instant since() {
    return since;
  }

  /**
   * Whether an event was received in the session. A ping registers a session without one; an event
   * registers one with it, or marks the one that is there, as observed on trackx-api 0.41.
   *
   * @return true if there was an event, before or after any ping
   */
  public boolean withError() {
    return withError;
  }

  /**
   * Describes the session in one line, for a person to read.
   *
   * @return a text whose form may change
   */
  @Override
  public String toString() {
    return "Session[" + id + ", " + date() + (withError ? ", with error]" : "]");
  }
}
