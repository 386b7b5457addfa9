package app.trackx;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * A model checker that runs a scenario repeatedly, each time with a different interleaving of its threads,
 * beginning with those that have few context switches. It decides which thread continues at each access to
 * shared memory, so failures are reproducible, and their messages show the interleaving.
 *
 * <p>Only sequentially consistent executions are explored, not the additional ones of a weak memory model.
 * Steps may be lambdas, but threads must be those of {@link #inParallel} or the client's own: on JDK 25, the
 * checker considers objects that a {@code Thread} reaches through its {@code Runnable} as unshared and does not
 * track them. {@code InterleavingsTest} verifies that the checker tracks the threads used here.
 */
public final class Interleavings {
  /** The code of one thread. */
  public interface Step {
    /** Runs the step. */
    void run() throws Exception;
  }

  /**
   * Loop limit, higher than the checker's defaults of 50 and 10 iterations, because creating an intake takes 64
   * iterations. Above the first limit, the checker reports a livelock; above the second, it considers the
   * thread to be spinning and explores few interleavings from there on.
   */
  public static final int LONGEST_LOOP = 200;

  private static final int DEEPEST_RECURSION = 20;
  private static final LincheckSettings SETTINGS =
      new LincheckSettings(false, LONGEST_LOOP, LONGEST_LOOP, DEEPEST_RECURSION);

  private Interleavings() {}

  /** Runs the scenario with up to {@code max} interleavings. */
  public static void explore(int max, Runnable scenario) {
    // internal in Kotlin but public in bytecode; the public method does not accept settings
    Lincheck.runConcurrentTestInternal$lincheck(max, SETTINGS, scenario);
  }

  /** Within a scenario, runs each step on a thread of its own and waits for all of them. */
  public static void inParallel(Step... steps) {
    Actor[] actors = new Actor[steps.length];
    for (int i = 0; i < steps.length; i++) {
      actors[i] = new Actor(steps[i]);
    }
    for (Actor actor : actors) {
      actor.start();
    }
    for (Actor actor : actors) {
      join(actor);
    }
    for (Actor actor : actors) {
      if (actor.failure != null) {
        throw new AssertionError(actor.failure);
      }
    }
  }

  /** Waits until a thread has ended. */
  public static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Asserts a condition within a scenario, where AssertJ would add too many steps. */
  public static void check(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  private static final class Actor extends Thread {
    private final Step step;
    private Throwable failure;

    Actor(Step step) {
      this.step = step;
    }

    @Override
    public void run() {
      try {
        step.run();
      } catch (Exception | AssertionError e) { // the checker uses other errors to stop the thread
        failure = e;
      }
    }
  }
}
