package app.trackx.relay.log;

/**
 * How much the embedded log may take.
 *
 * @param maxLog bytes on disk, at most, of all segments together
 * @param maxState bytes of what waits and is remembered, at most, in memory and in a snapshot
 */
public record Limits(long maxLog, long maxState) {
  /** The smallest limit of the disk: room for a few events of the greatest size. */
  public static final long LEAST = 32L * 1024 * 1024;

  /** Returns the limits for a disk limit, in a JVM that may use so much memory. */
  public static Limits of(long maxLog, long maxMemory) {
    return new Limits(maxLog, Math.min(maxLog / 4, maxMemory / 3));
  }

  /** Returns these limits, lowered to the room on a disk; not below the smallest limit. */
  Limits within(long room) {
    long most = Math.max(LEAST, Math.min(maxLog, room));
    return new Limits(most, Math.min(maxState, most / 4));
  }

  /**
   * Returns how much may be appended to a segment. While a segment is replaced the disk holds two snapshots and this: what is
   * appended, and the batch that goes over the limit.
   */
  long maxAppended() {
    return maxLog / 4;
  }
}
