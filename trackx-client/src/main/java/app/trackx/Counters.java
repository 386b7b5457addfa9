package app.trackx;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Counts what became of every captured event. Any thread, no locks.
 *
 * <p>The one count that callers raise is a field here, away from those that the delivery thread
 * raises: two counters in one cache line would cost a caller a trip to the other core.
 */
final class Counters {
  private static final DropReason[] REASONS = DropReason.values();

  private static final AtomicLongFieldUpdater<Counters> CAPTURED =
      AtomicLongFieldUpdater.newUpdater(Counters.class, "captured");

  private volatile long captured;
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong[] dropped = new AtomicLong[REASONS.length];

  Counters() {
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] = new AtomicLong();
    }
  }

  void captured() {
    CAPTURED.incrementAndGet(this);
  }

  void sent() {
    sent.incrementAndGet();
    ended.incrementAndGet();
  }

  void cancelled() {
    cancelled.incrementAndGet();
    ended.incrementAndGet();
  }

  void retried() {
    retried.incrementAndGet();
  }

  void dropped(DropReason reason) {
    dropped[reason.ordinal()].incrementAndGet();
    ended.incrementAndGet();
  }

  /** Events that were captured and have not come to their end. Never too few. */
  long pending() {
    long endedNow = ended.get();
    return captured - endedNow;
  }

  /**
   * A picture that adds up: how events ended is read before how many were captured, and what is not
   * known to have ended is pending.
   */
  Diagnostics read() {
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    long endedNow = 0;
    for (DropReason reason : REASONS) {
      long count = dropped[reason.ordinal()].get();
      endedNow += count;
      if (count > 0) {
        drops.put(reason, count);
      }
    }
    long sentNow = sent.get();
    long cancelledNow = cancelled.get();
    long retriedNow = retried.get();
    endedNow += sentNow + cancelledNow;
    long capturedNow = captured;
    return new Diagnostics(
        capturedNow, sentNow, cancelledNow, retriedNow, capturedNow - endedNow, drops);
  }
}
