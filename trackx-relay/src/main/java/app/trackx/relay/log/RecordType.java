package app.trackx.relay.log;

/** The kinds of records in the log. The order is part of the format: add new ones at the end. */
enum RecordType {
  /** An error was received; without its body if an equal one waits. */
  SIGHTING,
  /** A session's ping was received. */
  PING,
  /** What waits of an aggregate is being sent. */
  TAKEN,
  /** The server accepted what was being sent. */
  SENT,
  /** What was being sent waits again. */
  RETURNED,
  /** A ping was sent, or dropped. */
  PING_DONE,
  /** An aggregate, of a snapshot. */
  AGGREGATE,
  /** A ping that was seen today, of a snapshot. */
  PING_SEEN,
  /** The snapshot is complete. */
  END_OF_SNAPSHOT,
  /** When requests were sent to the server lately, of a snapshot. */
  REQUESTS;

  private static final RecordType[] ALL = values();

  byte code() {
    return (byte) (ordinal() + 1);
  }

  static boolean isCode(int code) {
    return code >= 1 && code <= ALL.length;
  }

  static RecordType of(int code) {
    return ALL[code - 1];
  }
}
