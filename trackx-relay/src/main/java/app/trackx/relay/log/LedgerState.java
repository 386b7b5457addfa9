package app.trackx.relay.log;

import app.trackx.internal.session.UtcDay;
import app.trackx.relay.fold.Agenda;
import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.AggregateId;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.Ping;
import app.trackx.relay.fold.Sighting;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.metrics.Metrics;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state and its log: each change is made in both, and is final when {@link #write} returns true. Confined to the thread
 * that owns it, except for {@link #isHealthy}.
 */
final class LedgerState {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerState.class);
  private static final long LOOK_MILLIS = 1000; // the wall clock may have been set
  private static final long LONGEST_LOOK_MILLIS = 60_000;

  /** What a sighting takes besides its body, more than that. */
  private static final long ROOM = 2_000;

  private final SegmentLog log;
  private final Limits limits;
  private final Figures figures;
  private final LongAdder tooLate;
  private final RecordBuffer records = new RecordBuffer();
  private Book book = new Book();
  private volatile boolean healthy = true;

  /** When something may be due; not before. */
  private long lookAt;

  private long writtenDay;
  private long rollAgainAt = System.nanoTime();

  LedgerState(SegmentLog log, Limits limits, Metrics metrics) {
    this.log = log;
    this.limits = limits;
    figures = new Figures(metrics);
    tooLate = metrics.dropped("ping_of_yesterday");
    metrics.gauge("log_healthy", "1 if the last write succeeded.", () -> healthy ? 1 : 0);
  }

  /** Reads the log, and begins a new segment. To be called first. */
  void recover(long now) throws IOException {
    log.recover(() -> {
      book = new Book();
      return book;
    });
    book.recovered();
    if (book.orphans() > 0) {
      LOG.warn("{} errors were counted in a damaged part of the log and are lost.", book.orphans());
    }
    if (book.waiting() > 0) {
      LOG.info("{} errors of {} kinds wait from the last run.", book.errors(), book.waiting());
    }
    roll(now);
    figures.take(book, log.size(), now);
  }

  /** Returns how many requests were sent to the server since then, as far as known. Before the owner's thread starts. */
  int requestsSince(long time) {
    return book.requestsSince(time);
  }

  /** Returns whether the last write succeeded. Any thread. */
  boolean isHealthy() {
    return healthy;
  }

  // ---- changes ---------------------------------------------------------------------------------

  /** Keeps what came in, all or nothing; returns false if there is no room. */
  boolean accept(Command.Accept accept, long now) {
    int changes = book.mark();
    int size = records.size();
    for (Object item : accept.items()) {
      if (item instanceof Ping ping) {
        if (book.pinged(ping)) {
          records.add(RecordType.PING, now, ping.toBytes());
          lookAt = now;
        }
      } else if (!sighted((Sighting) item, now)) {
        book.rollback(changes);
        records.truncate(size);
        return false;
      }
    }
    return true;
  }

  private boolean sighted(Sighting sighting, long now) {
    boolean body = book.needsBody(sighting.id());
    if (body && !hasRoom(sighting, now)) {
      return false;
    }
    Aggregate changed = book.sighted(sighting, now);
    records.add(RecordType.SIGHTING, now, sighting.toBytes(body));
    if (body && changed.isPending()) {
      lookAt = Math.min(lookAt, now + changed.untilDue(now));
    }
    return true;
  }

  private boolean hasRoom(Sighting sighting, long now) {
    long needed = sighting.body().length + ROOM;
    // not in the middle of a batch's changes, which could then not be undone
    if (book.weight() + needed > limits.maxState() && book.mark() == 0) {
      book.forget(now);
    }
    return book.weight() + needed <= limits.maxState();
  }

  /** Records what became of a parcel. */
  void settle(Command.Settle settle, long now) {
    AggregateId id = settle.parcel().id();
    Ping ping = settle.parcel().ping();
    Verdict verdict = settle.verdict();
    book.requested(now);
    if (ping != null && verdict != Verdict.RETURNED) {
      book.pingDone(ping);
      records.add(RecordType.PING_DONE, now, ping.toBytes());
    } else if (id != null && (verdict == Verdict.SENT || verdict == Verdict.DISCARDED)) {
      book.sent(id, now);
      records.add(RecordType.SENT, now, id.toBytes());
    } else if (id != null) {
      book.returned(id);
      records.add(RecordType.RETURNED, now, id.toBytes());
    }
    lookAt = now;
  }

  // ---- writing ---------------------------------------------------------------------------------

  /** Writes all changes since the last time; on failure undoes them and returns false. */
  boolean write(boolean force) {
    try {
      if (records.size() > 0) {
        log.append(records, force);
      }
      book.commit();
      return true;
    } catch (IOException | RuntimeException e) {
      book.rollback(0);
      if (healthy) {
        LOG.warn(
            "The relay cannot write its log ({}). Clients get 503 and keep their events. Free space on the disk; the relay then"
                + " continues by itself.",
            e instanceof IOException failure ? DiskProblem.inWords(failure) : e.toString());
      }
      healthy = false;
      return false;
    } finally {
      records.clear();
    }
  }

  /** Undoes all changes since the last write. */
  void undo() {
    book.rollback(0);
    records.clear();
  }

  /** Begins a new segment after a failure, if this one is long, and each day: so what was sent leaves the disk within a day. */
  void rollIfDue(long now) {
    boolean due =
        !log.isOpen() || log.appended() > limits.maxAppended() || UtcDay.of(now) != writtenDay;
    long nanos = System.nanoTime();
    if (!due || nanos - rollAgainAt < 0) {
      return;
    }
    try {
      roll(now);
      if (!healthy) {
        LOG.info("The relay can write its log again.");
        healthy = true;
      }
    } catch (IOException | RuntimeException e) {
      healthy = false;
      rollAgainAt = nanos + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
      LOG.debug("a new segment of the log cannot be begun", e);
    }
  }

  private void roll(long now) throws IOException {
    book.forget(now);
    log.roll(book::snapshot, now);
    writtenDay = UtcDay.of(now);
  }

  // ---- what is due -----------------------------------------------------------------------------

  /** Something may be due now. */
  void lookNow(long now) {
    lookAt = now;
  }

  /** Returns the milliseconds until something may be due. */
  long untilLook(long now) {
    return Math.max(0, Math.min(LOOK_MILLIS, lookAt - now));
  }

  /** Takes the next parcel that is due; null if there is none. */
  @Nullable
  Parcel choose(boolean pingsToo, ToIntFunction<AggregateId> failures, long now) {
    if (now < lookAt) {
      return null;
    }
    Agenda agenda = new Agenda(now, failures);
    book.aggregates().forEach(agenda::look);
    Aggregate first = agenda.first();
    if (first == null) {
      lookAt = now + Math.min(LONGEST_LOOK_MILLIS, agenda.untilNext());
      return pingsToo ? ping(UtcDay.of(now), now) : null;
    }
    Parcel parcel = first.parcel(now);
    book.taken(first.id());
    records.add(RecordType.TAKEN, now, first.id().toBytes());
    if (write(false)) {
      return parcel;
    }
    lookAt = now + LOOK_MILLIS;
    return null;
  }

  private @Nullable Parcel ping(long today, long now) {
    for (Ping ping : book.pings().toArray(new Ping[0])) {
      if (ping.day() == today) {
        return Parcel.of(ping);
      }
      tooLate.increment();
      book.pingDone(ping);
      records.add(RecordType.PING_DONE, now, ping.toBytes());
    }
    write(false);
    return null;
  }

  // ---- the rest --------------------------------------------------------------------------------

  /** Does once a second what need not be done with each batch. */
  void tidy(long now) {
    if (figures.isDue(now)) {
      if (book.weight() > limits.maxState() / 4 * 3) {
        book.forget(now);
      }
      figures.take(book, log.size(), now);
    }
  }

  void close() {
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("The relay's log cannot be closed ({}).", e.toString());
    }
    if (book.waiting() > 0) {
      LOG.info("{} errors of {} kinds wait for the next start.", book.errors(), book.waiting());
    }
  }
}
