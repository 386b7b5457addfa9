package app.trackx.relay.log;

/** The kinds of records in the log. The numbers are part of the format. */
enum RecordType {
  /** An error was received; without its body if an equal one waits. */
  SIGHTING(1),
  /** A session's ping was received. */
  PING(2),
  /** What waits of an aggregate is being sent. */
  TAKEN(3),
  /** The server accepted what was being sent. */
  SENT(4),
  /** What was being sent waits again. */
  RETURNED(5),
  /** A ping was sent, or dropped. */
  PING_DONE(6),
  /** An aggregate, of a snapshot. */
  AGGREGATE(7),
  /** A ping that was seen today, of a snapshot. */
  PING_SEEN(8),
  /** The snapshot is complete. */
  END_OF_SNAPSHOT(9),
  /** When requests were sent to the server lately, of a snapshot. */
  REQUESTS(10);

  private static final RecordType[] BY_CODE = new RecordType[values().length + 1];

  static {
    for (RecordType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final byte code;

  RecordType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static boolean isCode(int code) {
    return code >= 1 && code < BY_CODE.length;
  }

  static RecordType of(int code) {
    return BY_CODE[code];
  }
}
