package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.TimeSource;
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
 * What the delivery thread does: takes errors from the intake, makes events of them that wait, and
 * ends the client when its time has come. It never waits for the network.
 */
final class ProcessWorker implements WorkerThread.Work {
  /** So that a storm that keeps the intake full does not keep a close or a flush from being seen. */
  private static final int TAKEN_A_STEP = 64;

  private static final int VISITORS_A_STEP = 512;

  private static final long TO_PREPARE_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** How soon to look whether the client that takes the place of this one is ready. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  /** While the JVM starts no thread that sends. */
  private static final long ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(50);
  /** How soon to look again whether the stages can be loaded. */
  private static final long LOAD_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A preview waits so long for another to be done. */
  private static final long PREVIEW_SECONDS = 10;

  private final Options options;
  private final State state;
  private final Counters counters;
  private final Warnings warnings;
  private final TimeSource time;
  private final Intake<Occurrence> intake;
  private final FlushTracker flushes;
  private final MemoryReserve reserve;
  /** For previews alone: the delivery thread waits for nobody. */
  private final ReentrantLock previews = new ReentrantLock();

  // delivery thread only
  private boolean prepared;
  private long preparedAt;

  private @Nullable WorkerThread thread;
  private @Nullable JvmHooks hooks;

  /** Whether an error was taken, so that the classes which that needs are initialized. */
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
    this.counters = counters;
    this.warnings = warnings;
    this.time = time;
    this.intake = intake;
    this.flushes = flushes;
    this.reserve = reserve;
  }

  /** The thread that this is the work of. Before it starts. */
  void runsOn(WorkerThread delivery) {
    thread = delivery;
  }

  /** What to take back at the end. Before the thread starts. */
  void endWith(JvmHooks hooks) {
    this.hooks = hooks;
  }

  /** The body that would be sent; null for none. Any thread, one at a time; nothing is counted. */
  @Nullable
  String preview(Occurrence occurrence) throws IOException {
    EventProcessor preparation = new EventProcessor(options, new Counters(warnings.muted()));
    OutboundEvent event;
    try {
      if (!previews.tryLock(PREVIEW_SECONDS, TimeUnit.SECONDS)) {
        return null; // a handler that does not return
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
  public long step() {
    try {
      return takeStep();
    } catch (OutOfMemoryError full) {
      if (ClassLoading.noticeOutOfMemory(full.getMessage())) {
        return LOOK_AGAIN_NANOS;
      }
      if (reserve.release()) {
        return 0; // again, at once
      }
      throw full;
    }
  }

  private long takeStep() {
    if (state.woken) {
      state.woken = false;
    }
    boolean first = state.pipeline == null;
    if (first && !reserve.hasRoom()) {
      reserve.release(); // before a class fails to be initialized, which it would be for good
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
      throw full; // nothing is wrong with the class path
    } catch (Throwable brokenClassPath) {
      return withoutPipeline(brokenClassPath);
    }
    stages.noticeDeath();
    stages.watchDisk();
    if (!state.isTakingOver()) { // else a flush waits for that, too
      stages.backlog().notice(flushes, intake);
    }
    stages.backlog().wantPing(state.pingWanted, intake.size());
    boolean pingIsSooner = intake.size() == 0 && stages.backlog().noticeEmptyIntake();
    int taken = takeSome(stages);
    warm |= taken > 0;
    if (taken > 0 && !reserve.isReleased()) {
      warnings.warnIfUnencrypted();
    }
    int visitors = takeVisitors(stages);
    if (state.givesTo != null && !state.ended) {
      passOn(stages);
    }
    boolean toEnd = mustEnd(stages);
    if (toEnd) {
      end(stages);
    }
    if (!unfinished()) {
      reserve.reacquire(time.nanoTime()); // before anyone is told that all is well
    }
    stages.backlog().advance(flushes);
    if (state.isLast()) {
      flushes.signal();
    }
    if (state.ended && state.pingWanted) { // asked for at the moment of the end
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
    return taken > 0 || visitors > 0 ? 0 : rest(); // so that the thread sees that there is traffic
  }

  /** That the JVM started no thread for the client is said by the next one that it starts. */
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

  /** The stages cannot be loaded yet. What was captured waits in the intake, up to the end. */
  private long waitForRoom() {
    warnings.noRoomForClasses();
    if (!isTimeUp()) {
      return LOAD_AGAIN_NANOS;
    }
    try {
      dropAll(DropReason.SHUTDOWN);
      warnings.lostAtShutdown(counters.read(), 0);
    } finally {
      finish();
      flushes.signal();
    }
    return OVER;
  }

  private long rest() {
    WorkerThread sending = state.sending;
    if (sending != null && sending.isRefused()) {
      wakeSending(); // nobody else would ask again
      return Math.min(ASK_AGAIN, untilEnd());
    }
    return untilEnd();
  }

  private long untilEnd() {
    if (state.closing && !state.ended) {
      long now = time.nanoTime();
      return state.isReplaced(now) ? LOOK_AGAIN_NANOS : Math.max(1, state.closeDeadline - now);
    }
    return state.ended && intake.size() == 0 && !visitorsWait() ? OVER : IDLE;
  }

  private Pipeline pipeline() {
    Pipeline stages = state.pipeline;
    if (stages == null) {
      PipelineClasses.load();
      Ended.load(state, counters, time, flushes);
      stages = new Pipeline(options, counters, warnings, time, new Random(), reserve);
      Takeover takeover = state.takesFrom;
      if (takeover != null && state.givesTo == null) {
        takeover.pull(stages);
      }
      LastClosed before = state.recalls;
      if (before != null) {
        stages.backlog().recall(before);
      }
      state.sending = sendingThread();
      state.pipeline = stages;
      state.recalls = null; // last: until then a close hands it on
      preparedAt = time.nanoTime() + TO_PREPARE_NANOS;
    }
    return stages;
  }

  /**
   * Loads what the first error did not need. Not before it was delivered, or a second has gone by: a
   * JVM that ends with its first error has no time for that.
   */
  private void prepare(Pipeline stages) {
    if (prepared
        || state.isLast()
        || reserve.isMemoryShort()
        || !ClassLoading.isSafe(ClassLoading.FEW)
        || (unfinished() && time.nanoTime() - preparedAt < 0)) {
      return;
    }
    prepared = true;
    try {
      stages.prepare();
    } catch (Throwable fullOrClosed) {
      // no memory, or the class loader of a web application was closed: whoever needs them tries
      // again
    }
  }

  private WorkerThread sendingThread() {
    SendWorker work = new SendWorker(
        state, counters, warnings, flushes, Objects.requireNonNull(thread), reserve, time);
    return new WorkerThread(ThreadNames.SENDER, false, work, time, Delivery.IDLE_NANOS);
  }

  private int takeSome(Pipeline stages) {
    for (int i = 0; i < TAKEN_A_STEP; i++) {
      Occurrence occurrence = intake.poll();
      if (occurrence == null) {
        return i;
      }
      if (state.ended) {
        counters.dropped(DropReason.SHUTDOWN, 1);
      } else if (stages.take(occurrence)) {
        passOn(stages); // at once: the handler may take its time with the next one
      }
    }
    return TAKEN_A_STEP;
  }

  /** To the sending thread, or to the client that takes the place of this one. */
  private void passOn(Pipeline stages) {
    Takeover takeover = state.givesTo;
    if (takeover != null) {
      takeover.push(stages, time.nanoTime());
    }
    wakeSending();
  }

  /** Looks at visitors that are new: each is let wait once a day, whatever becomes of it. */
  private int takeVisitors(Pipeline stages) {
    Visitors visitors = state.visitors;
    int taken = 0;
    boolean added = false;
    while (visitors != null && taken < VISITORS_A_STEP) {
      VisitorPing ping = visitors.poll();
      if (ping == null) {
        break;
      }
      taken++;
      boolean lost = true;
      try {
        if (ping.day == UtcDay.of(time.wallMillis())) { // else all of today would be forgotten
          added |= visitors.isFirst(ping) && stages.backlog().addVisitor(ping);
          lost = false;
        }
      } finally {
        counters.pingsDropped(lost ? 1 : 0); // of yesterday, or for want of memory
        if (lost && added) {
          wakeSending(); // those before it
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
      // it is asked for again, and said
    }
  }

  private boolean mustEnd(Pipeline stages) {
    if (!state.closing || state.ended) {
      return false;
    }
    long now = time.nanoTime();
    if (state.isReplaced(now)) { // the other one needs the token bucket, even if nothing is pending
      return !unfinished() && stages.backlog().isReplaced();
    }
    return isTimeUp();
  }

  /** Whether the client is to end: nothing is left to do, or nothing can be done in time. */
  private boolean isTimeUp() {
    return state.closing
        && !state.ended
        && (state.hopeless || !unfinished() || time.nanoTime() - state.closeDeadline >= 0);
  }

  private void end(Pipeline stages) {
    try {
      count(stages);
      warnings.lostAtShutdown(counters.read(), counters.inMemory());
    } finally { // or one Error would keep the client for ever, and this thread trying
      finish(); // last, so that all has been counted when close() returns
      flushes.signal();
    }
  }

  /** Has all that is left come to its end. */
  private void count(Pipeline stages) {
    for (Occurrence left = intake.poll(); left != null; left = intake.poll()) {
      if (stages.spools()) {
        stages.take(left);
      } else {
        counters.dropped(DropReason.SHUTDOWN, 1);
      }
    }
    stages.backlog().rememberIn(state.remembersIn);
    stages.end();
    int visitors;
    do {
      visitors = takeVisitors(stages); // which only counts them now
    } while (visitors == VISITORS_A_STEP);
    counters.pingsDropped(state.pingWanted ? 1 : 0);
    if (!stages.backlog().isSending()) {
      stages.closeSpool(); // else the sending thread does it
    }
  }

  /** The client has ended. Any thread, if the client's have not started. */
  void finish() {
    state.ended = true;
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

  /** A library is missing or of a wrong version: nothing can be sent, and that is said. */
  private long withoutPipeline(Throwable failure) {
    try {
      warnings.broken(failure);
    } finally { // even if no class can be loaded that says it
      dropAll(DropReason.INTERNAL_ERROR);
      if (state.closing && !state.ended) {
        finish();
      }
    }
    return state.ended ? OVER : IDLE;
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

  /** Whether anything is in memory that has not come to its end. */
  private boolean unfinished() {
    // counted, not asked of the queues: an error in a thread's hand is in neither of them
    return counters.inMemory() > 0 || state.pingWanted || state.isTakingOver();
  }

  @Override
  public boolean waiting() {
    return intake.size() > 0
        || visitorsWait()
        || state.pingWanted != state.pingSeen
        || flushes.hasToServe()
        || (state.closing && !state.ended);
  }

  private boolean visitorsWait() {
    Visitors visitors = state.visitors;
    return visitors != null && visitors.areWaiting();
  }

  @Override
  public void idle() {
    // the sending thread has what there is to let go
  }

  @Override
  public void restarted() {
    counters.restarted();
  }
}
