package app.trackx.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Virtual threads, which JDK 21 introduced; the tests are compiled for JDK 17. */
public final class VirtualThreads {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private VirtualThreads() {}

  /**
   * Runs a task on a virtual thread without a name, and waits for its end.
   *
   * @return the thread's identifier
   */
  public static long run(Runnable task) {
    AtomicLong id = new AtomicLong();
    Runnable run = () -> {
      id.set(Thread.currentThread().getId());
      task.run();
    };
    try {
      Thread thread =
          (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, run);
      thread.join(PATIENCE.toMillis());
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return id.get();
  }
}
