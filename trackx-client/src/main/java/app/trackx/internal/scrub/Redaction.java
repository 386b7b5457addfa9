package app.trackx.internal.scrub;

import org.jspecify.annotations.Nullable;

/**
 * A text whose parts are replaced, from left to right. Copies nothing until the first replacement.
 */
final class Redaction {
  private final String text;
  private @Nullable StringBuilder out;
  private int copied;

  Redaction(String text) {
    this.text = text;
  }

  /** Returns the end of the last replaced part: text before it cannot be replaced any more. */
  int end() {
    return copied;
  }

  /** Replaces {@code from..to} of the original text, except for the part before {@link #end()}. */
  void replace(int begin, int to, String by) {
    if (to <= copied) {
      return;
    }
    int from = Math.max(begin, copied);
    StringBuilder builder = out;
    if (builder == null) {
      builder = new StringBuilder(text.length() + 16);
      out = builder;
    }
    builder.append(text, copied, from).append(by);
    copied = to;
  }

  /** Returns the whole text; the same instance if nothing was replaced. */
  String result() {
    StringBuilder builder = out;
    return builder == null ? text : builder.append(text, copied, text.length()).toString();
  }
}
