package app.trackx.examples.recipes;

import app.trackx.Scrubber;
import java.util.regex.Pattern;

/**
 * A scrubber that redacts an application-specific kind of data in addition to the standard ones,
 * here customer numbers such as C-204816.
 *
 * <p>Use it whenever the text alone is enough to decide. It covers everything that
 * {@link ScrubByHandler} covers, and cannot miss a part of the event.
 *
 * <pre>{@code
 * TrackX.setup(TrackXClient.builder(endpoint).scrubber(ScrubByRule.scrubber()));
 * }</pre>
 *
 * <p>The two options complement each other. {@code keyNames} matches names and redacts any value:
 * that of a meta key at any depth, and in text the value after {@code customerNumber=}.
 * {@code rule} matches the form of the value, wherever it occurs. Neither finds a number without a
 * distinctive form, as in "customer 4711 is unknown": keep such numbers out of messages.
 */
final class ScrubByRule {
  /**
   * Of fixed length and without alternatives, so it never backtracks, even on long text: a rule has
   * to be linear. It errs on the side of redacting too much: {@code _} and letters may follow.
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
