package app.trackx.internal.spool;

import app.trackx.internal.jvm.TimeSource;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The budget of requests to one server that all JVMs with the same spool directory share, in a file
 * beside their events. Whoever sends takes a token out of the file first, and writes a refusal
 * there.
 *
 * <p>If the disk fails or hangs, or another process keeps the lock, a client has its own budget
 * alone. Sending thread; the disk is accessed on the {@link DiskThread}.
 */
public final class SharedBudget {
  /** The longest time that one call waits for the disk, which usually takes less. */
  private static final long WAIT_MILLIS = 20;

  /** The longest time to wait for one token, over several calls. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** The same if somebody waits for the request. */
  private static final long PATIENCE_IN_A_HURRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * A result that nobody has asked for within this time is outdated: there was nothing to send any
   * more, and others may have been refused since.
   */
  private static final long MOST_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The answer of the shared budget to a client that has a request to send. */
  public enum Turn {
    /** A token was taken, and has to be used or given back. */
    TAKEN,
    /** None is left. */
    NONE_LEFT,
    /** The disk has not answered yet: ask again soon. */
    UNKNOWN,
    /** The disk does not answer: this client has its own budget alone. */
    ALONE
  }

  /** The budget of one client. Its methods are called on the disk thread, and take its lock. */
  public interface Budget {
    /**
     * Continues from the shared budget.
     *
     * @param shared its state; null if there is none yet
     * @return its state without the token that was taken; null if no request may be sent now
     */
    long @Nullable [] reserve(long @Nullable [] shared);

    /**
     * Returns the state to share after a request.
     *
     * @param shared its state; null if there is none yet
     */
    long[] publish(long @Nullable [] shared);

    /** Returns the shared state with the token that was taken and not used. */
    long @Nullable [] giveBack(long @Nullable [] shared);
  }

  private final Spool spool;
  private final DiskThread disk;
  private final TimeSource time;
  private final Budget budget;

  // sending thread only
  private @Nullable Reserving last;

  /** Creates one for the directory of a spool. No I/O yet. */
  public SharedBudget(Spool spool, DiskThread disk, TimeSource time, Budget budget) {
    this.spool = spool;
    this.disk = disk;
    this.time = time;
    this.budget = budget;
  }

  /**
   * Takes a token.
   *
   * @param hurry whether somebody waits for the request
   */
  public Turn reserve(boolean hurry) {
    Reserving task = last;
    if (task != null && task.isOutdated()) {
      giveBack(task.turn(0));
    }
    if (task == null || task.isOver()) {
      if (disk.isHanging()) {
        return Turn.ALONE;
      }
      task = new Reserving();
      last = task;
      disk.add(task);
    }
    return task.turn(hurry ? PATIENCE_IN_A_HURRY_NANOS : PATIENCE_NANOS);
  }

  /** Gives back a token, if one was taken, that was not used. Does not block. */
  public void giveBack(Turn turn) {
    if (turn != Turn.TAKEN) {
      return;
    }
    change(new BudgetFile.Change() {
      @Override
      public long @Nullable [] apply(long @Nullable [] numbers) {
        return budget.giveBack(numbers);
      }
    });
  }

  /** Shares what the response to a request has changed. Does not block. */
  public void publish() {
    change(new BudgetFile.Change() {
      @Override
      public long @Nullable [] apply(long @Nullable [] numbers) {
        return budget.publish(numbers);
      }
    });
  }

  private void change(BudgetFile.Change change) {
    if (disk.isHanging()) {
      return;
    }
    disk.add(new Runnable() {
      @Override
      public void run() {
        apply(change);
      }
    });
  }

  /** Changes the file if that is possible. Disk thread. */
  private void apply(BudgetFile.Change change) {
    try {
      spool.changeBudget(change);
    } catch (IOException | RuntimeException failure) {
      // the next event that is written to this disk warns of it
    }
  }

  /** The taking of one token, on the disk thread. */
  private final class Reserving implements Runnable, BudgetFile.Change {
    private final CountDownLatch done = new CountDownLatch(1);
    private final long since = time.nanoTime();

    // guarded by this
    private Turn turn = Turn.ALONE; // if the disk fails, or another process keeps the lock
    private boolean told;
    private long doneAt;

    @Override
    public void run() {
      try {
        SharedBudget.this.apply(this);
      } finally {
        end();
      }
    }

    private synchronized void end() {
      doneAt = time.nanoTime();
      done.countDown();
    }

    @Override
    public synchronized long @Nullable [] apply(long @Nullable [] numbers) {
      if (told) {
        return null; // nobody waits any more
      }
      long[] rest = budget.reserve(numbers);
      turn = rest == null ? Turn.NONE_LEFT : Turn.TAKEN;
      return rest;
    }

    /** Returns true if it ran, and its result was told. */
    synchronized boolean isOver() {
      return told && done.getCount() == 0;
    }

    /** Returns true if its result has waited for too long to be told. */
    synchronized boolean isOutdated() {
      return !told && done.getCount() == 0 && time.nanoTime() - doneAt >= MOST_AGE_NANOS;
    }

    Turn turn(long patienceNanos) {
      boolean ran = await(isTold() ? 0 : WAIT_MILLIS);
      synchronized (this) {
        if (!ran && !told && time.nanoTime() - since < patienceNanos) {
          return Turn.UNKNOWN;
        }
        boolean first = !told;
        told = true;
        return first && ran ? turn : Turn.ALONE;
      }
    }

    private synchronized boolean isTold() {
      return told;
    }

    private boolean await(long millis) {
      try {
        return done.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
