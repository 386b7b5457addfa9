package app.trackx.relay.forward;

import app.trackx.relay.fold.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * Where the {@link Forwarder} takes parcels from, and hands back what became of them. The owner of the state behind it, one
 * thread or a task of Kafka Streams, is never blocked by the forwarder: it hands over immutable parcels, and reads the
 * verdicts when it comes to it.
 */
public interface Outbox {
  /**
   * Takes the next parcel that is due: new kinds first, then known ones by the time from which they are due, then pings. Waits
   * if there is none. At most one parcel is out at a time; it counts as out until {@link #settle}.
   *
   * @param pingsToo whether a ping may be taken
   * @param atMostMillis the longest wait
   * @return null if none became due in that time
   * @throws InterruptedException if the thread is interrupted
   */
  @Nullable
  Parcel take(boolean pingsToo, long atMostMillis) throws InterruptedException;

  /**
   * Hands back what became of a parcel; does not wait until that is stored. If the process dies before, the parcel is sent
   * again.
   */
  void settle(Parcel parcel, Verdict verdict);

  /** Returns how often the parcel was settled as {@link Verdict#FAILED}. */
  int failures(Parcel parcel);
}
