package app.trackx.relay.intake;

/** The random key from which the sources' tokens of a day are made. All relays of a group have the same. */
public interface DailySecret {
  /**
   * Returns the key of a UTC day, 32 bytes; the same for each call with the same day. Any thread; called for each request.
   *
   * @param day the number of the day since 1970
   */
  byte[] of(long day);
}
