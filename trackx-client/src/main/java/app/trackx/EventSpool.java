package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.spool.Adopted;
import app.trackx.internal.spool.Loss;
import app.trackx.internal.spool.Losses;
import app.trackx.internal.spool.Spool;
import app.trackx.internal.spool.SpooledEvent;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The way between memory and the spool directory, with all that is counted and said on it. A disk
 * that is full, read-only, gone or hanging is one warning and nothing else.
 *
 * <p>What is written here went through the handler, and is the body of a request as it will be
 * sent. All that touches the disk is a task for the {@link DiskThread}, which tells the {@link
 * Backlog} what came of it; no other thread waits for it longer than {@link #READ_MILLIS}, the end
 * of the client excepted.
 */
final class EventSpool implements Losses {
  /** How soon to look whether the directory or a file was read. */
  static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(20));

  /** How soon to look whether a disk that hangs has come back. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.SECONDS.toNanos(1));

  /** So long the sending thread waits for a file: mostly it is there sooner. */
  private static final long READ_MILLIS = 20;

  /** So often files of earlier runs are looked for again that could not be taken over. */
  private static final int MOST_LOOKS = 5;

  private final Spool spool;
  private final DiskThread disk;
  private final Counters counters;
  private final Warnings warnings;

  // sending thread only
  private final UnreadableFiles unread;
  private final Map<SpooledEvent, Failures> failures = new HashMap<>();
  private @Nullable SpooledEvent last;
  private @Nullable Reading reading;
  private boolean adopting;
  private int looksAgain;

  // disk thread only
  private final EventEncoder encoder = new EventEncoder();

  private final AtomicBoolean writingAll = new AtomicBoolean();
  private volatile boolean adoptionFailed; // written before adopted
  private volatile boolean adopted;
  private volatile boolean written;
  private volatile boolean closed;
  private volatile boolean hanging;

  /** A way to that directory, for events of that endpoint. No I/O yet. */
  EventSpool(
      Path directory, Endpoint endpoint, Counters counters, Warnings warnings, TimeSource time) {
    this.spool = new Spool(directory, endpoint.eventUrl(), this);
    this.counters = counters;
    this.warnings = warnings;
    this.unread = new UnreadableFiles(time);
    this.disk = new DiskThread(new DiskThread.Progress() {
      @Override
      public long steps() {
        return spool.steps();
      }
    });
  }

  /** Returns false while the first file would break classes of the JVM, among them its randomness. */
  private boolean isReady() {
    return written || ClassLoading.isSafe(ClassLoading.FEW);
  }

  /**
   * Has an event written that has no place in memory any more; false if that is not possible now.
   * Delivery thread.
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

  /** Has all written that waits, and then that done. Any thread. */
  void writeAll(Backlog backlog, @Nullable Runnable then) {
    if (!writingAll.compareAndSet(false, true) && then == null) {
      return; // it is about to be
    }
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
  }

  private void writeAllNow(Backlog backlog) {
    backlog.spool();
    for (PendingEvent event : backlog.unwritten()) {
      if (!writeNow(event, backlog)) {
        return; // a full disk, most likely: the next would not fit either
      }
    }
  }

  /** Writes an event, unless it is on disk already; false if that failed. */
  private boolean writeNow(PendingEvent event, Backlog backlog) {
    if (!backlog.startWriting(event)) {
      return true;
    }
    SpooledEvent file = null;
    try {
      if (isReady()) {
        byte[] body = encoder.encode(event.event, SendTimeMeta.ofFile(event));
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
   * Has a file deleted that is not needed any more. Never waits.
   *
   * @return false if it was lost before, and counted then
   */
  boolean remove(SpooledEvent file) {
    if (!spool.forget(file)) {
      return false;
    }
    disk.add(new Runnable() {
      @Override
      public void run() {
        try {
          spool.delete(file);
        } catch (IOException failure) {
          warnings.spoolFailed(failure); // it will be sent once more, after the next start
        }
      }
    });
    return true;
  }

  /** Whether the disk does not answer, which is said. The client's own threads. */
  boolean isHanging() {
    boolean hangs = disk.isHanging();
    if (hangs && !hanging) {
      warnings.spoolHangs(TimeUnit.NANOSECONDS.toSeconds(DiskThread.HANGING_NANOS));
    } else if (hanging && !hangs) {
      Log.debug("The disk under the spool directory answers again");
    }
    if (hangs != hanging) {
      hanging = hangs;
    }
    return hangs;
  }

  /**
   * Waits until the disk has done what it was asked for, but not for one that does not move.
   *
   * @return false if it has not
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

  /** Whether it is known what earlier runs left. Any thread. */
  boolean isAdopted() {
    return adopted;
  }

  /** Whether something waits on disk, or may: nobody has looked yet. Any thread. */
  boolean hasToSend() {
    return !adopted || !spool.isEmpty();
  }

  /**
   * Sends one event from the disk, if the gate is open.
   *
   * @return when to call this again
   */
  Delay send(Backlog backlog, ServerHealth health, Sender sender) {
    if (isHanging()) {
      return ASK_AGAIN;
    }
    disk.ensureRunning();
    if (!adopted) {
      startToAdopt();
      return LOOK_AGAIN;
    }
    SpooledEvent file = next();
    if (file == null) {
      return unread.isEmpty() ? Delay.UNTIL_WOKEN : Delay.ofNanos(Math.max(1, unread.nanosLeft()));
    }
    if (health.isDraining() || health.isReplaced()) {
      return Delay.UNTIL_WOKEN; // it is for the next client
    }
    Delay delay = Delay.ofNanos(health.untilEvent(false));
    if (!delay.isNone()) {
      return delay;
    }
    Reading read = reading(file);
    if (!read.isDone()) {
      return LOOK_AGAIN;
    }
    reading = null;
    byte[] body = read.body;
    if (read.failed) {
      unread.add(file);
      last = file; // let the others try
    } else {
      unread.succeeded();
    }
    if (body != null) {
      health.startSpooled();
      Outcome outcome = sender.sendEvent(body, null);
      backlog.answeredFromDisk(outcome);
      answered(file, outcome, health.accepted());
    }
    return Delay.NONE;
  }

  private Reading reading(SpooledEvent file) {
    Reading known = reading;
    if (known == null || known.file != file) {
      known = new Reading(file);
      reading = known;
      disk.add(known);
    }
    return known;
  }

  private void startToAdopt() {
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

  /** Whatever happens, what this run writes is sent, and no handler of the application's is called. */
  private void adopt() {
    boolean failed = true;
    try {
      failed = !closed && read(); // else it is for the next client
    } catch (Throwable failure) {
      sayThatItFailed(failure);
    } finally {
      adoptionFailed = failed;
      adopted = true;
    }
  }

  /** Returns true if something was left where it was. */
  private boolean read() throws IOException {
    Adopted found = spool.adopt();
    if (found.problem() != null) {
      warnings.spoolFailed(found.problem());
    }
    if (found.errors() > 0) {
      Log.debug(found.errors() + " errors of earlier runs wait in the spool directory");
    }
    return found.problem() != null;
  }

  private void sayThatItFailed(Throwable failure) {
    try {
      warnings.spoolFailed(failure);
    } catch (Throwable neverToTheHost) {
      // no memory for words
    }
  }

  /**
   * Looks once more for what another client left: one that was closed when this one was made may
   * have taken its time. After a failure it may take several attempts. Sending thread, when it has
   * nothing to do.
   */
  void lookAgain() {
    if (adopted && looksAgain < (adoptionFailed ? MOST_LOOKS : 1)) {
      looksAgain++;
      adopting = false;
      adopted = false;
    }
  }

  /**
   * The oldest; after one that the server failed on or that could not be read, the one that follows
   * it. Null if none is left that may be read now.
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

  private void answered(SpooledEvent file, Outcome outcome, long serverTook) {
    switch (outcome.kind()) {
      case SENT:
        failures.remove(file);
        if (remove(file)) {
          sent(file);
        }
        break;
      case REJECTED:
        giveUp(file, DropReason.REJECTED);
        break;
      case RETRY:
        counters.retried();
        if (outcome.status() != 0) {
          failed(file, serverTook);
        }
        break;
      default: // it can wait until the endpoint is right, or for another start
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

  private void failed(SpooledEvent file, long serverTook) {
    Failures known = failures.get(file);
    if (known == null) {
      known = new Failures();
      failures.put(file, known);
    }
    last = file; // let the others try
    if (known.tookAtLast != serverTook) {
      known.tookAtLast = serverTook;
      if (++known.count >= Backlog.MAX_FAILURES) {
        giveUp(file, DropReason.RETRIES_EXHAUSTED);
      }
    }
  }

  private void giveUp(SpooledEvent file, DropReason reason) {
    failures.remove(file);
    if (remove(file)) {
      dropped(file, reason);
    }
  }

  /** What waits is there for the next client. Waits for a disk that moves. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!disk.isUsed()) {
      spool.close(); // which has nothing to do
      return;
    }
    disk.add(new Runnable() {
      @Override
      public void run() {
        spool.close();
      }
    });
    disk.await(Long.MAX_VALUE); // a client that is made next may want the files
  }

  /** A file that is being read, on the disk thread, for the sending thread. */
  private final class Reading implements Runnable {
    final SpooledEvent file;
    private final CountDownLatch done = new CountDownLatch(1);

    /** Null if it could not be read; unless that failed, it is counted. */
    byte @Nullable [] body;

    /** Whether the file is to be read later, since the disk or the JVM failed. */
    boolean failed;

    Reading(SpooledEvent file) {
      this.file = file;
    }

    @Override
    public void run() {
      boolean read = false;
      try {
        body = closed ? null : spool.read(file);
        read = true;
      } catch (IOException failure) {
        warnings.spoolUnreadable(failure);
      } finally { // whatever it was, memory perhaps, the file may be whole
        failed = !read && !closed;
        done.countDown();
      }
    }

    /** Whether it was read, if need be after a moment. */
    boolean isDone() {
      try {
        return done.await(READ_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** How often the server failed on a file while it took others. */
  private static final class Failures {
    int count;
    long tookAtLast = -1;
  }
}
