package app.trackx.internal.delivery;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;
import static app.trackx.Interleavings.join;

import app.trackx.internal.jvm.TimeSource;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests of a {@link WorkerThread} that ends while work is added. */
class WorkerThreadInterleavingsTest {
  private static final Field CURRENT = currentField();

  private static Field currentField() {
    try {
      Field field = WorkerThread.class.getDeclaredField("current");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void work_addedWhileTheThreadEnds_isDoneByOneThreadAtATime() {
    explore(500, () -> {
      Counting counting = new Counting();
      inParallel(counting::add, counting::add);
      counting.joinThreads();
      check(counting.waiting.get() == 0, "work was not done");
      check(!counting.overlap && counting.done == 2, "two threads at once");
    });
  }

  /** Work that is counted down, and ends as soon as none is waiting. */
  private static final class Counting implements WorkerThread.Work {
    private final WorkerThread thread = new WorkerThread("test", true, this, TimeSource.SYSTEM, 0);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final Thread[] threads = new Thread[4];
    private final AtomicInteger started = new AtomicInteger();
    private volatile boolean overlap;
    private int done; // a plain field, like those of the client's workers

    void add() {
      waiting.incrementAndGet();
      thread.ensureRunning();
    }

    @Override
    public Delay step() {
      overlap |= !thread.isCurrent() || inside.incrementAndGet() > 1; // thrown, it would stay here
      note(Thread.currentThread());
      boolean some = waiting.get() > 0;
      if (some) {
        waiting.decrementAndGet();
        done++;
      }
      inside.decrementAndGet();
      return some ? Delay.NONE : Delay.FOREVER;
    }

    private void note(Thread me) {
      for (int i = 0; i < started.get(); i++) {
        if (threads[i] == me) {
          return;
        }
      }
      threads[started.get()] = me;
      started.incrementAndGet();
    }

    @Override
    public boolean waiting() {
      return waiting.get() > 0;
    }

    @Override
    public void idle() {}

    @Override
    public void restarted() {
      overlap = true; // must not happen: nothing here throws
    }

    /** Joins all started threads: each has recorded itself, or is the current one. */
    void joinThreads() {
      int joined = 0;
      for (Thread last = current(); last != null; last = current()) {
        join(last);
      }
      while (joined < started.get()) {
        join(threads[joined++]);
      }
      check(current() == null, "an ended thread is still the current one");
    }

    private Thread current() {
      try {
        return (Thread) CURRENT.get(thread);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }
}
