package app.trackx.relay.fold;

/**
 * A session's sign of life. The server counts one session a day for each, however often it comes.
 *
 * @param key the project's key
 * @param origin the header {@code Origin}
 * @param userAgent the header for the server, with the token of the session
 * @param day the UTC day of the token, counted from 1970; on another day it must not be sent
 */
public record Ping(String key, String origin, String userAgent, long day) {
  /** Returns the day alone. */
  @Override
  public String toString() {
    return "Ping{" + day + "}";
  }
}
