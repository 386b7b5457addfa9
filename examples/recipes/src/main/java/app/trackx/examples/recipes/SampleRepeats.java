package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler that samples repeats: the first event of each bug in this run is sent, and a random
 * share of the others.
 *
 * <p>Use it if the server's disk space or its number of events is limited. Error storms are no
 * reason: the client folds repeats by itself and counts them, so nothing is lost.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new SampleRepeats(0.1)); // 10 %
 * }</pre>
 *
 * <p>The first event is always sent: with 10 % of the events, a bug that occurs once a month would
 * stay invisible for months. Bugs are distinguished by class and top method ({@code name} and
 * {@code uri}); after a thousand of them, new ones are sampled like the rest.
 *
 * <p>The price: the server's counts are too low from then on, and the number of affected users is
 * unknown. Each event has {@code meta.sampleRate}, so that its readers know. Multiplying by ten gives an
 * estimate. It is a poor one for few events, or for events with {@code meta.occurrences}: errors
 * that were folded into a queued event were not sampled. Cancelled events are counted in
 * {@code diagnostics().cancelled()} and appear nowhere else.
 *
 * <p>Thread-safe, and usable with several clients, which then share the first events.
 * {@code preview()} calls it too.
 */
final class SampleRepeats implements OnErrorHandler {
  static final int MAX_KNOWN = 1_000;

  private final double share;
  private final DoubleSupplier random;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Samples repeats with a share from 0 for none to 1 for all. */
  SampleRepeats(double share) {
    this(share, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Samples with a thread-safe source of numbers from 0 (inclusive) to 1 (exclusive). */
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
    return known.size() < MAX_KNOWN && known.add(event.getName() + " " + event.getUri());
  }
}
