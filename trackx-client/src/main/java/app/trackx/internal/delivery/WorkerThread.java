package app.trackx.internal.delivery;

import app.trackx.internal.jvm.DetachedThreads;
import app.trackx.internal.jvm.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread of a client, started when there is work and ended after a while without any.
 *
 * <p>Waking a thread costs the caller about a hundred times as much as handing over an event.
 * Therefore callers do not wake the thread that processes errors: it polls, every two milliseconds
 * while there is traffic and then less and less often, up to a quarter of a second apart. The price
 * is a delay of up to that quarter of a second before an event is sent, and some hundred wake-ups
 * until an idle thread ends.
 *
 * <p>An Error of any origin does not end delivery: if it comes from a step, only that step fails,
 * and a thread that dies of one is replaced. Both are counted.
 *
 * <p>At most one thread runs the work at a time. {@link #current} hands the plain fields of the
 * work from one thread to its successor.
 */
public final class WorkerThread implements Runnable {
  /** The work of the thread. All methods run on the thread unless documented otherwise. */
  public interface Work {
    /**
     * Does the next piece of work.
     *
     * @return when there is something to do next
     */
    Delay step();

    /** Returns whether anything waits that needs a thread. Any thread. */
    boolean waiting();

    /** Called when the thread is about to end. */
    void idle();

    /**
     * Called when work resumes after an Error that nothing else caught: after one from a step the
     * thread continues; after any other, another thread replaces it.
     */
    void restarted();
  }

  private static final long MIN_POLL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long MAX_POLL = TimeUnit.MILLISECONDS.toNanos(250);

  private static final Delay AFTER_ERROR = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(100));

  /**
   * The pause between threads that die in succession, each within {@link #SOON} of the previous
   * one.
   */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private static final long SOON = TimeUnit.SECONDS.toNanos(10);

  /**
   * The first pause after the JVM failed to start a thread; each further pause is twice as long. An
   * attempt costs the caller some 50 microseconds and makes the JVM print a line to the console.
   */
  static final long FIRST_ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(10);

  static final long LAST_ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /** Not an AtomicReference: see {@link Intake}. */
  private static final AtomicReferenceFieldUpdater<WorkerThread, Thread> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(WorkerThread.class, Thread.class, "current");

  private final String name;
  private final boolean polls;
  private final Work work;
  private final TimeSource time;
  private final long idleNanos;
  private final @Nullable Consumer<Thread> starter;
  private volatile @Nullable Thread current;

  /**
   * Whether the thread was woken. The unpark alone is not enough: a lock that a step waits for may
   * consume it.
   */
  private volatile boolean woken;

  /**
   * The pause after a failed attempt to start a thread, or 0. Racy: at worst there is one more
   * attempt.
   */
  private volatile long askAgainAfter;

  /** When the current step began, never 0; 0 between steps. */
  private volatile long steppingSince;

  private volatile long refusedAt;
  private volatile boolean refusal;

  // worker thread only; handed over like the fields of the work
  private long looked;
  private boolean dead;
  private long diedAt;
  private boolean pause;

  /**
   * Creates a thread for {@code work}, not started, that ends after {@code idleNanos} without work.
   *
   * @param polls whether it polls for work; if not, callers wake it
   */
  public WorkerThread(String name, boolean polls, Work work, TimeSource time, long idleNanos) {
    this(name, polls, work, time, idleNanos, null);
  }

  /** Creates one whose threads are started by {@code starter}; null for {@link Thread#start()}. */
  WorkerThread(
      String name,
      boolean polls,
      Work work,
      TimeSource time,
      long idleNanos,
      @Nullable Consumer<Thread> starter) {
    this.name = name;
    this.polls = polls;
    this.work = work;
    this.time = time;
    this.idleNanos = idleNanos;
    this.starter = starter;
  }

  /**
   * Ensures that a thread runs, with one volatile read if it already does. Any thread. Throws the
   * JVM's error if it cannot start one; for a while, further calls do not try.
   *
   * @return false if no thread runs because the JVM recently failed to start one
   */
  public boolean ensureRunning() {
    return current != null || startIfDue();
  }

  /**
   * Makes the thread check for work at once and starts it if necessary. Any thread. Throws and
   * returns the same as {@link #ensureRunning}.
   */
  public boolean wake() {
    woken = true; // before the unpark, which is for a thread that has read false
    boolean running = ensureRunning();
    LockSupport.unpark(current);
    return running;
  }

  /**
   * Lets the next call try to start a thread even if the JVM recently failed to, because someone
   * waits.
   */
  public void askAgain() {
    if (askAgainAfter > 0) {
      askAgainAfter = 0;
    }
  }

  /**
   * Returns whether no thread runs because the JVM failed to start one at the last attempt. Any
   * thread.
   */
  public boolean isRefused() {
    return askAgainAfter > 0 && current == null;
  }

  /**
   * Returns whether an error of {@link #wake} is due to a limit of threads and not to an exhausted
   * heap.
   */
  public static boolean isOfThreads(Throwable error) {
    String message = error instanceof OutOfMemoryError ? error.getMessage() : null;
    return error instanceof SecurityException
        || (message != null && message.contains("native thread"));
  }

  /** Returns whether the JVM failed to start a thread since the previous call. */
  public boolean noticeRefusal() {
    boolean noticed = refusal;
    if (noticed) {
      refusal = false;
    }
    return noticed;
  }

  /** Returns whether the caller is the worker thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == current;
  }

  /** Returns how long the current step has taken, which may run code that never returns; 0 between steps. */
  public long nanosInStep() {
    long since = steppingSince;
    return since == 0 ? 0 : Math.max(1, time.nanoTime() - since);
  }

  private boolean startIfDue() {
    long pause = askAgainAfter;
    if (pause > 0 && time.nanoTime() - refusedAt < pause) {
      return false;
    }
    start();
    return true;
  }

  private void start() {
    long now = time.nanoTime();
    boolean chosen = false;
    boolean started = false;
    boolean stackEnded = false;
    try {
      Thread thread = DetachedThreads.create(name, this);
      if (CURRENT.compareAndSet(this, null, thread)) {
        chosen = true;
        startNative(thread);
      }
      started = true;
      if (askAgainAfter > 0) {
        askAgainAfter = 0;
      }
    } catch (StackOverflowError ofTheCaller) {
      stackEnded = true; // unrelated to threads
      throw ofTheCaller;
    } finally { // no method calls: there may be no stack for one
      if (chosen && !started) {
        current = null; // waiting work is done after the next call
      }
      if (!started && !stackEnded) {
        refusedAt = now;
        long last = askAgainAfter;
        askAgainAfter =
            last == 0 ? FIRST_ASK_AGAIN : last > LAST_ASK_AGAIN / 2 ? LAST_ASK_AGAIN : 2 * last;
        refusal = true;
      }
    }
  }

  private void startNative(Thread thread) {
    Consumer<Thread> other = starter;
    if (other == null) {
      thread.start();
    } else {
      other.accept(thread);
    }
  }

  /** Runs the work; only for the thread itself. */
  @Override
  public void run() {
    Thread me = Thread.currentThread();
    if (current != me && !CURRENT.compareAndSet(this, null, me)) {
      return; // the thread that started this one was stopped before it knew, and another one runs
    }
    try {
      do {
        if (pause) {
          pause = false;
          LockSupport.parkNanos(this, PAUSE); // wake() ends the pause, because someone waits
        }
      } while (!workUntilRetired(me) && !isReplaced(me));
    } finally {
      CURRENT.compareAndSet(this, me, null); // in any case, the next event starts another thread
    }
  }

  /**
   * Works until there has been nothing to do for a while. Returns false if an Error ended it. The
   * Error is not passed to the thread's uncaught-exception handler, which belongs to the
   * application and may end the JVM.
   */
  private boolean workUntilRetired(Thread me) {
    try {
      looked = time.nanoTime();
      long lastBusy = looked;
      for (; ; ) {
        if (woken) {
          woken = false; // before the step: work that it misses wakes the thread again
        }
        Delay delay = safeStep();
        long now = time.nanoTime();
        looked = now;
        if (delay.isNone()) {
          lastBusy = now;
          continue;
        }
        if (delay == Delay.FOREVER || (delay == Delay.UNTIL_WOKEN && now - lastBusy >= idleNanos)) {
          if (retire(me)) {
            return true;
          }
          lastBusy = now;
          continue;
        }
        if (!woken) {
          LockSupport.parkNanos(this, napNanos(delay, now - lastBusy));
        }
        Thread.interrupted(); // a set flag would turn every later park into a spin
      }
    } catch (Throwable deadly) {
      died();
      return false;
    }
  }

  /**
   * Lets the first successor start at once, and one that soon dies as well be followed after a
   * pause.
   */
  private void died() {
    countRestart();
    pause = dead && looked - diedAt < SOON;
    dead = true;
    diedAt = looked;
  }

  /** Runs a step. An Error from it, perhaps because memory is exhausted, must not end delivery. */
  private Delay safeStep() {
    steppingSince = time.nanoTime() | 1;
    try {
      return work.step();
    } catch (Throwable unexpected) {
      countRestart();
      return AFTER_ERROR;
    } finally {
      steppingSince = 0;
    }
  }

  private void countRestart() {
    try {
      work.restarted();
    } catch (Throwable unexpected) {
      // cannot be counted
    }
  }

  /**
   * Lets another thread replace this one after an Error, at once if anything waits, otherwise with
   * the next event. Returns false if no thread can be started: then this one continues.
   */
  private boolean isReplaced(Thread me) {
    CURRENT.compareAndSet(this, me, null);
    try {
      if (current == null && work.waiting()) {
        start(); // throws if the JVM cannot start one
      }
      return true;
    } catch (Throwable noThread) {
      return !CURRENT.compareAndSet(this, null, me);
    }
  }

  /** Ends this thread's role unless work arrived at that very moment. */
  private boolean retire(Thread me) {
    work.idle();
    current = null;
    return !work.waiting() || !CURRENT.compareAndSet(this, null, me);
  }

  private long napNanos(Delay delay, long quietNanos) {
    if (polls) {
      return Math.min(delay.nanos(), pollNanos(quietNanos));
    }
    return delay == Delay.UNTIL_WOKEN ? Math.max(MIN_POLL, idleNanos - quietNanos) : delay.nanos();
  }

  static long pollNanos(long quietNanos) {
    return Math.max(MIN_POLL, Math.min(MAX_POLL, quietNanos / 16));
  }
}
