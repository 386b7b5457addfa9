package app.trackx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs actors that take one step after the other in every order that there is, on one thread. For
 * code in which each step is under one and the same lock that is all that can happen, and a thousand
 * times quicker than {@link Interleavings}.
 */
final class Steps {
  /** One of those that take turns. */
  interface Actor {
    /** Takes its next step. False if that was the last. */
    boolean step();
  }

  /** What is to be run, made anew for each order. */
  interface Scenario {
    List<Actor> actors();

    /** When all have taken their last step. */
    void end();
  }

  private Steps() {}

  /** Runs it in all orders and says how many there were. */
  static int explore(Supplier<? extends Scenario> scenarios) {
    List<int[]> choices =
        new ArrayList<>(); // at each step: which actor, of how many that can go on
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
