package app.trackx;

/**
 * What kind of event the server files something under, as observed on trackx-api 0.41. Types 5 to
 * 13 are reports of browsers and are not sent by this client.
 */
public enum EventType {
  /** An error that nothing caught: what the uncaught-exception handler sends. */
  UNHANDLED_ERROR(1),
  /** A failure of an asynchronous computation that nothing looked at. */
  UNHANDLED_REJECTION(2),
  /** An error written to a console. */
  CONSOLE_ERROR(3),
  /** An error that the application sent itself: what {@code sendEvent} sends. */
  PROGRAMMATIC(4),
  /** A record of a logging framework: what the logging adapters send. */
  CUSTOM_LOGGER(70),
  /** An event of a kind that the sender does not know. */
  UNKNOWN_EVENT(97),
  /** Anything else. */
  UNKNOWN(98),
  /** A test of the connection; not an error. */
  TEST(99);

  private final int code;

  EventType(int code) {
    this.code = code;
  }

  /**
   * The number that goes over the wire.
   *
   * @return 0 to 99
   */
  public int code() {
    return code;
  }

  /** Whether the application itself asked for it, so that it is sent whatever was sent before. */
  boolean isExplicit() {
    return this == PROGRAMMATIC || this == TEST;
  }
}
