package app.trackx;

import app.trackx.internal.delivery.Intake;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of every captured error, and has the first loss of each kind said. Any thread,
 * no locks.
 *
 * <p>A thread of the application counts in one step, since its stack may end at any call: an error is
 * captured by being taken in, which is why the intake is asked how many were, or by being {@link
 * #refused}, which counts it as captured and dropped at once.
 */
final class Counters {
  private static final DropReason[] REASONS = DropReason.values();

  private final Warnings warnings;
  private final @Nullable Intake<?> intake;
  private final AtomicLong captured = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong onDisk = new AtomicLong();
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
  private final AtomicLong[] dropped = counters();
  private final AtomicLong[] refused = counters();

  /**
   * Errors for which there was no stack to count them otherwise: a field can be raised without a call. Two
   * threads at once may count as one.
   */
  int withoutStack;

  /** Counters that start at zero, and say what is lost through {@code warnings}. */
  Counters(Warnings warnings) {
    this(warnings, null);
  }

  /** The same; what {@code intake} takes in counts as captured. */
  Counters(Warnings warnings, @Nullable Intake<?> intake) {
    this.warnings = warnings;
    this.intake = intake;
  }

  private static AtomicLong[] counters() {
    AtomicLong[] counters = new AtomicLong[REASONS.length];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = new AtomicLong();
    }
    return counters;
  }

  /** One was captured that no intake has counted. */
  void captured() {
    captured.incrementAndGet();
  }

  /**
   * So many errors that another client captured are this one's from now on. Counted here first, so
   * that the sum over both is never too low.
   */
  void takeOver(Counters other, long errors) {
    captured.addAndGet(errors);
    other.captured.addAndGet(-errors);
  }

  /** One was captured and dropped at once. If this throws, for want of stack, neither was counted. */
  void refused(DropReason reason) {
    warnings.dropped(reason);
    refused[reason.ordinal()].incrementAndGet(); // last, and one step
  }

  /** An event was sent that stands for so many errors. */
  void sent(long errors) {
    sent.incrementAndGet();
    folded.addAndGet(errors - 1);
    ended.addAndGet(errors);
  }

  void cancelled() {
    cancelled.incrementAndGet();
    ended.incrementAndGet();
  }

  /** An error that became an event before was captured once more. */
  void duplicate() {
    duplicates.incrementAndGet();
    ended.incrementAndGet();
  }

  void retried() {
    retried.incrementAndGet();
  }

  /** So many errors will not reach the server. */
  void dropped(DropReason reason, long errors) {
    dropped[reason.ordinal()].addAndGet(errors);
    ended.addAndGet(errors);
    warnings.dropped(reason);
  }

  /** So many errors wait on disk from now on. */
  void spooled(long errors) {
    spooled.addAndGet(errors);
    onDisk.addAndGet(errors);
  }

  /**
   * So many errors wait on disk no longer. Before it is counted how they ended: in the other order
   * {@link #inMemory} would for a moment be too few.
   */
  void unspooled(long errors) {
    onDisk.addAndGet(-errors);
  }

  /** So many errors of an earlier run were sent. */
  void recovered(long errors) {
    recovered.addAndGet(errors);
  }

  /** So many errors of an earlier run were lost: they count as captured in this one. */
  void lostOfEarlierRun(DropReason reason, long errors) {
    captured.addAndGet(errors);
    dropped(reason, errors);
  }

  /** An Error ended a step of a thread of the client, or the thread, which was replaced. */
  void restarted() {
    restarts.incrementAndGet();
  }

  /** The server took a ping. */
  void pinged() {
    pings.incrementAndGet();
  }

  /** So many pings will not reach the server. */
  void pingsDropped(long count) {
    if (count > 0) {
      pingsDropped.addAndGet(count);
    }
  }

  /** A ping was asked for with what is no token, of which nothing can be sent. */
  void pingWithoutToken() {
    pingsDropped(1);
    warnings.noToken();
  }

  /** A visitor's ping will not reach the server because too many came. */
  void pingWithoutRoom() {
    pingsDropped(1);
    warnings.pingDropped();
  }

  /** Errors that have come neither to their end nor to the disk. Never too few. */
  long inMemory() {
    long elsewhere = ended.get() + onDisk.get();
    return capturedAndTakenIn() - elsewhere;
  }

  private long capturedAndTakenIn() {
    return captured.get() + (intake == null ? 0 : intake.offered());
  }

  /** How many were dropped for that reason so far. */
  long dropped(DropReason reason) {
    return dropped[reason.ordinal()].get() + refused(reason, withoutStack);
  }

  private long refused(DropReason reason, int withoutStackNow) {
    long count = refused[reason.ordinal()].get();
    return reason == DropReason.INTERNAL_ERROR ? count + withoutStackNow : count;
  }

  /**
   * A picture that adds up: how errors ended is read before how many were captured, and what is not
   * known to have ended is pending.
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
    counts.captured = capturedAndTakenIn() + refusedNow;
    counts.pending = counts.captured - endedNow - counts.sent - counts.folded;
    counts.pending -= counts.cancelled + counts.duplicates;
    return new Diagnostics(counts, drops);
  }
}
