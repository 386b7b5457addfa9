package app.trackx.local;

import app.trackx.local.internal.store.StoredSession;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The visit of one visitor on one UTC day. An immutable, thread-safe snapshot. Snapshots are equal if the session did not
 * change between them.
 *
 * <p>A session is identified by a hash of a random salt, the {@code Origin} header, the client's IP address and
 * the {@code User-Agent} header. The salt is replaced every UTC day and never stored, as observed on trackx-api
 * 0.41. Address and user agent are not stored.
 */
public final class Session {
  private final StoredSession stored;

  Session(StoredSession stored) {
    this.stored = stored;
  }

  /**
   * Returns the session's id, a hash.
   *
   * @return an opaque text; the same for the same visitor on the same day in every project; never null
   */
  public String id() {
    return stored.id();
  }

  /**
   * Returns the day of the session.
   *
   * @return the UTC day on which it was registered, never null
   */
  public LocalDate date() {
    return stored.date();
  }

  /**
   * Returns whether an event was received in the session. A ping registers a session without an error; an event
   * registers a session with an error, or marks the existing one, as observed on trackx-api 0.41.
   *
   * @return true if an event was received, before or after any ping
   */
  public boolean withError() {
    return stored.withError();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Session && stored.equals(((Session) other).stored);
  }

  @Override
  public int hashCode() {
    return stored.hashCode();
  }

  /**
   * Returns a one-line description of the session.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return "Session[" + id() + ", " + date() + (withError() ? ", with error]" : "]");
  }
}
