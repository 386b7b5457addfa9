package app.trackx;

import app.trackx.internal.delivery.Intake;
import org.jspecify.annotations.Nullable;

/**
 * The way in of visitors: who was seen today, and who is new and waits for the delivery thread.
 * Made with the first visitor's ping, since most applications have none.
 */
final class Visitors {
  /** What comes at once, before the delivery thread looks. */
  private static final int INTAKE = 4_096;

  private final SeenVisitors seen = new SeenVisitors();
  private final Intake<VisitorPing> intake = new Intake<>(INTAKE);

  /** Whether that visitor was seen on that day. Any thread; allocates nothing. */
  boolean knows(long fingerprint, long day) {
    return seen.has(fingerprint, day);
  }

  /** Hands a visitor to the delivery thread; false if there is no room. Any thread. */
  boolean offer(VisitorPing ping) {
    int spread = (int) (ping.fingerprint >>> 32); // no kind or source takes the room of others
    return intake.offer(ping, spread, spread);
  }

  /** Whether the delivery thread should not wait until it looks by itself. Any thread. */
  boolean areHalfFull() {
    return intake.isHalfFull();
  }

  /** Whether some wait to be looked at. Any thread. */
  boolean areWaiting() {
    return intake.size() > 0;
  }

  /** The one who came first, or null. Delivery thread. */
  @Nullable
  VisitorPing poll() {
    return intake.poll();
  }

  /** Whether a visitor is the first of that name today, who is known from now on. Delivery thread. */
  boolean isFirst(VisitorPing ping) {
    return seen.add(ping.fingerprint, ping.day);
  }
}
