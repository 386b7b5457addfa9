package app.trackx.doctor;

/** A comparison of this machine's clock with the server's. */
final class Clocks {
  private static final long TOLERANCE_MILLIS = 60_000;

  private Clocks() {}

  static Finding compare(long serverMillis, long ownMillis) {
    long ahead = ownMillis - serverMillis;
    if (Math.abs(ahead) <= TOLERANCE_MILLIS) {
      return Finding.ok("this machine's clock and the server's agree.");
    }
    return Finding.note(
        "this machine's clock is about " + Span.roughly(Math.abs(ahead) / 1000)
            + (ahead > 0 ? " ahead of" : " behind") + " the server's.",
        "Events still arrive, but their times (firstSeen, lastSeen) and the day of a"
            + " session are wrong: correct the clock that is wrong, for example with NTP.");
  }
}
