package app.trackx.internal.scrub;

/**
 * Redacts one kind of data. Stateless, and linear in the length of the text whatever that holds: a
 * rule goes through it once, looks back or ahead a bounded number of characters, and never looks
 * again at what it gave up on.
 */
interface Rule {
  /** The text without that kind of data; the same instance if there is none. */
  String apply(String text);
}
