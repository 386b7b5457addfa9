package app.trackx.internal.json;

import java.util.Random;

/** Random text that tends to break encoders: halves of code points, controls, quotes, emoji. */
public final class NastyText {
  private static final String[] PIECES = {
    "a",
    "plain words ",
    "\"",
    "\\",
    "/",
    "\n",
    "\r\n",
    "\t",
    "\b",
    "\f",
    "\0",
    "\u0001",
    "\u001f",
    "\u007f",
    "\u0080",
    "\u00e9",
    "\u07ff",
    "\u0800",
    "\u6f22\u5b57",
    "\u2028",
    "\ufeff",
    "\uffff",
    "\ud83d\ude00",
    "\udbff\udfff",
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
    "\ude00\ud83d",
    "</script>",
    "e\u0301",
    "\ud83d\udc69\u200d\ud83d\udcbb",
    "null",
    "{}",
    "%s",
    "\u2026"
  };

  private NastyText() {}

  /** Returns text of up to {@code maxPieces} pieces. */
  public static String random(Random random, int maxPieces) {
    int pieces = random.nextInt(maxPieces + 1);
    boolean monotone = random.nextInt(4) == 0; // the worst cases are all of one kind
    String piece = PIECES[random.nextInt(PIECES.length)];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(monotone ? piece : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Returns the text with U+FFFD for each lone surrogate, according to the JDK. */
  static String repaired(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
    return out.toString();
  }

  public static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
