package app.trackx.examples.recipes;

import app.trackx.Scrubber;

/**
 * A scrubber that leaves e-mail addresses in texts, and takes out everything else as ever.
 *
 * <p>Use it where addresses are no secret to who reads the server: those of machines, of your own
 * staff. For a user's address {@link KeepContact} is better.
 *
 * <pre>{@code
 * TrackX.setup(TrackXClient.builder(endpoint).scrubber(KeepAllEmails.scrubber()));
 * }</pre>
 *
 * <p>Its price: every address in every message, of every library, leaves too, whoever's it is and
 * whether they agreed or not. And it is not quite all: what a name such as {@code email} gives away
 * stays a secret, so {@code email=bob@example.com} and the meta key {@code email} are still taken
 * out. Use another key, such as {@code contact}.
 */
final class KeepAllEmails {
  private KeepAllEmails() {}

  static Scrubber scrubber() {
    return Scrubber.builder().keep("email").build();
  }
}
