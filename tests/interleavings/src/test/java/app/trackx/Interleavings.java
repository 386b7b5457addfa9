package app.trackx;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a scenario again and again, each time with another interleaving of its threads: first those
 * with few switches between them. Which thread goes on at each access to memory that they share is
 * for the checker to say, so a failure comes back on every run, and its message is the way to it.
 *
 * <p>It explores orders of steps, not what a weak memory model adds to them. Steps may be lambdas,
 * but the threads have to be those of {@link #inParallel} or the client's own: what a {@code
 * Thread} reaches through the {@code Runnable} that it was given the checker takes for unshared on
 * JDK 25, and looks no further. {@code InterleavingsTest} is there to see that it does look.
 */
public final class Interleavings {
  /** What one thread does. */
  public interface Step {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * Beyond the checker's own limits, 50 and 10: a new intake takes 64 turns of a loop. Above the
   * first it would speak of a livelock; above the second it takes the thread for one that spins, and
   * from there on hardly looks at anything.
   */
  public static final int LONGEST_LOOP = 200;

  private static final int DEEPEST_RECURSION = 20;
  private static final LincheckSettings SETTINGS =
      new LincheckSettings(false, LONGEST_LOOP, LONGEST_LOOP, DEEPEST_RECURSION);

  private Interleavings() {}

  /** Runs the scenario in so many interleavings, or in all if there are fewer. */
  public static void explore(int most, Runnable scenario) {
    // public in the class file, though Kotlin calls it internal: the other one has no settings
    Lincheck.runConcurrentTestInternal$lincheck(most, SETTINGS, scenario);
  }

  /** Within a scenario: runs each step on a thread of its own, until all are over. */
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

  /** Waits for the end of a thread. */
  public static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** AssertJ has too many steps of its own for use within a scenario. */
  public static void check(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
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
      } catch (Exception | AssertionError e) { // other errors are the checker's way to stop us
        failure = e;
      }
    }
  }
}
