package app.trackx.internal.json;

/**
 * Functions that clip text to a limit and make it valid for UTF-8.
 *
 * <p>The server counts UTF-16 units, the body counts bytes of JSON. A cut between the two halves of
 * a code point, or a lone surrogate in the input, would make the JSON invalid.
 */
public final class Text {
  private static final char REPLACEMENT = '\ufffd';
  private static final char ELLIPSIS = '\u2026';

  /** Maximum: either half of a code point may be written as an escape. */
  private static final int SURROGATE_BYTES = 6;

  private static final int FAR_BEYOND = 32 * 1024; // a message may have 10 000
  private static final int LONGEST_WORD = 320; // more than an e-mail address may have

  private Text() {}

  /**
   * Clips a text to at most {@code maxUnits} UTF-16 units and {@code maxBytes} bytes within a JSON
   * string, on a whole code point and with an ellipsis at the cut. Lone surrogates become U+FFFD.
   * Returns the same instance if nothing changes.
   */
  public static String clip(String text, int maxUnits, int maxBytes) {
    int bytes = 0;
    boolean clean = true;
    int roomForEllipsis = 0; // where to cut if the rest does not fit
    int i = 0;
    while (i < text.length()) {
      boolean pair = isPair(text, i);
      int next = pair ? i + 2 : i + 1;
      char c = text.charAt(i);
      boolean lone = !pair && Character.isSurrogate(c);
      bytes += pair ? 2 * SURROGATE_BYTES : jsonBytes(lone ? REPLACEMENT : c);
      if (next > maxUnits || bytes > maxBytes) {
        return repaired(text, roomForEllipsis) + ELLIPSIS;
      }
      if (next < maxUnits && bytes <= maxBytes - 3) {
        roomForEllipsis = next;
      }
      clean &= !lone;
      i = next;
    }
    return clean ? text : repaired(text, text.length());
  }

  /**
   * Clips each line to at most {@code maxUnits} UTF-16 units. Returns the same instance if nothing
   * changes.
   */
  public static String clipLines(String text, int maxUnits) {
    StringBuilder out = null;
    int copied = 0;
    for (int from = 0; from < text.length(); ) {
      int newline = text.indexOf('\n', from);
      int to = newline < 0 ? text.length() : newline;
      if (to - from > maxUnits) {
        if (out == null) {
          out = new StringBuilder(text.length());
        }
        out.append(text, copied, from + maxUnits);
        copied = to;
      }
      from = to + 1;
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /**
   * Clips like {@link #clip}, but between words; adjacent groups of digits belong to one word. A
   * scrubber would not recognize half of an address or of a number.
   */
  public static String clipBetweenWords(String text, int maxUnits, int maxBytes) {
    if (text.isEmpty()) {
      return text;
    }
    String clipped = clip(text, maxUnits, maxBytes);
    int last = clipped.length() - 1;
    if (clipped.length() == text.length()
        && last >= 0
        && clipped.charAt(last) == text.charAt(last)) {
      return clipped;
    }
    int least = Math.max(0, last - LONGEST_WORD);
    int end = last;
    while (end > least && !endsWord(clipped.charAt(end - 1))) {
      end--;
    }
    while (end > least && isPartOfNumber(clipped.charAt(end - 1))) {
      end--;
    }
    return repaired(clipped, end) + ELLIPSIS;
  }

  /**
   * Cuts a text far beyond any limit, so that the intake does not hold all of it. The position of
   * this cut does not matter: {@link #clipBetweenWords} cuts again, well before it.
   */
  public static String roughly(String text) {
    return text.length() <= FAR_BEYOND ? text : text.substring(0, FAR_BEYOND);
  }

  /** Colons and periods do not end a word, since they occur within addresses. */
  private static boolean endsWord(char c) {
    return Character.isWhitespace(c)
        || ",;\"'{}[]()<>|&".indexOf(c) >= 0
        || Character.isIdeographic(c);
  }

  private static boolean isPartOfNumber(char c) {
    return Character.isDigit(c) || Character.isWhitespace(c) || c == '-' || c == '+';
  }

  /** Returns the bytes of one UTF-16 unit, not a surrogate, within a JSON string. */
  static int jsonBytes(char c) {
    if (c < 0x20) {
      return c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    return c < 0x800 ? 2 : 3;
  }

  /** Returns the bytes of a text without lone surrogates within a JSON string. */
  static int jsonBytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += Character.isSurrogate(c) ? SURROGATE_BYTES : jsonBytes(c);
    }
    return bytes;
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  private static String repaired(String text, int end) {
    StringBuilder out = new StringBuilder(end + 1);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (isPair(text, i)) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return out.toString();
  }
}
