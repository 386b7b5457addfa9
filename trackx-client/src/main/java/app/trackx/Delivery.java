package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.LastClosed;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.ReportQueue;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.json.JsonValues;
import app.trackx.internal.json.LiveMeta;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.session.VisitorToken;
import app.trackx.internal.session.Visitors;
import app.trackx.internal.settings.Endpoint;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of a client's errors and pings, as application threads control it: they request
 * pings, wait for what is pending ({@link #flush}), and end it ({@link #close}). Errors come in
 * through the {@link ErrorRecorder}. Two threads do the work, in {@link ProcessWorker} and
 * {@link SendWorker}.
 */
final class Delivery implements Runnable {
  private static final int MOST_REPORT_BYTES = 8 * 1024;
  private static final long MOST_REPORT_AGE_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Options options;
  private final TimeSource time;
  private final Warnings warnings;
  final Counters counters;
  private final Lifecycle lifecycle = new Lifecycle();
  final ErrorRecorder recorder;
  private final Inbox inbox;
  private final MemoryReserve reserve;
  private final ProcessWorker worker;
  private final Workers workers;
  private final Handover handover;

  /** Created with the first preview; guarded by this. */
  private @Nullable Preview preview;

  /** Created with the first wait for the end; guarded by this. */
  private @Nullable Shutdown shutdown;

  /** Creates the delivery of errors to which {@code meta} is added. */
  Delivery(Options options, LiveMeta meta, TimeSource time) {
    this.options = options;
    this.time = time;
    this.warnings = new Warnings(options.endpoint, options.origin);
    this.inbox = new Inbox(options.queueCapacity);
    this.counters = new Counters(warnings, inbox.errors);
    this.reserve = new MemoryReserve(options.endpoint.secure());
    this.worker = new ProcessWorker(options, inbox, lifecycle, counters, reserve, time);
    this.workers = worker.workers();
    this.handover = worker.handover();
    this.recorder =
        new ErrorRecorder(meta, inbox, lifecycle, counters, reserve, workers, time, this);
  }

  /** Returns the current time on the monotonic clock. */
  long now() {
    return time.nanoTime();
  }

  Diagnostics diagnostics() {
    return counters.read();
  }

  /** Returns what the sending thread showed last. Takes no lock. */
  Diagnostics.DeliveryState state() {
    if (!lifecycle.isOpen()) {
      return Diagnostics.DeliveryState.CLOSED;
    }
    Pipeline stages = workers.pipeline();
    return stages == null
        ? Diagnostics.DeliveryState.READY
        : stages.health().shownState(time.nanoTime());
  }

  boolean reportsTo(Endpoint endpoint) {
    return options.endpoint.isSame(endpoint);
  }

  /** Returns the body that would be sent; null for none. Counts nothing. */
  @Nullable
  String preview(Occurrence occurrence) throws IOException {
    return preview().of(occurrence);
  }

  private synchronized Preview preview() {
    Preview known = preview;
    if (known == null) {
      known = new Preview(options, warnings);
      preview = known;
      recorder.neverCaptureIn(known);
    }
    return known;
  }

  /** Returns true once the client no longer captures errors. */
  boolean isClosing() {
    return !lifecycle.isOpen();
  }

  /** Requests a ping for the application. */
  void ping() {
    if (lifecycle.isOpen()) {
      inbox.ping.request();
      workers.ensureProcessing();
    }
  }

  /**
   * Requests a ping for a visitor not seen today. Takes no lock, never blocks, and allocates
   * nothing for a known visitor.
   */
  void ping(String visitor) {
    long fingerprint = VisitorToken.fingerprint(visitor);
    if (!lifecycle.isOpen() || visitor.isEmpty()) { // empty: there was no memory for one
      return;
    }
    if (fingerprint == VisitorToken.NONE) {
      counters.pingWithoutToken();
      workers.ensureProcessing();
      return;
    }
    long day = UtcDay.of(time.wallMillis());
    Visitors visitors = inbox.visitors();
    if (visitors.knows(fingerprint, day)) {
      return;
    }
    if (!visitors.offer(new VisitorPing(visitor, fingerprint, day))) {
      counters.pingWithoutRoom();
    }
    workers.ensureProcessing();
    if (visitors.isHalfFull() && !workers.isHurried()) {
      workers.hurry();
    }
  }

  /** Queues the report of a browser. Copies it; takes the lock of its queue for a moment. */
  void sendReport(Map<String, ?> report) {
    if (!lifecycle.isOpen()) {
      return;
    }
    Map<String, @Nullable Object> copy = JsonValues.wholeWordsOf(report, MOST_REPORT_BYTES);
    Object age = copy.remove("age");
    boolean valid = copy.get("type") instanceof String && copy.get("url") instanceof String;
    long millis = age instanceof Number ? Math.max(0, ((Number) age).longValue()) : 0;
    ReportQueue reports = inbox.reports(time);
    if (!valid || !reports.offer(copy, Math.min(millis, MOST_REPORT_AGE_MILLIS))) {
      counters.reportsDropped(1);
      return;
    }
    if (workers.pipeline() == null) {
      workers.ensureProcessing(); // which wakes the sending thread when it has created it
    } else {
      workers.wakeSending();
    }
  }

  /** Sets what to do when the client has ended. Before anything is captured. */
  void atEnd(Runnable action) {
    lifecycle.atEnd(action);
  }

  /** Starts reading the spool directory, if there is one. */
  void start() {
    if (worker.spools()) {
      try {
        workers.ensureProcessing(); // to send events of earlier runs
      } catch (Throwable noThread) {
        ThreadStop.rethrow(noThread);
        // started with the first event instead
      }
    }
  }

  /** Returns true until the client that this one replaces has ended. For tests. */
  boolean hasPrevious() {
    return handover.hasPrevious();
  }

  /**
   * Blocks until every event captured before has been sent or dropped. Returns false if time runs
   * out or the server rate-limits the client.
   */
  boolean flush(long nanos) {
    if (!worker.isUnfinished()) {
      return true;
    }
    if (nanos <= 0 || recorder.isOwnThread()) { // the thread would wait for itself
      return false;
    }
    long flush = inbox.flushes.ask();
    try {
      Pipeline stages = workers.pipeline();
      if (stages != null) {
        stages.health().forgetRateLimit(); // may be outdated; the sending thread checks again
      }
      workers.await(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return inbox.flushes.isDone(flush) || workers.isRateLimited();
            }
          },
          nanos,
          new RunningTime(time, inbox.flushes, 0));
    } finally {
      inbox.flushes.stopWaiting();
    }
    return inbox.flushes.isDone(flush);
  }

  /**
   * Lets this client, which is not published yet, continue from the state of a closed one with the
   * same endpoint.
   */
  void restore(LastClosed last) {
    if (last.isOf(options.endpoint.identity())) {
      handover.restoreFrom(last);
    }
  }

  /** Returns the state that this client, which is about to be closed, leaves to the next one. */
  LastClosed remember() {
    return handover.remember(options.endpoint);
  }

  /**
   * Records the final state of a closed client. If it was closed before, its threads have recorded
   * nothing.
   */
  void recordLast() {
    Pipeline stages = workers.pipeline();
    if (stages != null) {
      handover.record(stages.health());
    }
  }

  /**
   * Prepares the handover to a client of the same endpoint, before that can capture anything;
   * {@link #closeAndHandOver} follows.
   */
  void prepareTakeover(Delivery next) {
    boolean used = workers.pipeline() != null || !lifecycle.hasEnded();
    if (used && next.options.endpoint.isSame(options.endpoint)) {
      handover.prepare(next.handover);
    }
  }

  /** Waits for an error that was captured after the shutdown hook; see {@link Shutdown#drainLate}. */
  @Override
  public void run() {
    shutdown().drainLate();
  }

  /** Releases the memory reserve because the heap is full. Allocates nothing. */
  void releaseReserve() {
    reserve.release();
  }

  /**
   * Sends pending events when the JVM shuts down, for {@code nanos} at most. Does nothing if none
   * is pending. From then on, a thread that captures an error waits for it; see
   * {@link Shutdown#drainLate}.
   */
  void drainAtExit(long nanos) {
    lifecycle.jvmExits(nanos);
    moveUnread();
    if (isUsed()) {
      shutdown().drainAtExit(nanos);
    }
    lifecycle.exitDrained();
    if (worker.isUnfinished()) { // what was captured before that could be seen
      shutdown().drainLate();
    }
  }

  /**
   * Stops capturing, and ends the client when pending events were sent or after {@code nanos}.
   *
   * @param wait whether to block until then
   */
  void close(long nanos, boolean wait) {
    try {
      closeIfOpen(nanos, wait);
    } catch (LinkageError closedLoader) {
      // the class loader of this client was closed first, which the processing thread reports
    }
  }

  private void closeIfOpen(long nanos, boolean wait) {
    if (!lifecycle.isOpen()) {
      return;
    }
    long start = time.nanoTime();
    moveUnread(); // before, or the client may end without them
    long deadline = lifecycle.close(start, nanos, wait);
    moveUnread(); // after, since a task may have failed meanwhile
    if (!isUsed() && inbox.visitorsIfAny() == null && inbox.reportsIfAny() == null) {
      worker.finish(); // nothing was ever captured
      return;
    }
    if (!workers.tryToWake()) {
      closeWithoutThread(start);
    }
    if (wait && !recorder.isOwnThread()) {
      shutdown().awaitEnd(start, deadline, nanos);
    }
  }

  /** Stops capturing and hands pending events over to the prepared client. */
  void closeAndHandOver(Delivery next, long nanos) {
    boolean used = isUsed();
    if (!handover.isPrepared() || !used) {
      close(nanos, false);
    } else if (lifecycle.isOpen()) {
      long start = time.nanoTime();
      moveUnread();
      lifecycle.close(start + Math.max(nanos, Handover.LONGEST_NANOS));
      moveUnread();
      if (!workers.tryToWake()) {
        closeWithoutThread(start);
      }
    }
    if (used && handover.isPrepared()) {
      next.workers.tryToWake();
    }
  }

  /** Moves failures to the errors though their futures may still be read, since there is no later. */
  private void moveUnread() {
    inbox.moveUnread(time.nanoTime(), true, counters);
  }

  /** Keeps pending events until JVM shutdown, which requests a thread again. */
  private void closeWithoutThread(long start) {
    lifecycle.setDeadline(start + TimeUnit.DAYS.toNanos(365));
    if (!worker.isUnfinished()) {
      worker.finish();
    }
  }

  private boolean isUsed() {
    return workers.pipeline() != null || worker.isUnfinished();
  }

  private synchronized Shutdown shutdown() {
    Shutdown known = shutdown;
    if (known == null) {
      known = new Shutdown(worker, inbox.flushes, lifecycle, counters, reserve, time);
      shutdown = known;
    }
    return known;
  }
}
