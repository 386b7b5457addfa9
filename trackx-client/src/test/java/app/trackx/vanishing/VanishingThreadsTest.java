package app.trackx.vanishing;

import static app.trackx.vanishing.Places.assertArrives;
import static app.trackx.vanishing.Places.assertVanishes;

import app.trackx.TrackX;
import app.trackx.testing.VirtualThreads;
import app.trackx.testing.Waiting;
import java.lang.ref.Cleaner;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads, as in docs/VANISHING.md: what arrives with the README's set-up, and with one line more. */
@Timeout(120)
class VanishingThreadsTest {
  private static final Runnable TASK = Places::fail;

  @Test
  void thread_arrives() throws Exception {
    assertArrives(() -> Places.run(new Thread(TASK)));
  }

  @Test
  void virtualThread_arrives() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "no virtual threads");
    assertArrives(() -> VirtualThreads.run(TASK));
  }

  @Test
  void timer_arrives() throws Exception {
    assertArrives(() -> {
      Thread[] thread = new Thread[1];
      CountDownLatch started = new CountDownLatch(1);
      new Timer(true)
          .schedule(
              new TimerTask() {
                @Override
                public void run() {
                  thread[0] = Thread.currentThread();
                  started.countDown();
                  Places.fail();
                }
              },
              0);
      Waiting.forLatch(started);
      Waiting.forEndOf(thread[0]);
    });
  }

  @Test
  void threadWithItsOwnHandler_vanishes_unlessWrapped() throws Exception {
    assertVanishes(() -> Places.run(handled(TASK)));
    assertArrives(() -> Places.run(handled(TrackX.wrap(TASK))));
  }

  private static Thread handled(Runnable task) {
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((t, error) -> {});
    return thread;
  }

  @Test
  void threadGroupWithItsOwnHandler_vanishes_unlessWrapped() throws Exception {
    assertVanishes(() -> Places.run(new Thread(new Silent(), TASK)));
    assertArrives(() -> Places.run(new Thread(new Silent(), TrackX.wrap(TASK))));
  }

  private static final class Silent extends ThreadGroup {
    Silent() {
      super("silent");
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {}
  }

  @Test
  void defaultHandlerThatIsReplacedLater_vanishes_unlessWrapped() throws Exception {
    assertVanishes(() -> {
      Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
      Places.run(new Thread(TASK));
    });
    assertArrives(() -> {
      Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
      Places.run(new Thread(TrackX.wrap(TASK)));
    });
  }

  @Test
  void cleaner_vanishes_unlessWrapped() throws Exception {
    assertVanishes(() -> clean(TASK));
    assertArrives(() -> clean(TrackX.wrap(TASK)));
  }

  private static void clean(Runnable action) {
    CountDownLatch cleaned = new CountDownLatch(1);
    Cleaner cleaner = Cleaner.create();
    cleaner.register(new Object(), () -> {
      try {
        action.run();
      } finally {
        cleaned.countDown();
      }
    });
    Waiting.until("the cleaner", () -> {
      System.gc();
      return cleaned.getCount() == 0;
    });
  }

  @Test
  void swallowedCatch_vanishes() throws Exception {
    assertVanishes(() -> {
      try {
        Places.fail();
      } catch (IllegalStateException ignored) {
        // as in the code that nobody finds
      }
    });
  }

  @Test
  void returnInFinally_vanishes() throws Exception {
    assertVanishes(VanishingThreadsTest::lastWord);
  }

  @SuppressWarnings({"finally", "ReturnInFinally"})
  private static void lastWord() {
    try {
      Places.fail();
    } finally {
      return;
    }
  }
}
