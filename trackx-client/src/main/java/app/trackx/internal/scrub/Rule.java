package app.trackx.internal.scrub;

/**
 * A scrubbing rule for one kind of data. Stateless, and linear in the length of any text: a rule
 * makes one pass, looks back or ahead a bounded number of characters, and does not inspect text
 * again that it has rejected.
 */
interface Rule {
  /** Returns the text without that kind of data; the same instance if there is none. */
  String apply(String text);
}
