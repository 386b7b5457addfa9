package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the first error of each bug in this run, and a share of the others, taken at random.
 *
 * <p>Use it where the server's disk or the number of its events is what is scarce. A storm is no
 * reason: the client folds repeats by itself and counts them, and so loses nothing.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new SampleRepeats(0.1)); // 10 %
 * }</pre>
 *
 * <p>The first, always: of what happens once in a month, 10 % would be nothing at all, for months.
 * A bug is told by class and top method ({@code name} and {@code uri}); after a thousand of them
 * new ones are sampled like the rest.
 *
 * <p>What it costs: the server's counts are too low from then on, and how many users were hit
 * cannot be said. Each event bears {@code meta.sampleRate}, so that its reader knows; times ten is
 * an estimate, and a bad one of few events, or of one with {@code meta.occurrences}: errors that
 * were folded into an event that waited were not sampled. What was left out is counted in {@code
 * diagnostics().cancelled()} and named nowhere else.
 *
 * <p>Safe for any thread, and for several clients, which then share the first. {@code preview()}
 * asks it too.
 */
final class SampleRepeats implements OnErrorHandler {
  static final int MOST_KNOWN = 1_000;

  private final double share;
  private final DoubleSupplier random;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Of the repeats, that share: 0 for none to 1 for all. */
  SampleRepeats(double share) {
    this(share, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** The same with a source of numbers from 0 to just below 1, safe for any thread. */
  SampleRepeats(double share, DoubleSupplier random) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share not in 0..1: " + share);
    }
    this.share = share;
    this.random = random;
  }

  @Override
  public @Nullable EventPayload onError(EventPayload event, @Nullable Throwable reason) {
    if (!isFirst(event) && random.getAsDouble() >= share) {
      return null;
    }
    event.getMeta().put("sampleRate", share);
    return event;
  }

  private boolean isFirst(EventPayload event) {
    return known.size() < MOST_KNOWN && known.add(event.getName() + " " + event.getUri());
  }
}
