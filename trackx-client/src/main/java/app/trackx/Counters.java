package app.trackx;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what became of every captured event. Any thread, no locks. */
final class Counters {
  private static final DropReason[] REASONS = DropReason.values();

  private final AtomicLong captured = new AtomicLong();
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
    captured.incrementAndGet();
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
    return captured.get() - endedNow;
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
    long capturedNow = captured.get();
    return new Diagnostics(
        capturedNow, sentNow, cancelledNow, retriedNow, capturedNow - endedNow, drops);
  }
}
