package app.trackx.relay.log;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.relay.fold.AggregateId;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.Sighting;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Outbox;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.log.Command.Accept;
import app.trackx.relay.log.Command.Ask;
import app.trackx.relay.log.Command.Settle;
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
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final List<String> REFUSALS =
      List.of("log", "disk", "queue", "internal", "shutdown");

  /** In this time upstream's nginx forgets a full burst. */
  private static final long LATELY_MILLIS = TimeUnit.MINUTES.toMillis(5);

  private final BlockingQueue<Command> commands = new ArrayBlockingQueue<>(MOST_QUEUED);
  private final Map<AggregateId, Integer> failures = new ConcurrentHashMap<>();
  private final SightingReader reader;
  private final TimeSource time;
  private final LongAdder unreadable;
  private final LedgerState state;
  private final int lately;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;

  // confined to the thread
  private final List<Command> unsettled = new ArrayList<>();
  private @Nullable Ask ask;

  private Ledger(LedgerState state, SightingReader reader, TimeSource time, Metrics metrics) {
    this.state = state;
    this.lately = state.requestsSince(time.wallMillis() - LATELY_MILLIS);
    this.reader = reader;
    this.time = time;
    unreadable = metrics.dropped("unreadable");
    REFUSALS.forEach(metrics::refused);
    thread = new Thread(this::run, "trackx-relay-log");
    thread.setDaemon(true);
  }

  /**
   * Reads the log in a directory and begins to write.
   *
   * @throws IOException if the directory cannot be read or written
   */
  public static Ledger open(
      Path directory, SightingReader reader, Limits limits, TimeSource time, Metrics metrics)
      throws IOException {
    try {
      Limits possible = limits.within(SegmentLog.roomIn(directory));
      if (possible.maxLog() < limits.maxLog()) {
        LOG.warn(
            "The disk has less room than --max-log. The relay's log will take at most {} MB. Free space on the disk and restart"
                + " the relay, or name a directory on another disk with --data.",
            possible.maxLog() >> 20);
      }
      return open(directory, Segment::onDisk, reader, possible, time, metrics);
    } catch (IOException e) {
      throw new IOException(
          "The relay cannot read or write its log in " + directory + " (" + DiskProblem.inWords(e)
              + "). Free space on the disk, or check the permissions of the files there.",
          e);
    }
  }

  static Ledger open(
      Path directory,
      Segment.Opener opener,
      SightingReader reader,
      Limits limits,
      TimeSource time,
      Metrics metrics)
      throws IOException {
    LedgerState state = new LedgerState(new SegmentLog(directory, opener), limits, metrics);
    state.recover(time.wallMillis());
    Ledger ledger = new Ledger(state, reader, time, metrics);
    ledger.thread.start();
    return ledger;
  }

  // ---- on other threads ------------------------------------------------------------------------

  @Override
  public CompletableFuture<Void> accept(List<Received> requests) {
    List<Object> items = new ArrayList<>(requests.size());
    for (Received request : requests) {
      Object item =
          request.kind() == RequestKind.PING ? SightingReader.ping(request) : read(request);
      if (item == null) {
        unreadable.increment();
      } else {
        items.add(item);
      }
    }
    Accept command = new Accept(items, new CompletableFuture<>());
    if (items.isEmpty()) {
      command.done().complete(null);
    } else if (closing || !commands.offer(command)) {
      command.refuse("queue", Duration.ofSeconds(1));
    } else if (ended) { // between these two lines: no one takes it any more
      command.refuse("shutdown", SOON);
    }
    return command.done();
  }

  /** Returns null if the request cannot be read, or the scrubber failed: such an event must not be kept. */
  private @Nullable Sighting read(Received request) {
    try {
      return reader.read(request);
    } catch (IOException | RuntimeException e) {
      LOG.debug(
          "a request cannot be read ({})", e.getClass().getName()); // its words may be the client's
      return null;
    }
  }

  @Override
  public @Nullable Parcel take(boolean pingsToo, long atMostMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, atMostMillis));
    Ask question = new Ask(pingsToo, deadline, new CompletableFuture<>());
    commands.put(question);
    try {
      return question.answer().get();
    } catch (ExecutionException neverHappens) {
      return null;
    } finally {
      question.answer().complete(null); // if this thread was interrupted, no parcel is for it
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
    boolean handed = false;
    while (!handed && !ended) {
      try {
        handed = commands.offer(new Settle(parcel, verdict), 1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true; // the owner makes room, and the verdict must not be lost
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int failures(Parcel parcel) {
    AggregateId id = parcel.id();
    return id == null ? 0 : failuresOf(id);
  }

  private int failuresOf(AggregateId id) {
    return failures.getOrDefault(id, 0);
  }

  /**
   * Returns how many requests the last run sent to the server in the five minutes before this start, which the server still
   * counts.
   */
  public int requestsLately() {
    return lately;
  }

  /** Returns whether the last batch could be written. */
  public boolean isHealthy() {
    return state.isHealthy() && thread.isAlive();
  }

  // ---- on the owner's thread -------------------------------------------------------------------

  private void run() {
    List<Command> batch = new ArrayList<>();
    while (!closing || !commands.isEmpty()) {
      try {
        collect(commands.poll(untilWork(), TimeUnit.MILLISECONDS), batch);
        process(batch, time.wallMillis());
        answer();
        state.rollIfDue(time.wallMillis());
        state.tidy(time.wallMillis());
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException | Error e) {
        LOG.error("The relay's log failed unexpectedly; what it was writing is refused.", e);
        state.undo();
        refuse(batch, "internal");
      }
      batch.clear();
    }
    end();
  }

  private long untilWork() {
    Ask question = ask;
    long look = state.untilLook(time.wallMillis());
    if (question == null) {
      return 1000;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(question.deadlineNanos() - System.nanoTime());
    return Math.max(0, Math.min(left, look));
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
        for (Object item : accept.items()) {
          size += item instanceof Sighting sighting ? sighting.body().length : 0;
        }
      }
      next = size < LARGEST_BATCH && batch.size() < MOST_QUEUED ? commands.poll() : null;
    }
  }

  private void process(List<Command> batch, long now) {
    List<Accept> accepted = new ArrayList<>();
    List<Settle> settled = new ArrayList<>();
    for (Command command : batch) {
      if (command instanceof Accept accept) {
        if (state.accept(accept, now)) {
          accepted.add(accept);
        } else {
          accept.refuse("log", SOON);
        }
      } else if (command instanceof Settle settle) {
        state.settle(settle, now);
        settled.add(settle);
      } else if (command instanceof Ask question) {
        ask = question;
        state.lookNow(now);
      }
    }
    if (state.write(!accepted.isEmpty())) {
      accepted.forEach(accept -> accept.done().complete(null));
    } else {
      refuse(accepted, "disk");
      unsettled.addAll(settled);
    }
  }

  /** Gives the forwarder what is due, or nothing once its time is over. */
  private void answer() {
    Ask question = ask;
    if (question == null) {
      return;
    }
    if (question.answer().isDone()) { // the thread that asked has left
      ask = null;
      return;
    }
    Parcel parcel = state.choose(question.pingsToo(), this::failuresOf, time.wallMillis());
    boolean over = closing || System.nanoTime() - question.deadlineNanos() >= 0;
    if (parcel != null || over) {
      ask = null;
      question.answer().complete(parcel);
    }
  }

  private static void refuse(List<? extends Command> batch, String reason) {
    for (Command command : batch) {
      if (command instanceof Accept accept) {
        accept.refuse(reason, SOON);
      } else if (command instanceof Ask question) {
        question.answer().complete(null);
      }
    }
  }

  private void end() {
    ended = true;
    List<Command> left = new ArrayList<>();
    commands.drainTo(left);
    Ask question = ask;
    if (question != null) {
      left.add(question);
    }
    refuse(left, "shutdown");
    state.close();
  }

  /** Processes what has queued up, forces the log to the disk, and ends the thread; waits at most 30 seconds. */
  @Override
  public void close() {
    closing = true;
    commands.offer(new Command.Wake());
    try {
      thread.join(SOON.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
