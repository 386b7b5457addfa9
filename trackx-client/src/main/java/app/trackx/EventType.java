package app.trackx;

/**
 * The type under which the server files an event, as observed on trackx-api 0.41. Types 5 to 13 are
 * reports from browsers, which this client does not send.
 */
public enum EventType {
  /** An uncaught exception, sent by the uncaught-exception handler. */
  UNHANDLED_ERROR(1),
  /** A failed asynchronous computation whose result nothing examined. */
  UNHANDLED_REJECTION(2),
  /** An error written to a console. */
  CONSOLE_ERROR(3),
  /** An error that the application sent with {@code sendEvent}. */
  PROGRAMMATIC(4),
  /** A record of a logging framework, sent by the logging adapters. */
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
   * Returns the number that is sent to the server.
   *
   * @return 0 to 99
   */
  public int code() {
    return code;
  }

  /**
   * Returns true if the application sent this event explicitly, so that it never counts as a
   * duplicate.
   */
  boolean isExplicit() {
    return this == PROGRAMMATIC || this == TEST;
  }
}
