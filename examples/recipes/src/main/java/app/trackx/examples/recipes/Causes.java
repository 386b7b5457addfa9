package app.trackx.examples.recipes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error and its causes, outermost first, as a list that ends: part of the recipes that look at
 * causes.
 *
 * <p>A chain may run in a circle, or make up a new cause each time it is asked, so a number of
 * links is followed and no more; that also costs less than to remember which were seen. A {@code
 * getCause()} that throws ends the chain: if it ended the handler, the event would be lost.
 */
final class Causes {
  private static final int MAX_LINKS = 256; // as many as the client reads itself

  private Causes() {}

  /** The chain of that error; of a circle each link may be in it more than once. */
  static List<Throwable> of(@Nullable Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    Throwable link = error;
    while (link != null && chain.size() < MAX_LINKS) {
      chain.add(link);
      link = causeOf(link);
    }
    return chain;
  }

  private static @Nullable Throwable causeOf(Throwable error) {
    try {
      return error.getCause();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }
}
