package app.trackx;

/** Days as the server counts its sessions: in UTC, whatever the time zone of the JVM. */
final class UtcDay {
  static final long MILLIS = 24L * 60 * 60 * 1_000; // a constant: there may be no stack to make it

  private UtcDay() {}

  /** The number of the day, from 1970 on. */
  static long of(long wallMillis) {
    return Math.floorDiv(wallMillis, MILLIS);
  }
}
