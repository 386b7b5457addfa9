package app.trackx.examples.recipes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception and its causes, outermost first, as a finite list. Used by the recipes that look at
 * causes.
 *
 * <p>A chain may be circular, or create a new cause on each call, so it is followed for a fixed
 * number of links; that also costs less than remembering visited links. A {@code getCause()} that
 * throws ends the chain: if the exception escaped the handler, the event would be lost.
 */
final class Causes {
  private static final int MAX_LINKS = 256; // the client's own limit

  private Causes() {}

  /** Returns the chain of causes. A circular chain may contain a link more than once. */
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
