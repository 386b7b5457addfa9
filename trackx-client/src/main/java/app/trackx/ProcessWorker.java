package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.session.Visitors;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The work of the processing thread: takes errors from the inbox, turns them into queued events, and
 * ends the client after it was closed. It never waits for the network.
 *
 * <p>It creates what only the threads need, on its first run: the pipeline and the sending thread.
 */
final class ProcessWorker implements WorkerThread.Work {
  /** Bounds a step, so that a storm of errors does not delay a close or a flush. */
  private static final int ERRORS_PER_STEP = 64;

  private static final int VISITORS_PER_STEP = 512;

  private static final long TO_PREPARE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A thread of the client ends after this time without work. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How soon to check whether the replacing client is ready. */
  private static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(20));

  /** How soon to try again after a lack of memory or threads. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));

  /** How soon to check again whether the pipeline's classes can be loaded. */
  private static final Delay LOAD_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(200));

  private final Options options;
  private final Inbox inbox;
  private final Lifecycle lifecycle;
  private final Counters counters;
  private final Warnings warnings;
  private final MemoryReserve reserve;
  private final TimeSource time;
  private final Workers workers;
  private final Handover handover;

  // processing thread only
  private boolean prepared;
  private long preparedAt;

  /** True once an error was processed, so that the classes for it are initialized. */
  private boolean warm;

  ProcessWorker(
      Options options,
      Inbox inbox,
      Lifecycle lifecycle,
      Counters counters,
      MemoryReserve reserve,
      TimeSource time) {
    this.options = options;
    this.inbox = inbox;
    this.lifecycle = lifecycle;
    this.counters = counters;
    this.warnings = counters.warnings();
    this.reserve = reserve;
    this.time = time;
    WorkerThread thread = new WorkerThread(ThreadNames.PROCESS, true, this, time, IDLE_NANOS);
    this.workers = new Workers(thread, reserve);
    this.handover = new Handover(lifecycle, inbox, workers, counters, time);
  }

  /** Returns the thread of this work, and the one that sends. */
  Workers workers() {
    return workers;
  }

  /** Returns the links to the clients before and after this one. */
  Handover handover() {
    return handover;
  }

  @Override
  public Delay step() {
    try {
      return takeStep();
    } catch (OutOfMemoryError full) {
      if (ClassLoading.noticeOutOfMemory(full.getMessage())) {
        return LOOK_AGAIN;
      }
      if (!isBusy()) {
        // the reserve is for errors; an application that is filling its heap would take it
        return ASK_AGAIN;
      }
      if (reserve.release()) {
        return Delay.NONE; // again, at once; as a new step, since this one is half done
      }
      throw full;
    }
  }

  private Delay takeStep() {
    workers.looks();
    boolean first = workers.pipeline() == null;
    if (first && !reserve.hasRoom()) {
      reserve.release(); // before a class fails to initialize, which would be permanent
    }
    if (workers.noticeRefusal()) {
      warnings.noThread(); // logged by the next thread that the JVM starts
    }
    if (!reserve.isReleased()) {
      warnings.logPending();
    }
    if (mustWaitForRoom(first)) {
      return waitForRoom();
    }
    Pipeline stages;
    try {
      stages = pipeline();
    } catch (OutOfMemoryError full) {
      throw full; // not a problem of the class path
    } catch (Throwable brokenClassPath) {
      return withoutPipeline(brokenClassPath);
    }
    return takeStep(stages, first);
  }

  /** One round of the thread's work, in order. */
  private Delay takeStep(Pipeline stages, boolean first) {
    stages.noticeDeath();
    stages.watchDisk();
    moveUnread(lifecycle.isLast() || reserve.isReleased());
    noticeFlush(stages);
    boolean pingChanged = placePing(stages);
    boolean hurry = mustNotWait();
    stages.lookAtHeld();
    int taken = takeErrors(stages);
    if ((taken < ERRORS_PER_STEP || hurry) && stages.release(hurry)) {
      dispatch(stages);
    }
    int visitors = takeVisitors(stages);
    if (handover.isPrepared() && !lifecycle.hasEnded()) {
      dispatch(stages);
    }
    boolean toEnd = mustEnd(stages);
    if (toEnd) {
      end(stages);
    }
    counters.tellDropped();
    reportProgress(stages);
    if (first || toEnd || pingChanged || (taken > 0 && inbox.ping.isRequested())) {
      workers.tryToWakeSending();
    }
    if (taken == 0) {
      prepare(stages);
    }
    return taken > 0 || visitors > 0
        ? Delay.NONE
        : rest(stages); // so that the thread sees that there is traffic
  }

  /** Returns true if no error may wait for the end of its request, since somebody waits for it. */
  private boolean mustNotWait() {
    return lifecycle.isLast()
        || inbox.flushes.hasToServe()
        || handover.isPrepared()
        || reserve.isReleased();
  }

  private void moveUnread(boolean all) {
    inbox.moveUnread(time.nanoTime(), all, counters);
  }

  /** Before anything is taken that a flush must wait for. */
  private void noticeFlush(Pipeline stages) {
    if (!handover.isTakingOver()) { // otherwise a flush waits for the takeover, too
      stages.noticeFlush(inbox.flushes, inbox.errors);
    }
  }

  /** Places a requested ping behind what was captured before it. Returns true if it was moved. */
  private boolean placePing(Pipeline stages) {
    long taken = stages.taken();
    boolean placed = inbox.ping.place(taken + inbox.errors.size());
    boolean sooner = inbox.errors.size() == 0 && inbox.ping.noticeEmptyIntake(taken);
    return placed || sooner;
  }

  private void reportProgress(Pipeline stages) {
    if (!isBusy()) {
      reserve.reacquire(time.nanoTime()); // before a flush is told that all is done
    }
    stages.backlog().advance(inbox.flushes, inbox.ping);
    if (lifecycle.isLast()) {
      inbox.flushes.signal();
    }
    if (lifecycle.hasEnded() && inbox.ping.withdraw()) { // asked for at the moment of the end
      counters.pingsDropped(1);
    }
  }

  private boolean mustWaitForRoom(boolean first) {
    return (first || (!warm && inbox.errors.size() > 0 && !isTimeUp()))
        && !ClassLoading.isSafe(ClassLoading.FEW);
  }

  /**
   * Called while the pipeline's classes cannot be loaded. Captured errors stay in the intake until
   * shutdown.
   */
  private Delay waitForRoom() {
    warnings.noRoomForClasses();
    if (!isTimeUp()) {
      return LOAD_AGAIN;
    }
    try {
      dropAll(DropReason.SHUTDOWN);
      warnings.lostAtShutdown(counters.read(), 0);
    } finally {
      finish();
      inbox.flushes.signal();
    }
    return Delay.FOREVER;
  }

  private Delay rest(Pipeline stages) {
    Delay delay = untilEnd()
        .orSooner(stages.untilRelease())
        .orSooner(Delay.ofNanos(inbox.untilUnread(time.nanoTime())));
    if (workers.isSendingRefused()) {
      workers.tryToWakeSending(); // nobody else would ask again
      return delay.orSooner(ASK_AGAIN);
    }
    return delay;
  }

  private Delay untilEnd() {
    if (lifecycle.isShuttingDown()) {
      return handover.isReplaced()
          ? LOOK_AGAIN
          : Delay.ofNanos(Math.max(1, lifecycle.deadline() - time.nanoTime()));
    }
    return lifecycle.hasEnded() && !inbox.hasArrivals() ? Delay.FOREVER : Delay.UNTIL_WOKEN;
  }

  // ---- the first run ---------------------------------------------------------------------------

  private Pipeline pipeline() {
    Pipeline known = workers.pipeline();
    return known == null ? open() : known;
  }

  private Pipeline open() {
    PipelineClasses.load();
    loadShutdown();
    Pipeline stages = new Pipeline(options, counters, inbox.ping, time, new Random(), reserve);
    handover.pull(stages);
    handover.restore(stages.health());
    SendWorker work = new SendWorker(stages, inbox, lifecycle, handover, workers, counters);
    workers.open(stages, new WorkerThread(ThreadNames.SEND, false, work, time, IDLE_NANOS));
    handover.restored(); // last: until then a close passes it on
    preparedAt = time.nanoTime() + TO_PREPARE_NANOS;
    return stages;
  }

  /**
   * Loads classes that only the shutdown of a client needs. By then the class loader may be closed:
   * that of a web application is, soon after its logging library was stopped.
   */
  private void loadShutdown() {
    new RunningTime(time, inbox.flushes, 0);
    ExitReport.load();
    counters.read();
  }

  /**
   * Loads classes that the first error did not need. Not before it was delivered or a second has
   * passed: a JVM that exits with its first error has no time for that.
   */
  private void prepare(Pipeline stages) {
    if (prepared
        || lifecycle.isLast()
        || reserve.isMemoryShort()
        || !ClassLoading.isSafe(ClassLoading.FEW)
        || (isBusy() && time.nanoTime() - preparedAt < 0)) {
      return;
    }
    prepared = true;
    try {
      stages.prepare();
    } catch (Throwable fullOrClosed) {
      // no memory, or a web application's closed class loader: loaded again on first use
    }
  }

  /** Drops everything because a library is missing or has a wrong version, and logs a warning. */
  private Delay withoutPipeline(Throwable failure) {
    try {
      warnings.broken(failure);
    } catch (LinkageError closedLoader) { // once: the logging classes cannot be loaded either
      System.err.println("[trackx] The class loader of the TrackX client was closed before the"
          + " client. All events are dropped. Call TrackX.close() first.");
    } finally {
      dropAll(DropReason.INTERNAL_ERROR);
      if (lifecycle.isShuttingDown()) {
        finish();
      }
    }
    return lifecycle.hasEnded() ? Delay.FOREVER : Delay.UNTIL_WOKEN;
  }

  private void dropAll(DropReason reason) {
    dropPing();
    moveUnread(true);
    while (inbox.errors.poll() != null) {
      counters.dropped(reason, 1);
      moveUnread(true);
    }
    for (Visitors known = inbox.visitorsIfAny(); known != null && known.poll() != null; ) {
      counters.pingsDropped(1);
    }
    inbox.flushes.notice(0, inbox.errors);
    inbox.flushes.advance(Long.MAX_VALUE, Long.MAX_VALUE);
    inbox.flushes.signal();
  }

  private void dropPing() {
    counters.pingsDropped(inbox.ping.withdraw() ? 1 : 0);
  }

  // ---- errors and visitors ---------------------------------------------------------------------

  private int takeErrors(Pipeline stages) {
    int taken = 0;
    for (Occurrence next = inbox.errors.poll(); next != null; next = inbox.errors.poll()) {
      if (taken == 0) {
        workers.tryToEnsureSending(); // it notices if this thread never returns from a handler
      }
      if (lifecycle.hasEnded()) {
        counters.dropped(DropReason.SHUTDOWN, 1);
      } else if (stages.process(next, !reserve.isReleased())) {
        dispatch(stages); // at once: the handler may take its time with the next one
      }
      if (++taken == ERRORS_PER_STEP) {
        break;
      }
    }
    warm |= taken > 0;
    if (taken > 0 && !reserve.isReleased()) {
      warnings.warnIfUnencrypted();
    }
    return taken;
  }

  /** Passes queued events to the sending thread or to the client that replaces this one. */
  private void dispatch(Pipeline stages) {
    handover.push(stages);
    workers.tryToWakeSending();
  }

  /** Queues pings of new visitors, once a day for each, whatever becomes of it. */
  private int takeVisitors(Pipeline stages) {
    Visitors visitors = inbox.visitorsIfAny();
    int taken = 0;
    boolean added = false;
    while (visitors != null && taken < VISITORS_PER_STEP) {
      VisitorPing ping = visitors.poll();
      if (ping == null) {
        break;
      }
      taken++;
      boolean lost = true;
      try {
        // a ping of another day would make the filter forget today's visitors
        if (ping.day == UtcDay.of(time.wallMillis())) {
          added |= visitors.isFirst(ping) && stages.visitors().add(ping);
          lost = false;
        }
      } finally {
        counters.pingsDropped(lost ? 1 : 0); // of yesterday, or for lack of memory
        if (lost && added) {
          workers.tryToWakeSending(); // for the pings added before it
        }
      }
    }
    if (added) {
      workers.tryToWakeSending();
    }
    return taken;
  }

  // ---- the end ---------------------------------------------------------------------------------

  private boolean mustEnd(Pipeline stages) {
    if (!lifecycle.isShuttingDown()) {
      return false;
    }
    if (handover.isReplaced()) { // the new client needs the token bucket in any case
      return !isUnfinished() && stages.health().isReplaced();
    }
    return isTimeUp();
  }

  /**
   * Returns true if the client should end: nothing is left to do, or nothing can be done in time.
   */
  private boolean isTimeUp() {
    return lifecycle.isShuttingDown()
        && (workers.isHopeless() || !isUnfinished() || time.nanoTime() - lifecycle.deadline() >= 0);
  }

  /** Returns true if events can be kept on disk. */
  boolean spools() {
    return options.spoolDirectory != null;
  }

  /** Returns true while anything in memory is unfinished. Any thread. */
  boolean isUnfinished() {
    // the takeover first: what it hands over is counted here before it ends. And counted, since an
    // error that a thread is working on is in neither queue
    return isElseBusy() || counters.inMemory() > 0;
  }

  /** Returns true while anything but open aggregates is unfinished. */
  private boolean isBusy() {
    return isElseBusy() || counters.inProgress() > 0;
  }

  private boolean isElseBusy() {
    return handover.isTakingOver() || inbox.ping.isRequested();
  }

  private void end(Pipeline stages) {
    try {
      count(stages);
      warnings.lostAtShutdown(counters.read(), counters.inMemory());
    } finally { // otherwise an Error would keep the client alive forever, and this thread retrying
      finish(); // last, so that everything is counted when close() returns
      inbox.flushes.signal();
    }
  }

  /** Sends no more; spools or drops everything that is left, and counts it. */
  private void count(Pipeline stages) {
    for (Occurrence left = inbox.errors.poll(); left != null; left = inbox.errors.poll()) {
      if (stages.spools()) {
        stages.process(left, false);
      } else {
        counters.dropped(DropReason.SHUTDOWN, 1);
      }
      moveUnread(true);
    }
    handover.record(stages.health());
    stages.end();
    int visitors;
    do {
      visitors = takeVisitors(stages); // only counts them now
    } while (visitors == VISITORS_PER_STEP);
    dropPing();
    if (!stages.backlog().isSending()) {
      stages.closeSpool(); // otherwise the sending thread does it
    }
  }

  /** Ends the client. The processing thread, or any if that one could not be started in time. */
  void finish() {
    lifecycle.end();
    dropPing(); // one that was requested at the last moment
    reserve.end();
    lifecycle.runAtEnd();
    handover.end();
  }

  @Override
  public boolean waiting() {
    return inbox.hasArrivals()
        || inbox.ping.hasToBePlaced()
        || inbox.flushes.hasToServe()
        || lifecycle.isShuttingDown();
  }

  @Override
  public void idle() {
    // only the sending thread holds resources to release
  }

  @Override
  public void restarted() {
    counters.restarted();
  }
}
