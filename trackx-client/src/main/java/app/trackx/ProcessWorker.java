package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.ThreadNames;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.jvm.ClassLoading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The work of the processing thread: takes errors from the intake, turns them into queued events,
 * and ends the client after it was closed. It never waits for the network.
 */
final class ProcessWorker implements WorkerThread.Work {
  /** Bounds a step, so that a storm of errors does not delay a close or a flush. */
  private static final int ERRORS_PER_STEP = 64;

  private static final int VISITORS_PER_STEP = 512;

  private static final long TO_PREPARE_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** How soon to check whether the replacing client is ready. */
  private static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(20));
  /** How soon to ask again for a sending thread that the JVM did not start. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));
  /** How soon to check again whether the pipeline's classes can be loaded. */
  private static final Delay LOAD_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(200));

  /** How long a preview waits for another one. */
  private static final long PREVIEW_SECONDS = 10;

  private final Options options;
  private final State state;
  private final Lifecycle lifecycle;
  private final Counters counters;
  private final Warnings warnings;
  private final TimeSource time;
  private final Intake<Occurrence> intake;
  private final FlushTracker flushes;
  private final MemoryReserve reserve;
  /** For previews only: the processing thread never waits for a lock holder that runs user code. */
  private final ReentrantLock previews = new ReentrantLock();

  // processing thread only
  private boolean prepared;
  private long preparedAt;

  private @Nullable WorkerThread thread;
  private @Nullable JvmHooks hooks;

  /** True once an error was processed, so that the classes for it are initialized. */
  private boolean warm;

  ProcessWorker(
      Options options,
      State state,
      Counters counters,
      Warnings warnings,
      TimeSource time,
      Intake<Occurrence> intake,
      FlushTracker flushes,
      MemoryReserve reserve) {
    this.options = options;
    this.state = state;
    this.lifecycle = state.lifecycle;
    this.counters = counters;
    this.warnings = warnings;
    this.time = time;
    this.intake = intake;
    this.flushes = flushes;
    this.reserve = reserve;
  }

  /** Sets the thread that runs this work. Before it starts. */
  void runsOn(WorkerThread delivery) {
    thread = delivery;
  }

  /** Sets the hooks to remove when the client ends. Before the thread starts. */
  void setHooks(JvmHooks hooks) {
    this.hooks = hooks;
  }

  /**
   * Returns the body that would be sent; null for none. Any thread, one at a time; counts nothing.
   */
  @Nullable
  String preview(Occurrence occurrence) throws IOException {
    EventProcessor preparation = new EventProcessor(options, new Counters(warnings.muted()));
    OutboundEvent event;
    try {
      if (!previews.tryLock(PREVIEW_SECONDS, TimeUnit.SECONDS)) {
        return null; // a handler hangs
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    Thread outer = state.previewing;
    state.previewing = Thread.currentThread();
    try {
      event = preparation.ready(preparation.draft(occurrence));
    } finally {
      state.previewing = outer;
      previews.unlock();
    }
    return event == null
        ? null
        : new String(
            new EventEncoder().encode(event, Collections.emptyMap()), StandardCharsets.UTF_8);
  }

  @Override
  public Delay step() {
    try {
      return takeStep();
    } catch (OutOfMemoryError full) {
      if (ClassLoading.noticeOutOfMemory(full.getMessage())) {
        return LOOK_AGAIN;
      }
      if (reserve.release()) {
        return Delay.NONE; // again, at once
      }
      throw full;
    }
  }

  private Delay takeStep() {
    if (state.woken) {
      state.woken = false;
    }
    boolean first = state.pipeline == null;
    if (first && !reserve.hasRoom()) {
      reserve.release(); // before a class fails to initialize, which would be permanent
    }
    noteMissingThreads();
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
    stages.noticeDeath();
    stages.watchDisk();
    if (!state.isTakingOver()) { // otherwise a flush waits for the takeover, too
      stages.backlog().notice(flushes, intake);
    }
    stages.backlog().wantPing(state.pingWanted, intake.size());
    boolean pingIsSooner = intake.size() == 0 && stages.backlog().noticeEmptyIntake();
    int taken = takeErrors(stages);
    warm |= taken > 0;
    if (taken > 0 && !reserve.isReleased()) {
      warnings.warnIfUnencrypted();
    }
    int visitors = takeVisitors(stages);
    if (state.givesTo != null && !lifecycle.hasEnded()) {
      dispatch(stages);
    }
    boolean toEnd = mustEnd(stages);
    if (toEnd) {
      end(stages);
    }
    if (!unfinished()) {
      reserve.reacquire(time.nanoTime()); // before a flush is told that all is done
    }
    stages.backlog().advance(flushes);
    if (lifecycle.isLast()) {
      flushes.signal();
    }
    if (lifecycle.hasEnded() && state.pingWanted) { // asked for at the moment of the end
      state.pingWanted = false;
      counters.pingsDropped(1);
    }
    boolean pingChanged = pingIsSooner || state.pingWanted != state.pingSeen;
    if (pingChanged) {
      state.pingSeen = state.pingWanted;
    }
    if (first || toEnd || pingChanged || (taken > 0 && state.pingWanted)) {
      wakeSending();
    }
    if (taken == 0) {
      prepare(stages);
    }
    return taken > 0 || visitors > 0
        ? Delay.NONE
        : rest(); // so that the thread sees that there is traffic
  }

  /** Records threads that the JVM did not start, for the next thread that it does start to log. */
  private void noteMissingThreads() {
    WorkerThread sending = state.sending;
    if (Objects.requireNonNull(thread).noticeRefusal()
        || (sending != null && sending.noticeRefusal())) {
      warnings.noThread();
    }
  }

  private boolean mustWaitForRoom(boolean first) {
    return (first || (!warm && intake.size() > 0 && !isTimeUp()))
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
      flushes.signal();
    }
    return Delay.FOREVER;
  }

  private Delay rest() {
    WorkerThread sending = state.sending;
    if (sending != null && sending.isRefused()) {
      wakeSending(); // nobody else would ask again
      return untilEnd().orSooner(ASK_AGAIN);
    }
    return untilEnd();
  }

  private Delay untilEnd() {
    if (lifecycle.isShuttingDown()) {
      long now = time.nanoTime();
      return state.isReplaced(now)
          ? LOOK_AGAIN
          : Delay.ofNanos(Math.max(1, lifecycle.deadline() - now));
    }
    return lifecycle.hasEnded() && intake.size() == 0 && !visitorsWait()
        ? Delay.FOREVER
        : Delay.UNTIL_WOKEN;
  }

  private Pipeline pipeline() {
    Pipeline stages = state.pipeline;
    if (stages == null) {
      PipelineClasses.load();
      loadShutdown();
      stages = new Pipeline(options, counters, warnings, time, new Random(), reserve);
      Takeover takeover = state.takesFrom;
      if (takeover != null && state.givesTo == null) {
        takeover.pull(stages);
      }
      LastClosed before = state.restoresFrom;
      if (before != null) {
        stages.health().restore(before);
      }
      state.sending = sendingThread();
      state.pipeline = stages;
      state.restoresFrom = null; // last: until then a close passes it on
      preparedAt = time.nanoTime() + TO_PREPARE_NANOS;
    }
    return stages;
  }

  /**
   * Loads classes that only the shutdown of a client needs. By then the class loader may be closed:
   * that of a web application is, soon after its logging library was stopped.
   */
  private void loadShutdown() {
    new RunningTime(time, flushes, 0);
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
        || (unfinished() && time.nanoTime() - preparedAt < 0)) {
      return;
    }
    prepared = true;
    try {
      stages.prepare();
    } catch (Throwable fullOrClosed) {
      // no memory, or a web application's closed class loader: loaded again on first use
    }
  }

  private WorkerThread sendingThread() {
    SendWorker work = new SendWorker(
        state, counters, warnings, flushes, Objects.requireNonNull(thread), reserve, time);
    return new WorkerThread(ThreadNames.SEND, false, work, time, Delivery.IDLE_NANOS);
  }

  private int takeErrors(Pipeline stages) {
    for (int i = 0; i < ERRORS_PER_STEP; i++) {
      Occurrence occurrence = intake.poll();
      if (occurrence == null) {
        return i;
      }
      if (lifecycle.hasEnded()) {
        counters.dropped(DropReason.SHUTDOWN, 1);
      } else if (stages.process(occurrence)) {
        dispatch(stages); // at once: the handler may take its time with the next one
      }
    }
    return ERRORS_PER_STEP;
  }

  /** Passes queued events to the sending thread or to the client that replaces this one. */
  private void dispatch(Pipeline stages) {
    Takeover takeover = state.givesTo;
    if (takeover != null) {
      takeover.push(stages, time.nanoTime());
    }
    wakeSending();
  }

  /** Queues pings of new visitors, once a day for each, whatever becomes of it. */
  private int takeVisitors(Pipeline stages) {
    Visitors visitors = state.visitors;
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
          wakeSending(); // for the pings added before it
        }
      }
    }
    if (added) {
      wakeSending();
    }
    return taken;
  }

  private void wakeSending() {
    WorkerThread sending = state.sending;
    if (sending == null) {
      return;
    }
    try {
      sending.wake();
    } catch (OutOfMemoryError noMemoryOrThread) {
      if (!WorkerThread.isOfThreads(noMemoryOrThread)) {
        reserve.release();
      }
    } catch (RuntimeException notAllowed) {
      // the thread is requested again, and the failure is logged
    }
  }

  private boolean mustEnd(Pipeline stages) {
    if (!lifecycle.isShuttingDown()) {
      return false;
    }
    long now = time.nanoTime();
    if (state.isReplaced(now)) { // the new client needs the token bucket in any case
      return !unfinished() && stages.backlog().isReplaced();
    }
    return isTimeUp();
  }

  /**
   * Returns true if the client should end: nothing is left to do, or nothing can be done in time.
   */
  private boolean isTimeUp() {
    return lifecycle.isShuttingDown()
        && (state.hopeless || !unfinished() || time.nanoTime() - lifecycle.deadline() >= 0);
  }

  private void end(Pipeline stages) {
    try {
      count(stages);
      warnings.lostAtShutdown(counters.read(), counters.inMemory());
    } finally { // otherwise an Error would keep the client alive forever, and this thread retrying
      finish(); // last, so that everything is counted when close() returns
      flushes.signal();
    }
  }

  /** Sends no more; spools or drops everything that is left, and counts it. */
  private void count(Pipeline stages) {
    for (Occurrence left = intake.poll(); left != null; left = intake.poll()) {
      if (stages.spools()) {
        stages.process(left);
      } else {
        counters.dropped(DropReason.SHUTDOWN, 1);
      }
    }
    stages.health().recordIn(state.recordsTo);
    stages.end();
    int visitors;
    do {
      visitors = takeVisitors(stages); // only counts them now
    } while (visitors == VISITORS_PER_STEP);
    counters.pingsDropped(state.pingWanted ? 1 : 0);
    if (!stages.backlog().isSending()) {
      stages.closeSpool(); // otherwise the sending thread does it
    }
  }

  /** Ends the client. Any thread, if the client's own have not started. */
  void finish() {
    lifecycle.end();
    state.pingWanted = false;
    reserve.end();
    JvmHooks held = hooks;
    if (held != null) {
      held.end();
    }
    Takeover takeover = state.givesTo;
    state.takesFrom = null;
    if (takeover != null) {
      takeover.ended();
    }
  }

  /** Drops everything because a library is missing or has a wrong version, and logs a warning. */
  private Delay withoutPipeline(Throwable failure) {
    try {
      warnings.broken(failure);
    } finally { // even if the logging classes cannot be loaded
      dropAll(DropReason.INTERNAL_ERROR);
      if (lifecycle.isShuttingDown()) {
        finish();
      }
    }
    return lifecycle.hasEnded() ? Delay.FOREVER : Delay.UNTIL_WOKEN;
  }

  private void dropAll(DropReason reason) {
    counters.pingsDropped(state.pingWanted ? 1 : 0);
    state.pingWanted = false;
    while (intake.poll() != null) {
      counters.dropped(reason, 1);
    }
    for (Visitors visitors = state.visitors; visitors != null && visitors.poll() != null; ) {
      counters.pingsDropped(1);
    }
    flushes.notice(0, intake);
    flushes.advance(Long.MAX_VALUE, Long.MAX_VALUE);
    flushes.signal();
  }

  /** Returns true while anything in memory is unfinished. */
  private boolean unfinished() {
    // counted, since an error that a thread is working on is in neither queue
    return counters.inMemory() > 0 || state.pingWanted || state.isTakingOver();
  }

  @Override
  public boolean waiting() {
    return intake.size() > 0
        || visitorsWait()
        || state.pingWanted != state.pingSeen
        || flushes.hasToServe()
        || lifecycle.isShuttingDown();
  }

  private boolean visitorsWait() {
    Visitors visitors = state.visitors;
    return visitors != null && visitors.hasPending();
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
