package app.trackx.internal.scrub;

import org.jspecify.annotations.Nullable;

/**
 * A text in which characters that look alike are the same one: full-width signs are ASCII, all
 * blanks and quotes are alike, and what nobody sees is left out. The rules apply to it; what they
 * redacted is then put into the original, of which all text around remains to the letter.
 */
final class Folding {
  private static final char NOTHING = '\uffff';

  /** Signs of names and values as HTML, URLs and JSON write them, each with its last character. */
  private static final String[] ENCODED = {
    "&quot;\"",
    "&#34;\"",
    "&#39;'",
    "&apos;'",
    "%22\"",
    "%3D=",
    "%3d=",
    "%3A:",
    "%3a:",
    "%26&",
    "\\u0022\"",
    "\\u0027'",
    "\\u003d=",
    "\\u003D=",
    "\\u0026&"
  };

  private static final String CYRILLIC =
      "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425";
  private static final String LATIN = "aeopcyxiABEKMHOPCTX";

  private final String original;
  private final String folded;
  private final int[] origins;

  private Folding(String original, String folded, int[] origins) {
    this.original = original;
    this.folded = folded;
    this.origins = origins;
  }

  /** Returns whether folding changes the text. */
  static boolean changes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Chars.isAscii(c) ? encoded(text, i, c) != null : fold(text, i, c) != c) {
        return true;
      }
    }
    return false;
  }

  static Folding of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    int[] origins = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String encoded = Chars.isAscii(c) ? encoded(text, i, c) : null;
      char same = Chars.isAscii(c) ? c : fold(text, i, c);
      if (same != NOTHING) {
        origins[folded.length()] = i;
        folded.append(encoded == null ? same : encoded.charAt(encoded.length() - 1));
      }
      i += encoded == null ? 0 : encoded.length() - 2;
    }
    return new Folding(text, folded.toString(), origins);
  }

  String text() {
    return folded;
  }

  /** Returns the original with what the rules made of the folded text. */
  String restored(String clean) {
    if (clean.equals(folded)) {
      return original;
    }
    int most = Math.min(folded.length(), clean.length());
    int start = 0;
    while (start < most && folded.charAt(start) == clean.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && folded.charAt(folded.length() - 1 - end) == clean.charAt(clean.length() - 1 - end)) {
      end++;
    }
    int from = start == 0 ? 0 : endOfOrigin(origins[start - 1]);
    int to = end == 0 ? original.length() : origins[folded.length() - end];
    return original.substring(0, from)
        + clean.substring(start, clean.length() - end)
        + original.substring(to);
  }

  private int endOfOrigin(int i) {
    String encoded = encoded(original, i, original.charAt(i));
    return encoded == null ? i + 1 : i + encoded.length() - 1;
  }

  private static @Nullable String encoded(String text, int i, char c) {
    if (c == '&' || c == '%' || c == '\\') {
      for (String encoded : ENCODED) {
        if (text.regionMatches(i, encoded, 0, encoded.length() - 1)) {
          return encoded;
        }
      }
    }
    return null;
  }

  private static char fold(String text, int i, char c) {
    if (c >= '\u0300' && c <= '\u036f' || c == '\u00ad' || c == '\ufeff' || c == '\u180e') {
      return NOTHING; // accents apart from their letters, soft hyphens
    }
    if (c >= '\u2000' && c <= '\u206f') {
      return punctuation(c);
    }
    if (c == '\u00a0' || c == '\u3000') {
      return ' ';
    }
    if (c == '\u00ab' || c == '\u00bb') {
      return '"';
    }
    if (c == '\u2212') {
      return '-';
    }
    if (c >= '\uff01' && c <= '\uff5e') {
      return fullWidth(text, i, c);
    }
    if (c == '\u3002' || c == '\uff61') {
      return isBetweenAscii(text, i) ? '.' : c;
    }
    int latin = CYRILLIC.indexOf(c);
    return latin >= 0 && isAmongAscii(text, i) ? LATIN.charAt(latin) : c;
  }

  private static char punctuation(char c) {
    if (c <= '\u200a' || c == '\u202f' || c == '\u205f') {
      return ' ';
    }
    if (c <= '\u200f' || (c >= '\u202a' && c <= '\u202e') || c >= '\u2060') {
      return NOTHING; // of no width, or changes of direction
    }
    if (c <= '\u2015') {
      return '-';
    }
    if (c >= '\u2018' && c <= '\u201b') {
      return '\'';
    }
    boolean quote = (c >= '\u201c' && c <= '\u201f') || c == '\u2039' || c == '\u203a';
    return quote ? '"' : c;
  }

  /** Folds what names, numbers and addresses consist of; other signs end the text before them. */
  private static char fullWidth(String text, int i, char c) {
    char ascii = (char) (c - 0xfee0);
    if (Chars.isDigit(ascii) || Chars.isAsciiLetter(ascii) || "=@+-%_#".indexOf(ascii) >= 0) {
      return ascii;
    }
    return ascii == '.' && isBetweenAscii(text, i) ? ascii : c;
  }

  private static boolean isBetweenAscii(String text, int i) {
    return isAlike(Chars.at(text, i - 1)) && isAlike(Chars.at(text, i + 1));
  }

  private static boolean isAmongAscii(String text, int i) {
    return Chars.isAsciiLetter(Chars.at(text, i - 1)) || Chars.isAsciiLetter(Chars.at(text, i + 1));
  }

  private static boolean isAlike(char c) {
    return (c >= '\uff10' && c <= '\uff5a') || (Chars.isAscii(c) && Chars.isAlnum(c));
  }
}
