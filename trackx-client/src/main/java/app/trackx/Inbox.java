package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.ReportQueue;
import app.trackx.internal.json.TextBudget;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.Visitors;
import app.trackx.internal.tasks.UnreadFailures;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Everything that application threads hand to the processing thread: errors, new visitors, the
 * application's ping, and flushes, without a lock; and to the sending thread: reports of browsers.
 */
final class Inbox {
  /** Smallest intake, however small the queue: the errors of a burst should be processed. */
  private static final int SMALLEST_INTAKE = 128;

  final Intake<Occurrence> errors;
  final ApplicationPing ping = new ApplicationPing();
  final FlushTracker flushes = new FlushTracker();

  /** Created with the first visitor's ping; not private, since {@link Creation} reflects on it. */
  volatile @Nullable Visitors visitors;

  /** Created with the first failure whose future may be read; see {@link Creation}. */
  volatile @Nullable UnreadFailures<Occurrence> unread;

  /** Created with the first report of a browser; guarded by this. */
  private @Nullable ReportQueue reports;

  Inbox(int queueCapacity) {
    // twice the queue, since one thread in a loop may fill half of it
    long room = Math.max(SMALLEST_INTAKE, 2L * queueCapacity);
    this.errors = new Intake<>((int) Math.min(Integer.MAX_VALUE, room), TextBudget.MOST);
  }

  /**
   * Returns the intake of visitors, creating it if needed. Any thread; without a lock, so a
   * redundant one may be created and discarded.
   */
  Visitors visitors() {
    Visitors known = visitors;
    if (known == null) {
      Visitors made = new Visitors();
      known = Creation.VISITORS.compareAndSet(this, null, made) ? made : visitors;
    }
    return Objects.requireNonNull(known);
  }

  /** Returns the intake of visitors; null if no visitor was ever pinged. */
  @Nullable
  Visitors visitorsIfAny() {
    return visitors;
  }

  /** Returns the failures whose futures may still be read, creating their queue if needed. Any thread. */
  UnreadFailures<Occurrence> unread() {
    UnreadFailures<Occurrence> known = unread;
    if (known == null) {
      UnreadFailures<Occurrence> made = new UnreadFailures<>();
      known = Creation.UNREAD.compareAndSet(this, null, made) ? made : unread;
    }
    return Objects.requireNonNull(known);
  }

  /**
   * Moves failures that nobody has read to the errors, as long as there is room; the processing thread
   * goes on later. Any thread.
   *
   * @param all true for all of them, since there is no later; false for those that are due
   * @param counters counts those that are too many and for which there is no room
   */
  void moveUnread(long now, boolean all, Counters counters) {
    UnreadFailures<Occurrence> known = unread;
    while (known != null && (!errors.isHalfFull() || known.isFull())) {
      Occurrence next = known.poll(now, all);
      if (next == null) {
        return;
      }
      boolean moved = false;
      try {
        moved = errors.offer(next, next.kind(), 0, next.weight);
      } finally {
        if (!moved) {
          counters.refused(DropReason.INTAKE_FULL);
        }
      }
    }
  }

  /** Returns the nanoseconds until a failure is due; {@code Long.MAX_VALUE} for none. */
  long untilUnread(long now) {
    UnreadFailures<Occurrence> known = unread;
    return known == null ? Long.MAX_VALUE : known.untilDue(now);
  }

  /** Returns the reports of browsers, creating their queue if needed. */
  synchronized ReportQueue reports(TimeSource time) {
    ReportQueue known = reports;
    if (known == null) {
      known = new ReportQueue(time);
      reports = known;
    }
    return known;
  }

  /** Returns the reports of browsers; null if there was never one. */
  synchronized @Nullable ReportQueue reportsIfAny() {
    return reports;
  }

  /** Returns true if errors, failures or visitors await the processing thread. */
  boolean hasArrivals() {
    Visitors known = visitors;
    UnreadFailures<Occurrence> failures = unread;
    return errors.size() > 0
        || (known != null && known.hasPending())
        || (failures != null && !failures.isEmpty());
  }

  /**
   * A class of its own, since an updater loads the classes of all fields, which set-up does not
   * need.
   */
  private static final class Creation {
    static final AtomicReferenceFieldUpdater<Inbox, Visitors> VISITORS =
        AtomicReferenceFieldUpdater.newUpdater(Inbox.class, Visitors.class, "visitors");

    @SuppressWarnings("rawtypes")
    static final AtomicReferenceFieldUpdater<Inbox, UnreadFailures> UNREAD =
        AtomicReferenceFieldUpdater.newUpdater(Inbox.class, UnreadFailures.class, "unread");
  }
}
