package app.trackx.examples.recipes;

import app.trackx.Scrubber;
import java.util.regex.Pattern;

/**
 * A scrubber that knows an own kind of data beside the standard ones; here customer numbers, such
 * as C-204816.
 *
 * <p>Use it whenever the text alone tells what must not leave. It goes over all that {@link
 * ScrubByHandler} goes over, and cannot forget a part of the event.
 *
 * <pre>{@code
 * TrackX.setup(TrackXClient.builder(endpoint).scrubber(ScrubByRule.scrubber()));
 * }</pre>
 *
 * <p>The two options know different things. {@code keyNames} goes by the name and takes any value:
 * that of a key of meta at any depth, and in texts what follows {@code customerNumber=}. {@code
 * rule} goes by the form of the value, wherever it stands. A number without a form of its own, as
 * in "customer 4711 is unknown", is known to neither: keep it out of messages.
 */
final class ScrubByRule {
  /**
   * Of fixed length and without alternatives, so it never goes back, however long the text: a rule
   * must not be slower than linear. Rather too much than too little: {@code _} and letters may
   * follow.
   */
  private static final Pattern CUSTOMER = Pattern.compile("(?<![A-Za-z0-9])[Cc]-[0-9]{6}(?![0-9])");

  private ScrubByRule() {}

  static Scrubber scrubber() {
    return Scrubber.builder()
        .keyNames("customerNumber", "customerNo")
        .rule(text -> CUSTOMER.matcher(text).replaceAll("[customer]"))
        .build();
  }
}
