package app.trackx.doctor;

/** Holds this machine's clock against the server's. */
final class Clocks {
  private static final long TOLERANCE_MILLIS = 60_000;

  private Clocks() {}

  static Finding compare(long serverMillis, long ownMillis) {
    long ahead = ownMillis - serverMillis;
    if (Math.abs(ahead) <= TOLERANCE_MILLIS) {
      return Finding.well("this machine and the server agree on the time.");
    }
    return Finding.note(
        "this machine's clock is about " + Span.roughly(Math.abs(ahead) / 1000)
            + (ahead > 0 ? " ahead of" : " behind") + " the server's.",
        "Events arrive nevertheless, but the times in them (firstSeen, lastSeen) and the day of a"
            + " session are off: set the clock of the one that is wrong, by NTP for example.");
  }
}
