package app.trackx;

import java.util.concurrent.TimeUnit;

/** Days as the server counts its sessions: in UTC, whatever the time zone of the JVM. */
final class UtcDay {
  static final long MILLIS = TimeUnit.DAYS.toMillis(1);

  private UtcDay() {}

  /** The number of the day, from 1970 on. */
  static long of(long wallMillis) {
    return Math.floorDiv(wallMillis, MILLIS);
  }
}
