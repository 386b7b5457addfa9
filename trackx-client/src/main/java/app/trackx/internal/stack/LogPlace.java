package app.trackx.internal.stack;

/**
 * The place of a log record. If the record was logged elsewhere, and the frames are those of a relay,
 * it is grouped by logger and message; immutable.
 *
 * <p>The server groups an event without frames by its message, which contains parameters. So such a
 * record gets one frame, of the logger's name and a hash of the constant part of its message: frames
 * are not scrubbed, and never contain a message. The relay's own frames are shown only to people.
 */
public final class LogPlace {
  static final StackTraceElement[] NOWHERE = {};

  private static final int HASH_LENGTH = 8;

  private final String logger;
  private final Trace trace;
  private final boolean loggedElsewhere;

  LogPlace(String logger, Trace trace, boolean loggedElsewhere) {
    this.logger = logger;
    this.trace = trace;
    this.loggedElsewhere = loggedElsewhere;
  }

  /**
   * Returns whether the frames are not those that logged the record.
   *
   * @return false for most
   */
  public boolean isElsewhere() {
    return loggedElsewhere;
  }

  /**
   * Formats the stack of a record that was logged at this place.
   *
   * @param title the first line, in place of an exception's class
   * @return its text and fingerprint
   */
  public StackText format(String title) {
    return StackFormatter.format(title, trace);
  }

  /**
   * Formats the stack of a record that was logged elsewhere.
   *
   * @param title the first line, in place of an exception's class
   * @param message the message without its parameters, if these are known; scrubbed, since the same
   *     text with other data must have the same hash
   * @return its text and fingerprint; has one frame
   */
  public StackText format(String title, String message) {
    StackLines lines = new StackLines();
    lines.header("", title, "");
    String hash = StackText.hashOf(LogText.constantPartOf(message));
    lines.seen(frame("log-" + hash.substring(0, HASH_LENGTH)));
    if (!trace.isEmpty()) {
      lines.relayed();
      TraceWriter.writeUnseen(lines, trace, 0, trace.total());
    }
    return lines.finish().withTopFrame(ClassNames.header(logger));
  }

  /**
   * Returns a call site for an exception without frames that was logged elsewhere.
   *
   * @return one frame, of the logger
   */
  public StackTraceElement[] callSite() {
    return new StackTraceElement[] {frame("log")};
  }

  private StackTraceElement frame(String method) {
    return new StackTraceElement(logger, method, null, -1);
  }
}
