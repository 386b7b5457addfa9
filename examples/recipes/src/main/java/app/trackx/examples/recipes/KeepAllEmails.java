package app.trackx.examples.recipes;

import app.trackx.Scrubber;

/**
 * A scrubber that keeps e-mail addresses in text and redacts everything else as usual.
 *
 * <p>Use it if addresses are no secret from the readers of the server, such as those of machines or
 * your own staff. For a user's address, {@link KeepContact} is better.
 *
 * <pre>{@code
 * TrackX.setup(TrackXClient.builder(endpoint).scrubber(KeepAllEmails.scrubber()));
 * }</pre>
 *
 * <p>The price: every address in every message of every library is sent, regardless of its owner's
 * consent. Values of names such as {@code email} are still redacted, so
 * {@code email=bob@example.com} and the meta key {@code email} stay secret. Use another key, such
 * as {@code contact}.
 */
final class KeepAllEmails {
  private KeepAllEmails() {}

  static Scrubber scrubber() {
    return Scrubber.builder().keep("email").build();
  }
}
