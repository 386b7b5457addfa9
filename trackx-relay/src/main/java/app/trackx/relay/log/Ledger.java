package app.trackx.relay.log;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.relay.fold.Agenda;
import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.AggregateId;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.Ping;
import app.trackx.relay.fold.Sighting;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Outbox;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.intake.IntakeFullException;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded form: one thread owns the state and the log, and all others send it commands. It takes what has queued up,
 * changes the state, writes one batch of records and forces it to the disk once; only then are the requests of the batch
 * complete. If that fails, the changes are undone, and the clients are told to send again.
 */
public final class Ledger implements Intake, Outbox, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int MOST_QUEUED = 8192;
  private static final int LARGEST_BATCH = 8 * 1024 * 1024;
  private static final long LOOK_MILLIS = 1000; // the wall clock may have been set
  private static final Duration SOON = Duration.ofSeconds(30);

  private final BlockingQueue<Command> commands = new ArrayBlockingQueue<>(MOST_QUEUED);
  private final Map<AggregateId, Integer> failures = new ConcurrentHashMap<>();
  private final SightingReader reader;
  private final SegmentLog log;
  private final Limits limits;
  private final TimeSource time;
  private final LongAdder undecodable;
  private final LongAdder tooLate;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean healthy = true;

  /** A copy of the state's figures, for the metrics. */
  private volatile Backlog backlog = new Backlog(0, 0, 0, 0, 0, 0);

  // confined to the thread
  private Book book = new Book();
  private final RecordBuffer records = new RecordBuffer();
  private final List<Command> unsettled = new ArrayList<>();
  private @Nullable Ask ask;
  private long lookAt;
  private long writtenDay;
  private long figuresAt;
  private long rollAgainAt = System.nanoTime();

  private Ledger(
      SegmentLog log, SightingReader reader, Limits limits, TimeSource time, Metrics metrics) {
    this.log = log;
    this.reader = reader;
    this.limits = limits;
    this.time = time;
    String dropped = "Errors and pings that the relay dropped.";
    undecodable = metrics.counter("dropped_total", dropped, "reason=\"unreadable\"");
    tooLate = metrics.counter("dropped_total", dropped, "reason=\"ping_of_yesterday\"");
    thread = new Thread(this::run, "trackx-relay-log");
    thread.setDaemon(true);
    metrics.gauge("pending_kinds", "Kinds of errors that wait.", () -> backlog.kinds());
    metrics.gauge("pending_errors", "Errors that wait.", () -> backlog.errors());
    metrics.gauge("pending_pings", "Pings that wait.", () -> backlog.pings());
    metrics.gauge(
        "oldest_pending_seconds",
        "Age of the oldest error that waits and is due: the lag.",
        () -> backlog.oldestSeconds());
    metrics.gauge("log_bytes", "Size of the log on disk.", () -> backlog.logBytes());
    metrics.gauge("state_bytes", "Size of the state in memory.", () -> backlog.stateBytes());
    metrics.gauge("log_healthy", "1 if the last write succeeded.", () -> healthy ? 1 : 0);
  }

  /** Figures of the state. */
  private record Backlog(
      long kinds, long errors, long pings, long oldestSeconds, long logBytes, long stateBytes) {}

  /**
   * Reads the log in a directory and begins to write.
   *
   * @throws IOException if the directory cannot be read or written
   */
  public static Ledger open(
      Path directory, SightingReader reader, Limits limits, TimeSource time, Metrics metrics)
      throws IOException {
    return open(directory, Segment::onDisk, reader, limits, time, metrics);
  }

  static Ledger open(
      Path directory,
      Segment.Opener opener,
      SightingReader reader,
      Limits limits,
      TimeSource time,
      Metrics metrics)
      throws IOException {
    Ledger ledger = new Ledger(new SegmentLog(directory, opener), reader, limits, time, metrics);
    ledger.recover();
    ledger.thread.start();
    return ledger;
  }

  private void recover() throws IOException {
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
    roll();
    updateFigures();
  }

  // ---- commands of other threads ---------------------------------------------------------------

  private sealed interface Command permits Accept, Settle, Ask, Wake {}

  private record Accept(List<Object> items, CompletableFuture<Void> done) implements Command {}

  private record Settle(Parcel parcel, Verdict verdict) implements Command {}

  private record Ask(
      boolean pingsToo, long deadlineNanos, CompletableFuture<@Nullable Parcel> answer)
      implements Command {}

  private record Wake() implements Command {}

  @Override
  public CompletableFuture<Void> accept(List<Received> requests) {
    List<Object> items = new ArrayList<>(requests.size());
    for (Received request : requests) {
      if (request.kind() == RequestKind.PING) {
        items.add(SightingReader.ping(request));
        continue;
      }
      try {
        Sighting sighting = reader.read(request);
        if (sighting == null) {
          undecodable.increment();
        } else {
          items.add(sighting);
        }
      } catch (IOException | RuntimeException e) {
        undecodable.increment(); // with a failed scrubber too: such an event must not be kept
        LOG.debug("a request cannot be read", e);
      }
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (items.isEmpty()) {
      done.complete(null);
    } else if (closing || !commands.offer(new Accept(items, done))) {
      done.completeExceptionally(full("queue", Duration.ofSeconds(1)));
    }
    return done;
  }

  @Override
  public @Nullable Parcel take(boolean pingsToo, long atMostMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, atMostMillis));
    Ask question = new Ask(pingsToo, deadline, new CompletableFuture<>());
    commands.put(question);
    try {
      return question.answer.get();
    } catch (ExecutionException ended) {
      return null;
    } finally {
      question.answer.complete(null); // if this thread was interrupted, no parcel is for it
    }
  }

  @Override
  public void settle(Parcel parcel, Verdict verdict) {
    AggregateId id = parcel.id();
    if (id != null) {
      if (verdict == Verdict.FAILED) {
        failures.merge(id, 1, Integer::sum);
      } else if (verdict != Verdict.RETURNED) {
        failures.remove(id);
      }
    }
    boolean interrupted = false;
    while (true) {
      try {
        commands.put(new Settle(parcel, verdict));
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the owner always makes room, and the verdict must not be lost
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int failures(Parcel parcel) {
    AggregateId id = parcel.id();
    return id == null ? 0 : failures.getOrDefault(id, 0);
  }

  /** Returns whether the last batch could be written. */
  public boolean isHealthy() {
    return healthy && thread.isAlive();
  }

  private static IntakeFullException full(String reason, Duration retryAfter) {
    return new IntakeFullException(reason, retryAfter);
  }

  // ---- the owner's thread ----------------------------------------------------------------------

  private void run() {
    List<Command> batch = new ArrayList<>();
    while (!closing || !commands.isEmpty()) {
      try {
        Command first = commands.poll(untilLook(), TimeUnit.MILLISECONDS);
        collect(first, batch);
        process(batch);
        answer();
        rollIfDue();
        updateFigures();
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException | Error e) {
        LOG.error("The relay's log failed unexpectedly; what it was writing is refused.", e);
        book.rollback(0);
        records.clear();
        refuse(batch, "internal");
      }
      batch.clear();
    }
    end();
  }

  private long untilLook() {
    Ask question = ask;
    if (question == null) {
      return LOOK_MILLIS;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(question.deadlineNanos - System.nanoTime());
    long look = lookAt - time.wallMillis();
    return Math.max(0, Math.min(LOOK_MILLIS, Math.min(left, look)));
  }

  /** Takes what has queued up, up to a size. */
  private void collect(@Nullable Command first, List<Command> batch) {
    batch.addAll(unsettled);
    unsettled.clear();
    long size = 0;
    Command next = first;
    while (next != null) {
      batch.add(next);
      if (next instanceof Accept accept) {
        for (Object item : accept.items) {
          size += item instanceof Sighting sighting ? sighting.body().length : 0;
        }
      }
      next = size < LARGEST_BATCH && batch.size() < MOST_QUEUED ? commands.poll() : null;
    }
  }

  private void process(List<Command> batch) {
    long now = time.wallMillis();
    boolean force = false;
    List<Accept> accepted = new ArrayList<>();
    for (Command command : batch) {
      if (command instanceof Accept accept) {
        if (accept(accept, now)) {
          accepted.add(accept);
          force = true;
        }
      } else if (command instanceof Settle settle) {
        settle(settle, now);
      } else if (command instanceof Ask question) {
        ask = question;
        lookAt = now;
      }
    }
    if (!write(force)) {
      for (Command command : batch) {
        if (command instanceof Settle) {
          unsettled.add(command);
        }
      }
      refuse(new ArrayList<>(accepted), "disk");
      return;
    }
    for (Accept accept : accepted) {
      accept.done.complete(null);
    }
  }

  private boolean accept(Accept accept, long now) {
    int changes = book.mark();
    int size = records.size();
    for (Object item : accept.items) {
      if (item instanceof Ping ping) {
        if (book.pinged(ping)) {
          records.add(RecordType.PING, now, ping.toBytes());
          lookAt = now;
        }
      } else if (!sighted((Sighting) item, now)) {
        book.rollback(changes);
        records.truncate(size);
        accept.done.completeExceptionally(full("log", SOON));
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
    long needed = book.weight() + sighting.body().length + 2_000L;
    if (needed <= limits.maxState()) {
      return true;
    }
    // not in the middle of a batch's changes, which could then not be undone
    if (book.mark() == 0) {
      book.forget(now);
    }
    return book.weight() + sighting.body().length + 2_000L <= limits.maxState();
  }

  private void settle(Settle settle, long now) {
    AggregateId id = settle.parcel.id();
    Ping ping = settle.parcel.ping();
    if (ping != null) {
      if (settle.verdict != Verdict.RETURNED) {
        book.pingDone(ping);
        records.add(RecordType.PING_DONE, now, ping.toBytes());
      }
    } else if (id != null) {
      if (settle.verdict == Verdict.SENT || settle.verdict == Verdict.DISCARDED) {
        book.sent(id, now);
        records.add(RecordType.SENT, now, id.toBytes());
      } else {
        book.returned(id);
        records.add(RecordType.RETURNED, now, id.toBytes());
      }
    }
    lookAt = now;
  }

  /** Writes the batch; on failure undoes its changes and returns false. */
  private boolean write(boolean force) {
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
            "The relay cannot write its log ({}). Clients are told to send again later. Free space on the disk, or check its"
                + " permissions.",
            e.toString());
      }
      healthy = false;
      return false;
    } finally {
      records.clear();
    }
  }

  /** Gives the forwarder what is due, or nothing once its time is over. */
  private void answer() {
    Ask question = ask;
    if (question == null) {
      return;
    }
    if (question.answer.isDone()) { // the thread that asked has left
      ask = null;
      return;
    }
    long now = time.wallMillis();
    Parcel parcel = now >= lookAt ? choose(question.pingsToo, now) : null;
    if (parcel != null || closing || System.nanoTime() - question.deadlineNanos >= 0) {
      ask = null;
      question.answer.complete(parcel);
    }
  }

  private @Nullable Parcel choose(boolean pingsToo, long now) {
    Agenda agenda = new Agenda(now, id -> failures.getOrDefault(id, 0));
    book.aggregates().forEach(agenda::look);
    Aggregate first = agenda.first();
    if (first != null) {
      Parcel parcel = first.parcel(now);
      book.taken(first.id());
      records.add(RecordType.TAKEN, now, first.id().toBytes());
      if (write(false)) {
        return parcel;
      }
      lookAt = now + LOOK_MILLIS;
      return null;
    }
    lookAt = now + Math.min(LOOK_MILLIS * 60, agenda.untilNext());
    return pingsToo ? ping(UtcDay.of(now), now) : null;
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

  private void rollIfDue() {
    boolean due = !log.isOpen()
        || log.appended() > limits.maxAppended()
        || UtcDay.of(time.wallMillis()) != writtenDay; // what was sent leaves the disk within a day
    long nanos = System.nanoTime();
    if (!due || nanos - rollAgainAt < 0) {
      return;
    }
    rollAgainAt = nanos + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS); // if it fails
    try {
      roll();
      if (!healthy) {
        LOG.info("The relay can write its log again.");
        healthy = true;
      }
    } catch (IOException | RuntimeException e) {
      healthy = false;
      LOG.debug("a new segment of the log cannot be begun", e);
    }
  }

  private void roll() throws IOException {
    long now = time.wallMillis();
    book.forget(now);
    log.roll(book::snapshot, now);
    writtenDay = UtcDay.of(now);
  }

  private static void refuse(List<? extends Command> batch, String reason) {
    for (Command command : batch) {
      if (command instanceof Accept accept) {
        accept.done.completeExceptionally(full(reason, SOON));
      } else if (command instanceof Ask question) {
        question.answer.complete(null);
      }
    }
  }

  private void updateFigures() {
    long now = time.wallMillis();
    if (Math.abs(now - figuresAt) < LOOK_MILLIS) {
      return;
    }
    figuresAt = now;
    long oldest = now;
    for (Aggregate aggregate : book.aggregates()) {
      if (aggregate.hasWaiting() && aggregate.untilDue(now) == 0) {
        oldest = Math.min(oldest, Math.max(aggregate.firstSeen(), aggregate.dueAt()));
      }
    }
    backlog = new Backlog(
        book.waiting(),
        book.errors(),
        book.pings().size(),
        TimeUnit.MILLISECONDS.toSeconds(now - oldest),
        log.size(),
        book.weight());
  }

  private void end() {
    List<Command> left = new ArrayList<>();
    commands.drainTo(left);
    refuse(left, "shutdown");
    if (ask != null) {
      refuse(List.of(ask), "shutdown");
      ask = null;
    }
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("The relay's log cannot be closed ({}).", e.toString());
    }
    if (book.waiting() > 0) {
      LOG.info("{} errors of {} kinds wait for the next start.", book.errors(), book.waiting());
    }
  }

  /** Processes what has queued up, forces the log to the disk, and ends the thread; waits at most 30 seconds. */
  @Override
  public void close() {
    closing = true;
    commands.offer(new Wake());
    try {
      thread.join(SOON.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
