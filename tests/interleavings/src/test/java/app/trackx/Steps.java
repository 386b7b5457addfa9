package app.trackx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model checker that runs actors, which consist of steps, in all possible orders of their steps, on one
 * thread. If every step holds the same lock, this covers all executions, and is a thousand times faster than
 * {@link Interleavings}.
 */
final class Steps {
  /** A sequence of steps that is interleaved with those of other actors. */
  interface Actor {
    /** Performs the next step. Returns false if it was the last. */
    boolean step();
  }

  /** A scenario, created anew for each order. */
  interface Scenario {
    List<Actor> actors();

    /** Called after the last step of all actors. */
    void end();
  }

  private Steps() {}

  /** Runs the scenario in all orders. Returns their number. */
  static int explore(Supplier<? extends Scenario> scenarios) {
    List<int[]> choices =
        new ArrayList<>(); // for each step: the actor, and the number of active actors
    int orders = 0;
    do {
      run(scenarios.get(), choices);
      orders++;
    } while (next(choices));
    return orders;
  }

  private static void run(Scenario scenario, List<int[]> choices) {
    List<Actor> actors = new ArrayList<>(scenario.actors());
    try {
      for (int i = 0; !actors.isEmpty(); i++) {
        if (i == choices.size()) {
          choices.add(new int[] {0, actors.size()});
        }
        int chosen = choices.get(i)[0];
        if (!actors.get(chosen).step()) {
          actors.remove(chosen);
        }
      }
      scenario.end();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", in the order " + text(choices), e);
    }
  }

  private static boolean next(List<int[]> choices) {
    while (!choices.isEmpty()) {
      int[] last = choices.get(choices.size() - 1);
      if (++last[0] < last[1]) {
        return true;
      }
      choices.remove(choices.size() - 1);
    }
    return false;
  }

  private static String text(List<int[]> choices) {
    StringBuilder text = new StringBuilder();
    for (int[] choice : choices) {
      text.append(choice[0]).append('/').append(choice[1]).append(' ');
    }
    return text.toString().trim();
  }
}
