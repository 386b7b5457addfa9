package app.trackx.relay.fold;

import app.trackx.internal.delivery.RepeatSchedule;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the relay knows about one kind of error: what waits to be sent, what is being sent, and when the next event
 * is due. Immutable, so that it may be handed to any thread.
 *
 * <p>Equal errors are folded into what waits, with exact counts. {@link #taken} moves that aside while it is sent; errors that
 * come meanwhile start anew, with their own first body. Then follows one of {@link #sent}, {@link #discarded} and
 * {@link #returned}. When neither waits, the aggregate only remembers its {@link RepeatSchedule}, until
 * {@link #isForgettable}.
 *
 * <p>All times are of the wall clock, in milliseconds since 1970, since they have to survive a restart. A clock that is set
 * back delays an event by no more than the schedule's longest interval.
 */
public final class Aggregate {
  private static final int OVERHEAD = 400; // bytes of the objects, about

  private final AggregateId id;
  private final @Nullable Occurrences waiting;
  private final @Nullable Occurrences inFlight;
  private final int sentBefore;
  private final long notBefore;
  private final long lastError;

  Aggregate(
      AggregateId id,
      @Nullable Occurrences waiting,
      @Nullable Occurrences inFlight,
      int sentBefore,
      long notBefore,
      long lastError) {
    this.id = id;
    this.waiting = waiting;
    this.inFlight = inFlight;
    this.sentBefore = sentBefore;
    this.notBefore = notBefore;
    this.lastError = lastError;
  }

  /** Returns the aggregate of an error that was not known before. */
  public static Aggregate of(Sighting first, long now) {
    return new Aggregate(first.id(), null, null, 0, 0, now).with(first, now);
  }

  /**
   * Reads the serialized form.
   *
   * @throws IOException if it is of another version, or damaged
   */
  public static Aggregate of(byte[] bytes) throws IOException {
    return AggregateCodec.read(bytes);
  }

  /** Returns the serialized form, which has a version. */
  public byte[] toBytes() {
    return AggregateCodec.write(this);
  }

  /** Folds another error of this kind into it. */
  public Aggregate with(Sighting more, long now) {
    RepeatSchedule schedule = schedule();
    schedule.occurred(nanos(Math.max(now, lastError)));
    Occurrences waits = waiting == null ? Occurrences.of(more) : waiting.plus(more);
    return scheduled(waits, inFlight, schedule);
  }

  /** Folds what waits elsewhere into what waits here; what is in flight here stays as it is. */
  public Aggregate with(Aggregate more, long now) {
    if (more.waiting == null) {
      return this;
    }
    RepeatSchedule schedule = schedule();
    schedule.occurred(nanos(Math.max(now, lastError)));
    return scheduled(
        waiting == null ? more.waiting : waiting.plus(more.waiting), inFlight, schedule);
  }

  /**
   * Folds the state of another owner into it, which knows of later errors: counts are added, this body is kept. What was in
   * flight there or here waits again.
   */
  public Aggregate merge(Aggregate later) {
    Aggregate a = returned();
    Aggregate b = later.returned();
    Occurrences both =
        a.waiting == null ? b.waiting : b.waiting == null ? a.waiting : a.waiting.plus(b.waiting);
    return new Aggregate(
        id,
        both,
        null,
        Math.max(a.sentBefore, b.sentBefore),
        Math.max(a.notBefore, b.notBefore),
        Math.max(a.lastError, b.lastError));
  }

  /** Moves what waits aside, to be sent. */
  public Aggregate taken() {
    if (inFlight != null) {
      throw new IllegalStateException("in flight already");
    }
    return new Aggregate(id, null, waiting, sentBefore, notBefore, lastError);
  }

  /** The server accepted what was in flight. */
  public Aggregate sent(long now) {
    RepeatSchedule schedule = schedule();
    schedule.sent(nanos(now), 0);
    return scheduled(waiting, null, schedule);
  }

  /** The server rejected what was in flight, and will not accept it later; the next one is due as if it had been sent. */
  public Aggregate discarded(long now) {
    return sent(now);
  }

  /** What was in flight was not accepted, or it is unknown whether it was: it waits again. */
  public Aggregate returned() {
    if (inFlight == null) {
      return this;
    }
    Occurrences all = waiting == null ? inFlight : inFlight.plus(waiting);
    return new Aggregate(id, all, null, sentBefore, notBefore, lastError);
  }

  /** Returns what it is folded by. */
  public AggregateId id() {
    return id;
  }

  /** Returns whether something waits to be sent, and nothing of this kind is being sent. */
  public boolean isPending() {
    return waiting != null && inFlight == null;
  }

  /** Returns whether something is being sent. */
  public boolean isInFlight() {
    return inFlight != null;
  }

  /** Returns whether something waits, perhaps while something else is being sent. */
  public boolean hasWaiting() {
    return waiting != null;
  }

  /** Returns whether no event of this kind was sent, or none for so long that the schedule began anew. */
  public boolean isNew() {
    return sentBefore == 0;
  }

  /** Returns how many errors wait or are in flight. */
  public long count() {
    return (waiting == null ? 0 : waiting.count()) + (inFlight == null ? 0 : inFlight.count());
  }

  /** Returns when the first error that waits or is in flight occurred; {@code Long.MAX_VALUE} if there is none. */
  public long firstSeen() {
    long first = waiting == null ? Long.MAX_VALUE : waiting.firstSeen();
    return inFlight == null ? first : Math.min(first, inFlight.firstSeen());
  }

  /** Returns the milliseconds until what waits may be sent, 0 for now. */
  public long untilDue(long now) {
    long wait = schedule().untilNext(nanos(now));
    return TimeUnit.NANOSECONDS.toMillis(Math.min(wait, RepeatSchedule.LONGEST_NANOS) + 999_999);
  }

  /** Returns the moment from which what waits may be sent; 0 for a new kind. */
  public long dueAt() {
    return sentBefore == 0 ? 0 : notBefore;
  }

  /** Returns whether nothing waits, and the schedule would begin anew with the next error. */
  public boolean isForgettable(long now) {
    long rest = TimeUnit.NANOSECONDS.toMillis(RepeatSchedule.LONGEST_NANOS);
    return waiting == null && inFlight == null && now - lastError >= rest && now - notBefore >= 0;
  }

  /** Returns the event to send: of what is in flight, else of what waits. */
  public Parcel parcel(long now) {
    Occurrences all = inFlight == null ? waiting : inFlight;
    if (all == null) {
      throw new IllegalStateException("nothing waits");
    }
    return new Parcel(
        all.kind(),
        id.key(),
        id.origin(),
        all.userAgent(),
        all.contentType(),
        EventEncoder.encode(all, now),
        all.count(),
        id,
        null);
  }

  /** Returns about how many bytes it takes in memory and on disk. */
  public int weight() {
    return OVERHEAD + 2 * id.text().length() + weight(waiting) + weight(inFlight);
  }

  private static int weight(@Nullable Occurrences some) {
    return some == null ? 0 : OVERHEAD + some.body().length + 8 * some.sources().size();
  }

  @Nullable
  Occurrences waiting() {
    return waiting;
  }

  @Nullable
  Occurrences inFlight() {
    return inFlight;
  }

  int sentBefore() {
    return sentBefore;
  }

  long notBefore() {
    return notBefore;
  }

  long lastError() {
    return lastError;
  }

  private Aggregate scheduled(
      @Nullable Occurrences waits, @Nullable Occurrences flies, RepeatSchedule schedule) {
    return new Aggregate(
        id,
        waits,
        flies,
        schedule.sent(),
        TimeUnit.NANOSECONDS.toMillis(schedule.notBefore()),
        TimeUnit.NANOSECONDS.toMillis(schedule.lastError()));
  }

  private RepeatSchedule schedule() {
    return new RepeatSchedule(sentBefore, nanos(notBefore), nanos(lastError));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Returns the count, nothing that may be personal. */
  @Override
  public String toString() {
    return "Aggregate{" + id + ", " + count() + "}";
  }
}
