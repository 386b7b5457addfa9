package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.log.Log;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.spool.Adopted;
import app.trackx.internal.spool.DiskThread;
import app.trackx.internal.spool.FileReading;
import app.trackx.internal.spool.Loss;
import app.trackx.internal.spool.Losses;
import app.trackx.internal.spool.SharedBudget;
import app.trackx.internal.spool.Spool;
import app.trackx.internal.spool.SpooledEvent;
import app.trackx.internal.spool.UnreadableFiles;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The link between memory and the spool directory, with its counts and warnings. A disk that is
 * full, read-only, missing or hanging causes one warning and nothing else.
 *
 * <p>Events written here have passed the handler and are stored as the body of a request. All disk
 * access is a task for the {@link DiskThread}, which reports the result to the {@link Backlog}. No
 * other thread waits for it longer than {@link #READ_MILLIS}, except when the client ends.
 */
final class EventSpool implements Losses, Backlog.Files {
  /** How soon to check whether the directory or a file was read. */
  static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(20));

  /** How soon to check whether a hanging disk has recovered. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.SECONDS.toNanos(1));

  /** How long the sending thread waits for a file, which mostly takes less. */
  private static final long READ_MILLIS = 20;

  /** How often to search again for files of earlier runs that could not be recovered. */
  private static final int MOST_LOOKS = 5;

  private final Spool spool;
  private final DiskThread disk;
  private final Counters counters;
  private final TimeSource time;
  private final Warnings warnings;

  // sending thread only
  private final UnreadableFiles unread;
  private final Map<SpooledEvent, Failures> failures = new HashMap<>();
  private @Nullable SpooledEvent last;
  private @Nullable FileReading reading;
  private boolean adopting;
  private int looksAgain;

  private final AtomicBoolean writingAll = new AtomicBoolean();
  private volatile boolean adoptionFailed; // written before adopted
  private volatile boolean adopted;
  private volatile boolean written;
  private volatile boolean closed;
  private volatile boolean hanging;

  /** Creates a spool for a directory and an endpoint. No I/O yet. */
  EventSpool(
      Path directory, Endpoint endpoint, Counters counters, Warnings warnings, TimeSource time) {
    this.spool = new Spool(directory, endpoint.eventUrl(), endpoint.server(), this);
    this.counters = counters;
    this.time = time;
    this.warnings = warnings;
    this.unread = new UnreadableFiles(time);
    this.disk = new DiskThread(new DiskThread.Progress() {
      @Override
      public long steps() {
        return spool.steps();
      }
    });
  }

  /** Returns the budget that the client shares with others that use this directory. No I/O yet. */
  SharedBudget share(ServerHealth health) {
    return new SharedBudget(spool, disk, time, new SharedBudget.Budget() {
      @Override
      public long @Nullable [] reserve(long @Nullable [] shared) {
        return health.reserve(shared);
      }

      @Override
      public long[] publish(long @Nullable [] shared) {
        return health.publish(shared);
      }

      @Override
      public long @Nullable [] giveBack(long @Nullable [] shared) {
        return SendGate.giveBack(shared);
      }
    });
  }

  /**
   * Returns false while writing the first file would break JDK classes, including random number
   * generators, for lack of resources.
   */
  private boolean isReady() {
    return written || ClassLoading.isSafe(ClassLoading.FEW);
  }

  /**
   * Writes an event that was evicted from memory; returns false if that is not possible now.
   * Processing thread.
   */
  boolean write(PendingEvent event, Backlog backlog) {
    return !isHanging()
        && disk.addIfRoom(new Runnable() {
          @Override
          public void run() {
            writeNow(event, backlog);
          }
        });
  }

  /** Writes all queued events, then runs {@code then}. Any thread. */
  @Override
  public void writeAll(Backlog backlog, @Nullable Runnable then) {
    if (!writingAll.compareAndSet(false, true) && then == null) {
      return; // already scheduled
    }
    boolean scheduled = false;
    try {
      disk.add(new Runnable() {
        @Override
        public void run() {
          writingAll.set(false);
          try {
            writeAllNow(backlog);
          } finally {
            if (then != null) {
              then.run();
            }
          }
        }
      });
      scheduled = true;
    } finally {
      if (!scheduled) { // for lack of memory
        writingAll.set(false);
      }
    }
  }

  private void writeAllNow(Backlog backlog) {
    backlog.spool();
    for (PendingEvent event : backlog.unwritten()) {
      if (!writeNow(event, backlog)) {
        return; // most likely the disk is full: the next would not fit either
      }
    }
  }

  /** Writes an event unless it is on disk already; returns false if that failed. */
  private boolean writeNow(PendingEvent event, Backlog backlog) {
    if (!backlog.startWriting(event)) {
      return true;
    }
    SpooledEvent file = null;
    try {
      if (isReady()) {
        byte[] body = event.event.encode(SendTimeMeta.ofFile(event));
        file = spool.add(body, event.errors, event.firstWallMillis);
        written = true;
      } else {
        warnings.noRoomForClasses();
      }
    } catch (IOException | RuntimeException | OutOfMemoryError failure) {
      warnings.spoolFailed(failure);
    } finally {
      backlog.written(event, file);
    }
    return file != null;
  }

  /**
   * Schedules the deletion of a file that is no longer needed. Never blocks.
   *
   * @return false if the file was lost before, and counted then
   */
  @Override
  public boolean remove(SpooledEvent file) {
    if (!spool.forget(file)) {
      return false;
    }
    disk.add(new Runnable() {
      @Override
      public void run() {
        try {
          spool.delete(file);
        } catch (IOException failure) {
          warnings.spoolFailed(failure); // the event will be sent again after the next start
        }
      }
    });
    return true;
  }

  /** Returns true while the disk hangs, and logs changes. The client's own threads. */
  boolean isHanging() {
    boolean hangs = disk.isHanging();
    if (hangs && !hanging) {
      warnings.spoolHangs(TimeUnit.NANOSECONDS.toSeconds(DiskThread.HANGING_NANOS));
    } else if (hanging && !hangs) {
      Log.debug("The disk of the spool directory responds again");
    }
    if (hangs != hanging) {
      hanging = hangs;
    }
    return hangs;
  }

  /**
   * Blocks until the disk has finished its tasks, but not while it hangs.
   *
   * @return false if it has not finished
   */
  boolean settle(long nanos) {
    return disk.await(nanos);
  }

  @Override
  public void lost(SpooledEvent file, Loss why) {
    dropped(file, why == Loss.EVICTED ? DropReason.SPOOL_FULL : DropReason.SPOOL_DAMAGED);
  }

  private void dropped(SpooledEvent file, DropReason reason) {
    if (file.fromEarlierRun()) {
      counters.lostOfEarlierRun(reason, file.errors());
    } else {
      counters.unspooled(file.errors());
      counters.dropped(reason, file.errors());
    }
  }

  /** Returns true once the files of earlier runs are known. Any thread. */
  boolean isAdopted() {
    return adopted;
  }

  /**
   * Returns true if events are on disk, or may be because the directory was not read yet. Any
   * thread.
   */
  boolean hasToSend() {
    return !adopted || !spool.isEmpty();
  }

  /**
   * Sends one event from the disk if the gate is open.
   *
   * @return when to try again; {@link Delay#NONE} after an attempt, {@link Delay#UNTIL_WOKEN} if
   *     there is nothing to send
   */
  Delay send(Backlog backlog, ServerHealth health, Sender sender) {
    if (isHanging()) {
      return ASK_AGAIN;
    }
    disk.ensureRunning();
    if (!adopted) {
      startAdopting();
      return LOOK_AGAIN;
    }
    SpooledEvent file = next();
    if (file == null) {
      return unread.isEmpty() ? Delay.UNTIL_WOKEN : Delay.ofNanos(Math.max(1, unread.nanosLeft()));
    }
    if (health.isDraining() || health.isReplaced()) {
      return Delay.UNTIL_WOKEN; // it is for the next client
    }
    Delay delay = Delay.ofNanos(health.untilEvent(false, false));
    if (!delay.isNone()) {
      return delay;
    }
    FileReading read = reading(file);
    if (!read.isDone(READ_MILLIS)) {
      return LOOK_AGAIN;
    }
    reading = null;
    if (read.hasFailed()) {
      unread.add(file);
      last = file; // try the others first
    } else {
      unread.succeeded();
    }
    if (read.failure() != null) {
      warnings.spoolUnreadable(read.failure());
    }
    byte[] body = read.body();
    return body == null || send(file, body, backlog, health, sender) ? Delay.NONE : LOOK_AGAIN;
  }

  /** Sends an event of the spool; returns false if it may no longer be sent. */
  private boolean send(
      SpooledEvent file, byte[] body, Backlog backlog, ServerHealth health, Sender sender) {
    if (!backlog.startFile()) {
      return false;
    }
    try {
      Outcome outcome = send(file, body, sender);
      backlog.answeredFromDisk(outcome);
      answered(file, outcome, health.processedRequests());
    } finally {
      backlog.finishFile();
    }
    return true;
  }

  private Outcome send(SpooledEvent file, byte[] body, Sender sender) {
    long start = time.nanoTime();
    Outcome outcome = sender.sendEvent(body, null);
    if (outcome.kind() == Outcome.Kind.SENT) {
      counters.tellSent(file.errors(), body.length, time.nanoTime() - start);
    }
    return outcome;
  }

  private FileReading reading(SpooledEvent file) {
    FileReading known = reading;
    if (known == null || known.file() != file) {
      known = new FileReading(spool, file);
      reading = known;
      disk.add(known);
    }
    return known;
  }

  private void startAdopting() {
    if (!adopting) {
      adopting = true;
      disk.add(new Runnable() {
        @Override
        public void run() {
          adopt();
        }
      });
    }
  }

  /**
   * Recovers files of earlier runs. Whatever happens, this run's own files are sent, and no handler
   * of the application is called.
   */
  private void adopt() {
    boolean failed = true;
    try {
      failed = !closed && read(); // otherwise it is left to the next client
    } catch (Throwable failure) {
      logFailure(failure);
    } finally {
      adoptionFailed = failed;
      adopted = true;
    }
  }

  /** Reads the directory. Returns true if files were left behind. */
  private boolean read() throws IOException {
    Adopted found = spool.adopt();
    if (found.problem() != null) {
      warnings.spoolFailed(found.problem());
    }
    if (found.errors() > 0) {
      Log.debug("Found " + found.errors() + " spooled errors of earlier runs");
    }
    return found.problem() != null;
  }

  private void logFailure(Throwable failure) {
    try {
      warnings.spoolFailed(failure);
    } catch (Throwable neverToTheHost) {
      // no memory for logging
    }
  }

  /**
   * Searches once more for files of another client: one that was closed when this one was created
   * may have needed time. After a failure, searches several times. Sending thread, when idle.
   */
  void lookAgain() {
    if (adopted && looksAgain < (adoptionFailed ? MOST_LOOKS : 1)) {
      looksAgain++;
      adopting = false;
      adopted = false;
    }
  }

  /**
   * Returns the oldest file; after one that could not be sent or read, the one that follows it.
   * Null if no file may be read now.
   */
  private @Nullable SpooledEvent next() {
    SpooledEvent after = last;
    SpooledEvent next = after == null ? null : readableFrom(spool.nextAfter(after));
    return next == null ? readableFrom(spool.next()) : next;
  }

  private @Nullable SpooledEvent readableFrom(@Nullable SpooledEvent first) {
    SpooledEvent file = first;
    while (file != null && unread.contains(file)) {
      file = spool.nextAfter(file);
    }
    return file;
  }

  private void answered(SpooledEvent file, Outcome outcome, long processedRequests) {
    switch (outcome.kind()) {
      case SENT:
        failures.remove(file);
        if (remove(file)) {
          sent(file);
        }
        break;
      case REJECTED:
        drop(file, DropReason.REJECTED);
        break;
      case RETRY:
        counters.retried();
        if (outcome.status() != 0) {
          failed(file, processedRequests);
        }
        break;
      default: // kept until the endpoint is correct, or for the next start
        counters.retried();
    }
  }

  private void sent(SpooledEvent file) {
    if (file.fromEarlierRun()) {
      counters.recovered(file.errors());
    } else {
      counters.unspooled(file.errors());
      counters.sent(file.errors());
    }
  }

  private void failed(SpooledEvent file, long processedRequests) {
    Failures known = failures.get(file);
    if (known == null) {
      known = new Failures();
      failures.put(file, known);
    }
    last = file; // try the others first
    if (known.processedAtLast != processedRequests) {
      known.processedAtLast = processedRequests;
      if (++known.count >= ServerHealth.MAX_FAILURES) {
        drop(file, DropReason.RETRIES_EXHAUSTED);
      }
    }
  }

  private void drop(SpooledEvent file, DropReason reason) {
    failures.remove(file);
    if (remove(file)) {
      dropped(file, reason);
    }
  }

  /**
   * Closes the spool and leaves its files to the next client. Waits for a disk that makes progress.
   */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!disk.isUsed()) {
      spool.close(); // there is nothing to do on disk
      return;
    }
    disk.add(new Runnable() {
      @Override
      public void run() {
        spool.close();
      }
    });
    disk.await(Long.MAX_VALUE); // the next client may want the files
  }

  /** How often sending a file failed while other events were accepted. */
  private static final class Failures {
    int count;
    long processedAtLast = -1;
  }
}
