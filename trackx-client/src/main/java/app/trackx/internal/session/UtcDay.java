package app.trackx.internal.session;

/** UTC days, by which the server counts sessions, whatever the time zone of the JVM. */
public final class UtcDay {
  static final long MILLIS = 24L * 60 * 60 * 1_000; // a constant: there may be no stack left

  private UtcDay() {}

  /** Returns the number of the day since 1970. */
  public static long of(long wallMillis) {
    return Math.floorDiv(wallMillis, MILLIS);
  }
}
