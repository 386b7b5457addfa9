package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way between memory and the spool directory, with all that is counted and said on it. A disk
 * that is full, read-only or gone is one warning and nothing else.
 *
 * <p>What is written here went through the handler, and is the body of a request as it will be
 * sent. Written by whoever holds the {@link Backlog}'s lock; read and sent by the sending thread
 * alone.
 */
final class Spill implements Losses {
  /** How soon to look whether the directory was read. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How soon to ask again for a thread to read it, when there was none to be had. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Spool spool;
  private final EventEncoder encoder = new EventEncoder();
  private final Counters counters;
  private final Warnings warnings;

  // sending thread only
  private final Map<SpooledEvent, Failures> failures = new HashMap<>();
  private @Nullable SpooledEvent last;

  private boolean adopting;
  private boolean lookedAgain;
  private volatile boolean adopted;
  private volatile boolean written;
  private volatile boolean closed;

  /** A way to that directory, for events of that endpoint. No I/O yet. */
  Spill(Path directory, Endpoint endpoint, Counters counters, Warnings warnings) {
    this.spool = new Spool(directory, endpoint.eventUrl(), this);
    this.counters = counters;
    this.warnings = warnings;
  }

  /** Writes an event, unless it is on disk already; false if that failed. */
  boolean write(PendingEvent event) {
    if (event.file != null) {
      return true;
    }
    if (!isReady()) {
      warnings.noRoomForClasses();
      return false;
    }
    try {
      byte[] body = encoder.encode(event.event, LateMeta.ofFile(event));
      event.file = spool.add(body, event.errors, event.firstWallMillis);
    } catch (IOException | RuntimeException | OutOfMemoryError failure) {
      warnings.spoolFailed(failure);
      return false;
    }
    written = true;
    counters.spooled(event.errors);
    return true;
  }

  /** Returns false while the first file would break classes of the JVM, among them its randomness. */
  private boolean isReady() {
    return written || ClassLoading.isSafe(ClassLoading.FEW);
  }

  /**
   * Deletes a file that is not needed any more.
   *
   * @return false if it was lost before, and counted then
   */
  boolean delete(SpooledEvent file) {
    try {
      return spool.remove(file);
    } catch (IOException failure) {
      warnings.spoolFailed(failure); // it will be sent once more, after the next start
      return true;
    }
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
   * @return nanoseconds until then, 0 after an attempt, {@link Backlog#NOTHING} if nothing waits
   */
  long send(Backlog backlog, Sender sender) {
    if (!adopted) {
      return startToAdopt() ? LOOK_AGAIN_NANOS : ASK_AGAIN_NANOS;
    }
    SpooledEvent file = next();
    if (file == null) {
      return Backlog.NOTHING;
    }
    long wait = backlog.untilEvent();
    if (wait != 0) {
      return wait;
    }
    byte[] body = read(file);
    if (body != null) {
      backlog.startFromDisk();
      Outcome outcome = sender.sendEvent(body, null);
      backlog.answeredFromDisk(outcome);
      answered(file, outcome, backlog.serverTook());
    }
    return 0;
  }

  /** On a thread of its own: a disk that hangs must not hold up what is in memory. */
  private boolean startToAdopt() {
    if (!adopting) {
      adopting = true;
      try {
        DetachedThreads.create(OwnThreads.SPOOL, new Runnable() {
              @Override
              public void run() {
                adopt();
              }
            })
            .start();
      } catch (Throwable noThread) {
        adopting = false;
      }
    }
    return adopting;
  }

  /** Whatever happens, what this run writes is sent, and no handler of the application's is called. */
  private void adopt() {
    try {
      read();
    } catch (Throwable failure) {
      sayThatItFailed(failure);
    } finally {
      adopted = true;
    }
  }

  private void read() throws IOException {
    Adopted found = spool.adopt();
    if (found.problem() != null) {
      warnings.spoolFailed(found.problem());
    }
    if (found.errors() > 0) {
      Log.debug(found.errors() + " errors of earlier runs wait in the spool directory");
    }
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
   * have taken its time. Sending thread, when it has nothing to do.
   */
  void lookAgain() {
    if (adopted && !lookedAgain) {
      lookedAgain = true;
      adopting = false;
      adopted = false;
    }
  }

  /** The oldest; after one that the server failed on, the one that follows it. */
  private @Nullable SpooledEvent next() {
    SpooledEvent after = last;
    SpooledEvent next = after == null ? null : spool.nextAfter(after);
    return next == null ? spool.next() : next;
  }

  private byte @Nullable [] read(SpooledEvent file) {
    try {
      return spool.read(file);
    } catch (IOException failure) {
      if (!closed) {
        warnings.spoolFailed(failure);
        if (delete(file)) {
          dropped(file, DropReason.SPOOL_DAMAGED);
        }
      }
      return null;
    }
  }

  private void answered(SpooledEvent file, Outcome outcome, long serverTook) {
    switch (outcome.kind()) {
      case SENT:
        failures.remove(file);
        if (delete(file)) {
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
    if (delete(file)) {
      dropped(file, reason);
    }
  }

  /** What waits is there for the next client. */
  void close() {
    closed = true;
    spool.close();
  }

  /** How often the server failed on a file while it took others. */
  private static final class Failures {
    int count;
    long tookAtLast = -1;
  }
}
