package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.jvm.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerThreadTest {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final FakeTime time = new FakeTime();
  private final RecordingWork work = new RecordingWork();
  private final WorkerThread delivery = new WorkerThread("test", true, work, time, IDLE_NANOS);

  @AfterEach
  void end() throws InterruptedException {
    work.after = Delay.UNTIL_WOKEN;
    work.failure = null;
    work.atIdle = () -> {};
    Thread last = work.lastThread.get();
    for (int i = 0; i < 1_000 && last != null && last.isAlive(); i++) {
      time.advance(Duration.ofDays(2));
      last.join(5);
    }
  }

  @Test
  void thread_isNotStartedBeforeItIsNeeded() {
    assertThat(delivery.isCurrent()).isFalse();
    assertThat(delivery.isRefused()).isFalse();
    assertThat(work.steps).hasValue(0);
    assertThat(work.threads).isEmpty();
  }

  @Test
  void ensureRunning_startsAThreadThatDoesTheWork() throws Exception {
    work.todo.add("a");

    delivery.ensureRunning();

    assertThat(work.nextDone()).isEqualTo("a");
    assertThat(work.threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void thread_findsWorkByItself() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(3);

    work.todo.add("a");

    assertThat(work.nextDone()).isEqualTo("a");
  }

  @Test
  void ensureRunning_byManyThreads_startsOne() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(50);
    try {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ends.add(callers.submit(() -> {
          go.await();
          delivery.ensureRunning();
          return null;
        }));
      }
      go.countDown();
      for (Future<?> end : ends) {
        end.get(10, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }
    work.awaitSteps(20);

    assertThat(work.threads).hasSize(1);
    assertThat(work.overlaps).hasValue(0);
  }

  @Test
  void thread_withoutWorkForItsIdleTime_ends() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(2);

    Thread ended = endOfThread();

    assertThat(ended.isAlive()).isFalse();
    assertThat(work.idles).hasValue(1);
  }

  @Test
  void thread_beforeItsIdleTime_stays() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(2);
    time.advanceNanos(IDLE_NANOS - 1);

    work.awaitSteps(3);

    assertThat(work.idles).hasValue(0);
    assertThat(work.lastThread.get().isAlive()).isTrue();
  }

  @Test
  void thread_withSomethingThatWaits_doesNotEnd() throws Exception {
    work.after = Delay.ofNanos(TimeUnit.SECONDS.toNanos(60));
    delivery.ensureRunning();
    work.awaitSteps(1);
    time.advanceNanos(10 * IDLE_NANOS);
    delivery.wake();

    work.awaitSteps(2);

    assertThat(work.idles).hasValue(0);
  }

  @Test
  void ensureRunning_afterTheEnd_startsAnother() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(1);
    endOfThread();
    work.todo.add("later");

    delivery.ensureRunning();

    assertThat(work.nextDone()).isEqualTo("later");
    assertThat(work.threads).hasSize(2);
  }

  @Test
  void work_thatComesAtTheMomentOfTheEnd_isNotForgotten() throws Exception {
    WorkerThread hasty =
        new WorkerThread("test", true, work, time, 0); // ends as soon as there is no work
    for (int i = 0; i < 5_000; i++) {
      work.todo.add("work " + i);
      hasty.ensureRunning();

      assertThat(work.nextDone()).isEqualTo("work " + i);
    }
    assertThat(work.overlaps).hasValue(0);
  }

  @Test
  void work_thatComesFromManyThreadsAtTheEnd_isNotForgotten() throws Exception {
    WorkerThread hasty = new WorkerThread("test", true, work, time, 0);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      for (int t = 0; t < 4; t++) {
        callers.submit(() -> {
          for (int i = 0; i < 1_000; i++) {
            work.todo.add("work");
            hasty.ensureRunning();
            Thread.yield();
          }
        });
      }
      for (int i = 0; i < 4_000; i++) {
        assertThat(work.nextDone()).isEqualTo("work");
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(work.overlaps).hasValue(0);
  }

  @Test
  void work_thatComesWhileTheThreadRetires_isDoneByIt() throws Exception {
    work.atIdle = () -> {
      work.todo.add("at the last moment"); // without a call of ensureRunning
    };
    delivery.ensureRunning();
    work.awaitSteps(1);

    time.advanceNanos(IDLE_NANOS);

    assertThat(work.nextDone()).isEqualTo("at the last moment");
    assertThat(work.threads).hasSize(1);
  }

  @Test
  void errorOutOfAStep_doesNotEndTheThread() throws Exception {
    work.failure = new OutOfMemoryError("as if");
    delivery.ensureRunning();
    work.awaitSteps(2);
    work.failure = null;

    work.todo.add("after");

    assertThat(work.nextDone()).isEqualTo("after");
    assertThat(work.threads).hasSize(1);
  }

  @Test
  void errorOutOfEveryStep_doesNotSpin() throws Exception {
    work.failure = new IllegalStateException("as if");
    delivery.ensureRunning();
    work.awaitSteps(1);

    assertThat(stepsWithin(Duration.ofMillis(300))).isLessThan(200);
  }

  @Test
  void errorAtTheEnd_doesNotKeepTheNextThreadFromStarting() throws Exception {
    work.atIdle = () -> {
      throw new IllegalStateException("as if");
    };
    delivery.ensureRunning();
    work.awaitSteps(1);
    work.lastThread.get().setUncaughtExceptionHandler((thread, error) -> {});
    endOfThread();
    work.atIdle = () -> {};
    work.todo.add("after");

    delivery.ensureRunning();

    assertThat(work.nextDone()).isEqualTo("after");
  }

  @Test
  void errorOutOfAStep_isCounted() throws Exception {
    work.failure = new OutOfMemoryError("as if");
    delivery.ensureRunning();
    work.awaitSteps(2);
    work.failure = null;
    work.awaitSteps(1);

    assertThat(work.restarts.get()).isPositive();
  }

  @Test
  void errorOutsideAStep_whileWorkWaits_anotherThreadTakesOverAtOnce() throws Exception {
    MortalTime mortal = new MortalTime();
    WorkerThread dying = new WorkerThread("test", true, work, mortal, IDLE_NANOS);
    work.todo.add("a");
    work.todo.add("b");
    work.atStep = () -> {
      if (work.threads.size() == 1) {
        mortal.deadly = true;
      }
    };

    dying.ensureRunning(); // without another call

    assertThat(work.nextDone()).isEqualTo("a");
    assertThat(work.nextDone()).isEqualTo("b");
    assertThat(work.threads).hasSize(2);
    assertThat(work.overlaps).hasValue(0);
    assertThat(work.restarts).hasValue(1);
    assertThat(dying.isCurrent()).isFalse();
  }

  @Test
  void errorOutsideAStep_withoutWork_theNextEventStartsAnother() throws Exception {
    MortalTime mortal = new MortalTime();
    WorkerThread dying = new WorkerThread("test", true, work, mortal, IDLE_NANOS);
    dying.ensureRunning();
    work.awaitSteps(2);
    mortal.deadly = true;
    work.lastThread.get().join(10_000);
    work.todo.add("after");

    dying.ensureRunning();

    assertThat(work.nextDone()).isEqualTo("after");
    assertThat(work.restarts).hasValue(1);
  }

  @Test
  void errorsOfEverySuccessor_doNotSpin() throws Exception {
    MortalTime mortal = new MortalTime();
    WorkerThread dying = new WorkerThread("test", true, work, mortal, IDLE_NANOS);
    work.after = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(1));
    for (int i = 0; i < 100; i++) {
      work.todo.add("work " + i);
    }
    work.atStep = () -> mortal.deadly = true;

    dying.ensureRunning();

    assertThat(work.nextDone()).isEqualTo("work 0");
    assertThat(work.nextDone()).as("of the first successor").isEqualTo("work 1");
    assertThat(stepsWithin(Duration.ofMillis(300))).isZero();
    dying.wake(); // someone waits
    assertThat(work.nextDone()).isEqualTo("work 2");
    work.todo.clear();
    work.atStep = () -> {};
  }

  @Test
  void errorThatEndsTheThread_isNotToldToTheApplicationsHandler() throws Exception {
    LinkedBlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    MortalTime mortal = new MortalTime();
    WorkerThread dying = new WorkerThread("test", true, work, mortal, IDLE_NANOS);
    dying.ensureRunning();
    work.awaitSteps(2);
    Thread thread = work.lastThread.get();
    thread.setUncaughtExceptionHandler((dead, error) -> told.add(error));

    mortal.deadly = true;
    thread.join(10_000);

    assertThat(thread.isAlive()).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void interrupt_doesNotMakeItSpin() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(1);

    work.lastThread.get().interrupt();

    // with a poll every two milliseconds, some 150 are due; a spin makes many thousands
    assertThat(stepsWithin(Duration.ofMillis(300))).isLessThan(400);
  }

  @Test
  void interrupt_doesNotEndIt() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(1);
    work.lastThread.get().interrupt();

    work.todo.add("after");

    assertThat(work.nextDone()).isEqualTo("after");
    assertThat(work.threads).hasSize(1);
  }

  @Test
  void wake_endsALongWait() throws Exception {
    WorkerThread quiet = new WorkerThread("test", true, work, time, TimeUnit.DAYS.toNanos(2));
    quiet.ensureRunning();
    work.awaitSteps(1);
    time.advance(Duration.ofHours(1)); // it now polls every quarter of a second
    work.awaitSteps(1);
    work.todo.add("a");

    quiet.wake();

    assertThat(work.nextDone()).isEqualTo("a");
  }

  /** A step that returns IDLE and then waits for a lock. */
  @Test
  void wake_whoseUnparkIsUsedUpWithinTheStep_isNotLost() throws Exception {
    WorkerThread quiet = new WorkerThread("test", false, work, time, TimeUnit.DAYS.toNanos(1));
    work.atStep = () -> {
      if (work.steps.get() == 1) {
        quiet.wake();
        LockSupport.park();
      } else {
        work.after = Delay.FOREVER;
      }
    };

    quiet.ensureRunning();

    work.awaitStep(2);
  }

  @Test
  void wake_startsAThread() throws Exception {
    work.todo.add("a");

    delivery.wake();

    assertThat(work.nextDone()).isEqualTo("a");
  }

  @Test
  void wake_ofAThreadThatRuns_isTrue() throws Exception {
    delivery.ensureRunning();
    work.awaitSteps(1);

    assertThat(delivery.wake()).isTrue();
  }

  @Test
  void isOfThreads_ofALimitOfThreads_isTrue() {
    assertThat(WorkerThread.isOfThreads(new OutOfMemoryError("unable to create native thread")))
        .isTrue();
    assertThat(WorkerThread.isOfThreads(new SecurityException())).isTrue();
  }

  @Test
  void isOfThreads_ofAnExhaustedHeapOrAnotherError_isFalse() {
    assertThat(WorkerThread.isOfThreads(new OutOfMemoryError("Java heap space")))
        .isFalse();
    assertThat(WorkerThread.isOfThreads(new OutOfMemoryError())).isFalse();
    assertThat(WorkerThread.isOfThreads(new IllegalStateException("native thread")))
        .isFalse();
  }

  @Test
  void jvmThatStartsNoThread_isAskedAgainAfterAPause_whichGrowsToASecond() {
    Refusing refusing = new Refusing();
    WorkerThread starved = starved(refusing);
    long pause = WorkerThread.FIRST_ASK_AGAIN;
    for (int attempt = 1; attempt <= 12; attempt++) {
      assertThatThrownBy(starved::ensureRunning).isInstanceOf(OutOfMemoryError.class);
      time.advanceNanos(pause - 1);
      assertThat(starved.ensureRunning()).isFalse();
      assertThat(starved.wake()).isFalse();
      assertThat(refusing.asked).hasValue(attempt);
      time.advanceNanos(1);
      pause = Math.min(2 * pause, WorkerThread.LAST_ASK_AGAIN);
    }
    assertThat(starved.isRefused()).isTrue();
  }

  @Test
  void jvmThatStartsThreadsAgain_isSeenByTheNextCall_andNoticedOnce() throws Exception {
    Refusing refusing = new Refusing();
    WorkerThread starved = starved(refusing);
    assertThatThrownBy(starved::ensureRunning).isInstanceOf(OutOfMemoryError.class);
    work.todo.add("a");
    refusing.refuses = false;

    time.advanceNanos(WorkerThread.FIRST_ASK_AGAIN);
    assertThat(starved.ensureRunning()).isTrue();

    assertThat(work.nextDone()).isEqualTo("a");
    assertThat(starved.isRefused()).isFalse();
    assertThat(starved.noticeRefusal()).isTrue();
    assertThat(starved.noticeRefusal()).isFalse();
  }

  @Test
  void askAgain_doesNotWaitForThePause() {
    Refusing refusing = new Refusing();
    WorkerThread starved = starved(refusing);
    assertThatThrownBy(starved::ensureRunning).isInstanceOf(OutOfMemoryError.class);

    starved.askAgain();

    assertThatThrownBy(starved::ensureRunning).isInstanceOf(OutOfMemoryError.class);
    assertThat(refusing.asked).hasValue(2);
  }

  @Test
  void stackThatEndsWithinAStart_isNoRefusal() throws Exception {
    Refusing refusing = new Refusing();
    refusing.with = new StackOverflowError();
    WorkerThread starved = starved(refusing);
    assertThatThrownBy(starved::ensureRunning).isInstanceOf(StackOverflowError.class);
    work.todo.add("a");
    refusing.refuses = false;

    assertThat(starved.ensureRunning()).as("at once").isTrue();

    assertThat(work.nextDone()).isEqualTo("a");
    assertThat(starved.noticeRefusal()).isFalse();
  }

  private WorkerThread starved(Refusing refusing) {
    return new WorkerThread("test", true, work, time, IDLE_NANOS, refusing);
  }

  /** A JVM at its limit of threads. */
  private static final class Refusing implements Consumer<Thread> {
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean refuses = true;
    volatile Error with = new OutOfMemoryError("unable to create native thread");

    @Override
    public void accept(Thread thread) {
      asked.incrementAndGet();
      if (refuses) {
        throw with;
      }
      thread.start();
    }
  }

  @Test
  void isCurrent_isTrueOnTheThreadAlone() throws Exception {
    LinkedBlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
    work.atStep = () -> answers.add(delivery.isCurrent());

    delivery.ensureRunning();

    assertThat(answers.poll(10, TimeUnit.SECONDS)).isTrue();
    assertThat(delivery.isCurrent()).isFalse();
  }

  @Test
  void thread_isADaemonWithANameAndNoLoaderOfTheApplication() throws Exception {
    Thread starter = new Thread(delivery::ensureRunning);
    starter.setContextClassLoader(new ClassLoader() {});
    starter.setPriority(Thread.MIN_PRIORITY);
    starter.start();
    work.awaitSteps(1);

    Thread thread = work.lastThread.get();
    assertThat(thread.getName()).isEqualTo("test");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    assertThat(thread.getContextClassLoader()).isSameAs(WorkerThread.class.getClassLoader());
  }

  @Test
  void thread_belongsToTheTopGroup() throws Exception {
    ThreadGroup group = new ThreadGroup("of a web application");
    new Thread(group, delivery::ensureRunning).start();
    work.awaitSteps(1);

    assertThat(work.lastThread.get().getThreadGroup().getParent()).isNull();
  }

  @Test
  void thread_inheritsNoThreadLocals() throws Exception {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    local.set("of the application");
    LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    work.atStep = () -> seen.add(String.valueOf(local.get()));
    try {
      delivery.ensureRunning();

      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("null");
    } finally {
      local.remove();
    }
  }

  @Test
  void pollNanos_growsWithTheQuietFrom2To250Milliseconds() {
    assertThat(WorkerThread.pollNanos(0)).isEqualTo(2_000_000);
    assertThat(WorkerThread.pollNanos(1_600_000_000)).isEqualTo(100_000_000);
    assertThat(WorkerThread.pollNanos(Long.MAX_VALUE)).isEqualTo(250_000_000);
  }

  private Thread endOfThread() throws InterruptedException {
    Thread thread = work.lastThread.get();
    time.advanceNanos(IDLE_NANOS);
    thread.join(10_000);
    return thread;
  }

  /** Counts the steps in that time, measured by a wait that nothing ends. */
  private int stepsWithin(Duration duration) throws InterruptedException {
    int before = work.steps.get();
    assertThat(new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS))
        .isFalse();
    return work.steps.get() - before;
  }

  /** A clock that throws an Error when it is read, once. */
  private final class MortalTime implements TimeSource {
    volatile boolean deadly;

    @Override
    public long nanoTime() {
      if (deadly) {
        deadly = false;
        throw new InternalError("as if");
      }
      return time.nanoTime();
    }

    @Override
    public long wallMillis() {
      return time.wallMillis();
    }
  }

  /** Does one thing per step and records what happens. */
  private static final class RecordingWork implements WorkerThread.Work {
    final LinkedBlockingQueue<String> todo = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final AtomicReference<Thread> lastThread = new AtomicReference<>();
    final AtomicInteger steps = new AtomicInteger();
    final AtomicInteger idles = new AtomicInteger();
    final AtomicInteger restarts = new AtomicInteger();
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    private final Semaphore stepped = new Semaphore(0);
    volatile Delay after = Delay.UNTIL_WOKEN;
    volatile Throwable failure;
    volatile Runnable atStep = () -> {};
    volatile Runnable atIdle = () -> {};

    @Override
    public Delay step() {
      if (inside.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      try {
        lastThread.set(Thread.currentThread());
        threads.add(Thread.currentThread());
        steps.incrementAndGet();
        stepped.release();
        atStep.run();
        if (failure instanceof Error) {
          throw (Error) failure;
        }
        if (failure instanceof RuntimeException) {
          throw (RuntimeException) failure;
        }
        String next = todo.poll();
        if (next == null) {
          return after;
        }
        done.add(next);
        return Delay.NONE;
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public boolean waiting() {
      return !todo.isEmpty();
    }

    @Override
    public void idle() {
      idles.incrementAndGet();
      atIdle.run();
    }

    @Override
    public void restarted() {
      restarts.incrementAndGet();
    }

    String nextDone() throws InterruptedException {
      return done.poll(10, TimeUnit.SECONDS);
    }

    /** Waits until that many steps were started in total. */
    void awaitStep(int number) throws InterruptedException {
      assertThat(stepped.tryAcquire(number, 10, TimeUnit.SECONDS))
          .as("step %s", number)
          .isTrue();
    }

    /** Waits until that many more steps were started. */
    void awaitSteps(int count) throws InterruptedException {
      stepped.drainPermits();
      assertThat(stepped.tryAcquire(count, 10, TimeUnit.SECONDS))
          .as("%s steps", count)
          .isTrue();
    }
  }
}
