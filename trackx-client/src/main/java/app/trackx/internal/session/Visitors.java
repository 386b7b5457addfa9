package app.trackx.internal.session;

import app.trackx.internal.delivery.Intake;
import org.jspecify.annotations.Nullable;

/**
 * The intake of visitors: those seen today, and new ones that await the processing thread. Created
 * with the first visitor's ping, since most applications have none.
 */
public final class Visitors {
  /** Maximum number of visitors that await the processing thread. */
  private static final int INTAKE = 4_096;

  private final SeenVisitors seen = new SeenVisitors();
  private final Intake<VisitorPing> intake = new Intake<>(INTAKE);

  /** Returns true if the visitor was seen on that day. Any thread; allocates nothing. */
  public boolean knows(long fingerprint, long day) {
    return seen.has(fingerprint, day);
  }

  /** Hands a visitor to the processing thread; returns false if there is no room. Any thread. */
  public boolean offer(VisitorPing ping) {
    int spread = (int) (ping.fingerprint >>> 32); // even, so no kind or source displaces others
    return intake.offer(ping, spread, spread);
  }

  /** Returns true if the processing thread should be woken now. Any thread. */
  public boolean isHalfFull() {
    return intake.isHalfFull();
  }

  /** Returns true if visitors await the processing thread. Any thread. */
  public boolean hasPending() {
    return intake.size() > 0;
  }

  /** Removes and returns the first visitor, or null. Processing thread. */
  public @Nullable VisitorPing poll() {
    return intake.poll();
  }

  /** Marks a visitor as seen. Returns true if the visitor was not seen today. Processing thread. */
  public boolean isFirst(VisitorPing ping) {
    return seen.add(ping.fingerprint, ping.day);
  }
}
