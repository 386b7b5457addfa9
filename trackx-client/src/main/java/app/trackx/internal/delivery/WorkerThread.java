package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread of a client: started when there is work, gone when there has been none for a
 * while.
 *
 * <p>Waking a thread costs the one who wakes it about a hundred times what handing over an event
 * costs. So callers do not wake the thread that takes errors in: it looks by itself, every two
 * milliseconds while there is traffic and less and less often after that, a quarter of a second
 * apart at most. What that costs is up to that quarter of a second before an event leaves, and some
 * hundred wake-ups until an idle thread ends.
 *
 * <p>An Error, whatever it comes from, does not end delivery: one out of a step costs that step, and a
 * thread that dies of one is replaced. Both are counted.
 *
 * <p>At most one thread runs the work at a time; what the work keeps in plain fields is handed from
 * one thread to its successor through {@link #current}.
 */
public final class WorkerThread implements Runnable {
  /** What the thread does. All methods run on the thread unless they say otherwise. */
  public interface Work {
    /**
     * Does the next thing that can be done.
     *
     * @return when something that is queued can be done
     */
    Delay step();

    /** Whether anything waits that a thread is needed for. Any thread. */
    boolean waiting();

    /** The thread is about to end. */
    void idle();

    /**
     * Delivery begins again because of an Error that nothing on the way caught: out of a step, after
     * which the thread goes on, or elsewhere, after which another takes its place.
     */
    void restarted();
  }

  private static final long SHORTEST_POLL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_POLL = TimeUnit.MILLISECONDS.toNanos(250);

  private static final Delay AFTER_ERROR = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(100));

  /** Between threads that die one after the other, each within that time of the last. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private static final long SOON = TimeUnit.SECONDS.toNanos(10);

  /**
   * After the JVM did not start a thread, the first pause before it is asked again; each is twice as
   * long as the last. An attempt costs the caller some 50 microseconds and the JVM a line on the
   * console.
   */
  static final long FIRST_ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(10);

  static final long LAST_ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /** No AtomicReference: see {@link Intake}. */
  private static final AtomicReferenceFieldUpdater<WorkerThread, Thread> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(WorkerThread.class, Thread.class, "current");

  private final String name;
  private final boolean polls;
  private final Work work;
  private final TimeSource time;
  private final long idleNanos;
  private final @Nullable Consumer<Thread> starter;
  private volatile @Nullable Thread current;

  /** That somebody woke the thread. The unpark alone may be used up by a lock that a step waits for. */
  private volatile boolean woken;

  /** Of the last attempt to start a thread, if it failed; else 0. Racy: at worst one attempt more. */
  private volatile long askAgainAfter;

  private volatile long refusedAt;
  private volatile boolean refusal;

  // delivery thread only, handed over as the work's own fields are
  private long looked;
  private boolean dead;
  private long diedAt;
  private boolean pause;

  /**
   * A thread for {@code work}, not started, that ends after {@code idleNanos} without work.
   *
   * @param polls whether it looks for work by itself; if not, who has some wakes it
   */
  public WorkerThread(String name, boolean polls, Work work, TimeSource time, long idleNanos) {
    this(name, polls, work, time, idleNanos, null);
  }

  /** The same, and how its threads are started; null for as usual. */
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
   * Makes sure that a thread runs. One volatile read if it does. Any thread. Throws what keeps the JVM
   * from starting one; the next calls, for a while, do not try.
   *
   * @return false if none runs because the JVM did not start one a moment ago
   */
  public boolean ensureRunning() {
    return current != null || startIfDue();
  }

  /**
   * Makes the thread look at once, starting it if need be. Any thread. Throws and returns what {@link
   * #ensureRunning} does.
   */
  public boolean wake() {
    woken = true; // before the unpark, which is for a thread that has seen it false
    boolean running = ensureRunning();
    LockSupport.unpark(current);
    return running;
  }

  /** The next call asks the JVM for a thread even if it did not start one a moment ago: somebody waits. */
  public void askAgain() {
    if (askAgainAfter > 0) {
      askAgainAfter = 0;
    }
  }

  /** Whether no thread runs, and the JVM did not start one when it was last asked. Any thread. */
  public boolean isRefused() {
    return askAgainAfter > 0 && current == null;
  }

  /** Whether an error of {@link #wake} is of a limit of threads, and so not of the heap. */
  public static boolean isOfThreads(Throwable error) {
    String message = error instanceof OutOfMemoryError ? error.getMessage() : null;
    return error instanceof SecurityException
        || (message != null && message.contains("native thread"));
  }

  /** Whether the JVM refused to start a thread since this was last asked. */
  public boolean noticeRefusal() {
    boolean noticed = refusal;
    if (noticed) {
      refusal = false;
    }
    return noticed;
  }

  /** Whether the caller is the delivery thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == current;
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
      stackEnded = true; // which says nothing of threads
      throw ofTheCaller;
    } finally { // without a call, for which there may be no stack
      if (chosen && !started) {
        current = null; // what waits waits for the next call
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

  /** What the thread runs; not for anyone else. */
  @Override
  public void run() {
    Thread me = Thread.currentThread();
    if (current != me && !CURRENT.compareAndSet(this, null, me)) {
      return; // whoever started this one was stopped before he knew, and there is another
    }
    try {
      do {
        if (pause) {
          pause = false;
          LockSupport.parkNanos(this, PAUSE); // wake() ends it: then somebody waits
        }
      } while (!workUntilRetired(me) && !isReplaced(me));
    } finally {
      CURRENT.compareAndSet(this, me, null); // whatever happens, the next event starts another
    }
  }

  /**
   * Works until there has been nothing to do for a while. False if an Error ended it. That does not
   * go on to the thread's uncaught-exception handler: it is the application's, and may end the JVM.
   */
  private boolean workUntilRetired(Thread me) {
    try {
      looked = time.nanoTime();
      long lastBusy = looked;
      for (; ; ) {
        if (woken) {
          woken = false; // before the step: what it does not see wakes once more
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

  /** The first successor begins at once, one that soon dies as well is followed after a pause. */
  private void died() {
    countRestart();
    pause = dead && looked - diedAt < SOON;
    dead = true;
    diedAt = looked;
  }

  /** An Error out of a step, for want of memory perhaps, must not end delivery. */
  private Delay safeStep() {
    try {
      return work.step();
    } catch (Throwable unexpected) {
      countRestart();
      return AFTER_ERROR;
    }
  }

  private void countRestart() {
    try {
      work.restarted();
    } catch (Throwable unexpected) {
      // one that nobody hears of
    }
  }

  /**
   * Has another thread take the place of this one after an Error, at once if anything waits, else
   * with the next event. False if no thread is to be had: then this one goes on.
   */
  private boolean isReplaced(Thread me) {
    CURRENT.compareAndSet(this, me, null);
    try {
      if (current == null && work.waiting()) {
        start(); // throws if there is none
      }
      return true;
    } catch (Throwable noThread) {
      return !CURRENT.compareAndSet(this, null, me);
    }
  }

  /** Gives up being the thread, unless work came in at that very moment. */
  private boolean retire(Thread me) {
    work.idle();
    current = null;
    return !work.waiting() || !CURRENT.compareAndSet(this, null, me);
  }

  private long napNanos(Delay delay, long quietNanos) {
    if (polls) {
      return Math.min(delay.nanos(), pollNanos(quietNanos));
    }
    return delay == Delay.UNTIL_WOKEN
        ? Math.max(SHORTEST_POLL, idleNanos - quietNanos)
        : delay.nanos();
  }

  static long pollNanos(long quietNanos) {
    return Math.max(SHORTEST_POLL, Math.min(LONGEST_POLL, quietNanos / 16));
  }
}
