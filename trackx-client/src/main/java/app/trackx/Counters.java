package app.trackx;

import app.trackx.internal.delivery.Intake;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.stack.CauseChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counters of all captured errors by outcome, which also have the first loss of each kind logged.
 * Passes them to listeners, too. Thread-safe; lock-free but for the listeners.
 *
 * <p>An application thread counts in one step, since its stack may overflow at any call. An error
 * is captured either by entering the intake, which counts its elements itself, or by being
 * {@link #refused}, which counts it as captured and dropped at once.
 */
final class Counters {
  private static final DropReason[] REASONS = DropReason.values();

  private final Warnings warnings;
  private final @Nullable Intake<?> intake;
  private final AtomicLong captured = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong onDisk = new AtomicLong();
  private final AtomicLong aggregating = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong folded = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong spooled = new AtomicLong();
  private final AtomicLong recovered = new AtomicLong();
  private final AtomicLong restarts = new AtomicLong();
  private final AtomicLong pings = new AtomicLong();
  private final AtomicLong pingsDropped = new AtomicLong();
  private final AtomicLong reports = new AtomicLong();
  private final AtomicLong reportsDropped = new AtomicLong();
  private final AtomicLong[] dropped = counters();
  private final AtomicLong[] refused = counters();

  /** The observers of this client; null for none, as most clients have. Replaced, never changed. */
  private volatile @Nullable List<Diagnostics.Listener> listeners;

  /** The number of drops that listeners were told of, by reason; guarded by this. */
  private final long[] told = new long[REASONS.length];

  /**
   * Errors that could not be counted otherwise for lack of stack: a field can be incremented
   * without a call. Two concurrent increments may count as one.
   */
  int withoutStack;

  /** Creates counters that report losses to {@code warnings}. */
  Counters(Warnings warnings) {
    this(warnings, null);
  }

  /** Creates counters that also count the elements offered to {@code intake} as captured. */
  Counters(Warnings warnings, @Nullable Intake<?> intake) {
    this.warnings = warnings;
    this.intake = intake;
  }

  /** Returns where losses are reported. */
  Warnings warnings() {
    return warnings;
  }

  private static AtomicLong[] counters() {
    AtomicLong[] counters = new AtomicLong[REASONS.length];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = new AtomicLong();
    }
    return counters;
  }

  /** Counts a captured error that no intake has counted. */
  void captured() {
    captured.incrementAndGet();
  }

  /**
   * Transfers errors that another client captured to this one. They are added here first, so that
   * the sum over both is never too low.
   */
  void takeOver(Counters other, long errors) {
    captured.addAndGet(errors);
    other.captured.addAndGet(-errors);
  }

  /**
   * Counts an error as captured and dropped. If this throws for lack of stack, it counted neither.
   */
  void refused(DropReason reason) {
    warnings.dropped(reason);
    refused[reason.ordinal()].incrementAndGet(); // last, and in one step
  }

  /** Counts a sent event that stands for this many errors. */
  void sent(long errors) {
    sent.incrementAndGet();
    folded.addAndGet(errors - 1);
    ended.addAndGet(errors);
  }

  void cancelled() {
    cancelled.incrementAndGet();
    ended.incrementAndGet();
  }

  /** Counts an error that was captured again after it had become an event. */
  void duplicate() {
    duplicates.incrementAndGet();
    ended.incrementAndGet();
  }

  void retried() {
    retried.incrementAndGet();
  }

  /** Counts errors that will not reach the server. */
  void dropped(DropReason reason, long errors) {
    dropped[reason.ordinal()].addAndGet(errors);
    ended.addAndGet(errors);
    warnings.dropped(reason);
  }

  /** Counts errors that were written to disk. */
  void spooled(long errors) {
    spooled.addAndGet(errors);
    onDisk.addAndGet(errors);
  }

  /**
   * Counts errors that have left the disk. Called before their outcome is counted; in the other
   * order {@link #inMemory} would be too low for a moment.
   */
  void unspooled(long errors) {
    onDisk.addAndGet(-errors);
  }

  /** Sets how many of the errors in memory are in open aggregates. */
  void aggregating(long errors) {
    aggregating.set(errors);
  }

  /** Returns how many errors in memory are in no open aggregate: somebody has work with them. */
  long inProgress() {
    return inMemory() - aggregating.get();
  }

  /** Counts errors of an earlier run that were sent. */
  void recovered(long errors) {
    recovered.addAndGet(errors);
  }

  /** Counts lost errors of an earlier run; they also count as captured in this one. */
  void lostOfEarlierRun(DropReason reason, long errors) {
    captured.addAndGet(errors);
    dropped(reason, errors);
  }

  /**
   * Counts an {@link Error} that ended a step of a worker thread, or the thread, which was then
   * replaced.
   */
  void restarted() {
    restarts.incrementAndGet();
  }

  /** Counts a ping that the server accepted. */
  void pinged() {
    pings.incrementAndGet();
  }

  /** Counts pings that will not reach the server. */
  void pingsDropped(long count) {
    if (count > 0) {
      pingsDropped.addAndGet(count);
    }
  }

  /** Counts reports of browsers that the server accepted. */
  void reported(long count) {
    reports.addAndGet(count);
  }

  /** Counts reports of browsers that will not reach the server. */
  void reportsDropped(long count) {
    if (count > 0) {
      reportsDropped.addAndGet(count);
    }
  }

  /** Counts a requested ping whose value is not a token and cannot be sent. */
  void pingWithoutToken() {
    pingsDropped(1);
    warnings.noToken();
  }

  /** Counts a visitor's ping that was dropped because the queue was full. */
  void pingWithoutRoom() {
    pingsDropped(1);
    warnings.pingDropped();
  }

  /** Returns the number of errors in memory, neither finished nor on disk. Never too low. */
  long inMemory() {
    long elsewhere = ended.get() + onDisk.get();
    return capturedAndTakenIn() - elsewhere;
  }

  private long capturedAndTakenIn() {
    return captured.get() + (intake == null ? 0 : intake.offered());
  }

  /** Returns how many errors were dropped for a reason so far. */
  long dropped(DropReason reason) {
    return dropped[reason.ordinal()].get() + refused(reason, withoutStack);
  }

  private long refused(DropReason reason, int withoutStackNow) {
    long count = refused[reason.ordinal()].get();
    return reason == DropReason.INTERNAL_ERROR ? count + withoutStackNow : count;
  }

  /** Returns how many errors were dropped so far. */
  long totalDropped() {
    long sum = 0;
    for (DropReason reason : REASONS) {
      sum += dropped(reason);
    }
    return sum;
  }

  // ---- listeners -------------------------------------------------------------------------------

  synchronized void add(Diagnostics.Listener listener) {
    List<Diagnostics.Listener> known = listeners;
    List<Diagnostics.Listener> more = new ArrayList<>();
    if (known == null) {
      untold(); // what was dropped before is not told
    } else {
      more.addAll(known);
    }
    more.add(listener);
    listeners = more;
  }

  synchronized void remove(Diagnostics.Listener listener) {
    List<Diagnostics.Listener> known = listeners;
    if (known != null) {
      List<Diagnostics.Listener> fewer = new ArrayList<>(known);
      fewer.remove(listener);
      listeners = fewer.isEmpty() ? null : fewer;
    }
  }

  /** Tells listeners of an error that is about to be processed. Process worker. */
  void tellCaptured(EventType type, @Nullable CauseChain chain) {
    if (listeners != null) {
      String error = chain == null ? null : chain.error(0).getClass().getName();
      for (Diagnostics.Listener listener : listeners()) {
        try {
          listener.captured(type, error);
        } catch (Throwable failedInListener) {
          // it must not cost an event
        }
      }
    }
  }

  /** Tells listeners of an event that the server accepted. Send worker. */
  void tellSent(long errors, int bytes, long nanos) {
    for (Diagnostics.Listener listener : listeners()) {
      try {
        listener.sent(errors, bytes, nanos);
      } catch (Throwable failedInListener) {
        // it must not cost an event
      }
    }
  }

  /**
   * Tells listeners what was dropped since the last call. Not at the moment of a drop: that may
   * happen under a lock, or on a thread of the application that has no stack left.
   */
  void tellDropped() {
    if (listeners == null) {
      return;
    }
    List<Diagnostics.Listener> told;
    long[] counts;
    synchronized (this) { // one that is added later is not told of these drops
      told = listeners();
      counts = untold();
    }
    for (DropReason reason : REASONS) {
      if (counts[reason.ordinal()] > 0) {
        tellDropped(told, reason, counts[reason.ordinal()]);
      }
    }
  }

  private static void tellDropped(List<Diagnostics.Listener> told, DropReason reason, long errors) {
    for (Diagnostics.Listener listener : told) {
      try {
        listener.dropped(reason, errors);
      } catch (Throwable failedInListener) {
        // it must not cost an event
      }
    }
  }

  private long[] untold() {
    long[] counts = new long[REASONS.length];
    for (DropReason reason : REASONS) {
      int i = reason.ordinal();
      long now = dropped(reason);
      counts[i] = now - told[i];
      told[i] = now;
    }
    return counts;
  }

  /** Tells listeners that the client was closed. */
  void tellClosed() {
    tellDropped();
    for (Diagnostics.Listener listener : listeners()) {
      try {
        listener.closed();
      } catch (Throwable failedInListener) {
        ThreadStop.rethrow(failedInListener); // on a thread of the application
      }
    }
  }

  private List<Diagnostics.Listener> listeners() {
    List<Diagnostics.Listener> known = listeners;
    return known == null ? Collections.<Diagnostics.Listener>emptyList() : known;
  }

  // ---- the snapshot ----------------------------------------------------------------------------

  /**
   * Returns a consistent snapshot: outcomes are read before captures, and errors without a known
   * outcome count as pending.
   */
  Diagnostics read() {
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    long endedNow = 0;
    long refusedNow = 0;
    int withoutStackNow = withoutStack; // read once: it counts on both sides
    for (DropReason reason : REASONS) {
      long refusals = refused(reason, withoutStackNow);
      long count = dropped[reason.ordinal()].get() + refusals;
      endedNow += count;
      refusedNow += refusals;
      if (count > 0) {
        drops.put(reason, count);
      }
    }
    Diagnostics.Counts counts = new Diagnostics.Counts();
    counts.sent = sent.get();
    counts.folded = folded.get();
    counts.cancelled = cancelled.get();
    counts.duplicates = duplicates.get();
    counts.retried = retried.get();
    counts.spooled = spooled.get();
    counts.recovered = recovered.get();
    counts.restarts = restarts.get();
    counts.pings = pings.get();
    counts.pingsDropped = pingsDropped.get();
    counts.reports = reports.get();
    counts.reportsDropped = reportsDropped.get();
    counts.captured = capturedAndTakenIn() + refusedNow;
    counts.pending = counts.captured - endedNow - counts.sent - counts.folded;
    counts.pending -= counts.cancelled + counts.duplicates;
    counts.aggregating = Math.max(0, Math.min(aggregating.get(), counts.pending));
    counts.pending -= counts.aggregating;
    return new Diagnostics(counts, drops);
  }
}
