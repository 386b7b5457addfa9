package app.trackx.internal.scrub;

import java.util.Locale;

/**
 * The texts before a value in a message, right before it, and after it.
 *
 * <p>A value may contain anything, including the closing quote. Therefore the first of several
 * longer endings counts, and if there is none, the last quote or bracket of the line, or the line's
 * end.
 */
final class Template {
  /** Any value. */
  static final int ANY = 0;

  /** A value without a time of day, since a machine made the others. */
  static final int DATE = 1;

  /** The name of a user, except for those of services. */
  static final int USER = 2;

  private static final int LONGEST_BETWEEN = 200;

  /** The least length of an opening after which a value may be cut off. */
  private static final int DISTINCTIVE = 9;

  private final int type;
  private final String marker;
  private final String opening;
  private final String last;
  private final String[] endings;
  private final Signs needed;

  /**
   * Creates a template.
   *
   * @param last the end of a value that none of the endings follows; empty if one must follow,
   *     unless the text was cut
   */
  Template(int type, String marker, String opening, String last, String[] endings) {
    this.type = type;
    this.marker = marker;
    this.opening = opening;
    this.last = last;
    this.endings = endings;
    this.needed = Signs.of(marker.concat(opening));
  }

  boolean mayMatch(Signs ofText) {
    return ofText.haveAllOf(needed);
  }

  String apply(String text, String label) {
    int at = text.indexOf(opening);
    if (at < 0 || (!marker.isEmpty() && !text.contains(marker))) {
      return text;
    }
    Redaction redaction = new Redaction(text);
    int eol = -1;
    boolean mayContinue = !last.isEmpty();
    while (at >= 0) {
      int from = at + opening.length();
      int next = from;
      if (marker.isEmpty() || isMarked(text, at)) {
        eol = from > eol ? Chars.endOfLine(text, from) : eol;
        next = end(text, from, eol);
        if (next == eol && mayContinue) { // a value of several lines, or a truncated one
          int further = firstEnding(text, eol, text.length());
          mayContinue = further >= 0;
          next = Math.max(next, further);
        }
        if (next > from && !Labels.isAt(text, from, label) && isValue(text, from, next)) {
          redaction.replace(from, next, label);
        }
      }
      at = text.indexOf(opening, next);
    }
    return redaction.result();
  }

  private boolean isValue(String text, int from, int to) {
    if (type == USER) {
      return !SensitiveNames.isService(text.substring(from, to).toLowerCase(Locale.ROOT));
    }
    return type != DATE || Urls.firstOf(text, ":", from, to) == to;
  }

  /** Returns whether the marker precedes closely, in the same line. */
  private boolean isMarked(String text, int at) {
    for (int i = at; i >= Math.max(0, at - LONGEST_BETWEEN); i--) {
      if (text.charAt(i) == '\n' && i < at) {
        return false;
      }
      if (text.startsWith(marker, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the end of the value. Inspects no character twice, because inspected text is redacted.
   */
  private int end(String text, int from, int eol) {
    if (last.isEmpty()) {
      int most = Math.min(eol, from + LONGEST_BETWEEN);
      int end = firstEnding(text, from, most);
      return end < 0 ? endOfCut(text, from, most) : end;
    }
    int end = firstEnding(text, from, eol);
    if (end < 0) {
      end = Urls.lastOf(text, last.charAt(0), from, eol);
    }
    return end < from ? eol : end;
  }

  /** Returns the end of a value in a text that ends within it or its ending; {@code from} if not. */
  private int endOfCut(String text, int from, int most) {
    if (most < text.length() || opening.length() < DISTINCTIVE) {
      return from; // not a value
    }
    for (int i = from; i < most; i++) {
      if (text.charAt(i) == opening.charAt(opening.length() - 1) && !Chars.isWithinWord(text, i)) {
        for (String ending : endings) {
          if (ending.startsWith(text.substring(i))) {
            return i;
          }
        }
        return from;
      }
    }
    return most;
  }

  private int firstEnding(String text, int from, int limit) {
    for (int i = from; i < limit; i++) {
      for (String ending : endings) {
        if (text.startsWith(ending, i)) {
          return i;
        }
      }
    }
    return -1;
  }
}
