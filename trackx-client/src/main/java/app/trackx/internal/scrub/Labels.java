package app.trackx.internal.scrub;

import org.jspecify.annotations.Nullable;

/** The placeholders for redacted text: {@code [email]} and so on, or one text for all. */
final class Labels {
  private static final Kind[] KINDS = Kind.values();

  private final @Nullable String replacement;

  Labels(@Nullable String replacement) {
    this.replacement = replacement;
  }

  /** Returns whether {@code from..to} is a placeholder. */
  boolean isPlaceholder(String text, int from, int to) {
    for (Kind kind : KINDS) {
      String label = of(kind);
      if (label.length() == to - from && text.startsWith(label, from)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a value was redacted there before. That cannot be told if its label is empty. */
  static boolean isAt(String text, int from, String label) {
    return !label.isEmpty() && text.startsWith(label, from);
  }

  String of(Kind kind) {
    if (replacement != null) {
      return replacement;
    }
    return kind == Kind.HOME ? "~" : "[" + kind.label() + "]";
  }
}
