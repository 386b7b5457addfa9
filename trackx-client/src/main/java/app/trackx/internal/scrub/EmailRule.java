package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for e-mail addresses: an at sign between a local part and a domain with a dot and a
 * top-level domain of letters, so that {@code com.acme.Order@1b2c3d} does not match. The at sign
 * may be encoded, as in {@code %40}.
 */
final class EmailRule implements Rule {
  /** Other spellings of the at sign: of URLs, of HTML, and of JSON and Java. */
  private static final String[] ENCODED = {
    "%40", "%2540", "&#64;", "&#x40;", "&commat;", "\\u0040", "(at)", "[at]", " (at) ", " [at] "
  };

  private static final String[] DOTS = {"(dot)", "[dot]", " (dot) ", " [dot] "};

  /** Endings of files that are no top-level domains: {@code icon@2x.png}. */
  private static final Set<String> FILES = Words.of(
      "png jpg jpeg gif svg webp bmp ico class java jar js ts css html htm json xml yml yaml "
          + "txt log properties kt scala groovy pdf csv tsx jsx");

  private static final int LONGEST_LOCAL = 128;
  private static final int LONGEST_DOMAIN = 253;
  private static final int LONGEST_TOP_LEVEL = 24;

  private final String label;

  EmailRule(Labels labels) {
    this.label = labels.of(Kind.EMAIL);
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    for (int i = 0; i < text.length(); i++) {
      int domain = afterAt(text, i);
      if (domain > 0 && mayBeDomain(text, domain)) {
        int from = localPart(text, i, redaction.end());
        int to = from < i ? endOfAddress(text, from, i, domain) : -1;
        if (to > 0) {
          redaction.replace(from, to, label);
          i = to - 1;
        }
      }
    }
    return redaction.result();
  }

  private static int afterAt(String text, int i) {
    char c = text.charAt(i);
    if (c == '@' || c == '\uff20') {
      return i + 1;
    }
    char next = c == ' ' ? Chars.at(text, i + 1) : c;
    if (next == '(' || next == '[' || c == '%' || c == '&' || c == '\\') {
      for (String encoded : ENCODED) {
        if (text.startsWith(encoded, i)) {
          return i + encoded.length();
        }
      }
    }
    return -1;
  }

  /** Returns whether a dot is near enough, before looking back for a local part, which takes longer. */
  private static boolean mayBeDomain(String text, int domain) {
    int limit = Math.min(text.length(), domain + LONGEST_DOMAIN);
    for (int i = domain; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '.' || c == '[' || afterDot(text, i) > 0) {
        return true;
      }
      if (!Chars.isAlnum(c) && c != '-') {
        return false;
      }
    }
    return false;
  }

  private static int endOfAddress(String text, int from, int at, int domain) {
    if (Chars.at(text, domain) == '[') { // bob@[203.0.113.7]
      int close = Urls.firstOf(text, "]", domain, Math.min(text.length(), domain + 50));
      return Chars.at(text, close) == ']' && Values.digits(text, domain, close) > 3
          ? close + 1
          : -1;
    }
    int to = endOfDomain(text, domain);
    if (to < 0 || isFile(text, domain, to)) {
      return -1;
    }
    boolean git = at - from == 3 && text.startsWith("git", from);
    return git && (Chars.at(text, to) == ':' || Chars.at(text, to) == '/') ? -1 : to;
  }

  private static boolean isFile(String text, int from, int to) {
    int dot = Urls.lastOf(text, '.', from, to);
    boolean name =
        Urls.firstOf(text, ".", from, dot) == dot || Chars.isDigit(text.charAt(from)); // 1.5x.png
    return name && FILES.contains(text.substring(dot + 1, to));
  }

  private static int localPart(String text, int at, int least) {
    int lowest = Math.max(least, at - LONGEST_LOCAL);
    if (at > lowest && text.charAt(at - 1) == '"') {
      int quote = text.lastIndexOf('"', at - 2);
      return quote >= lowest && at - quote > 2 ? quote : at;
    }
    boolean ideographic = at > lowest && Chars.isIdeographic(text.charAt(at - 1));
    int from = at;
    int equals = -1;
    while (from > lowest) {
      char c = text.charAt(from - 1);
      if (c == '=') {
        equals = from;
      } else if (!isLocal(c, ideographic)) {
        break;
      }
      from--;
    }
    if (equals >= 0 && isName(text, from, equals)) {
      from = lastEquals(text, from, at); // name=address, rather than a sign within the address
    }
    while (from < at && isOnlyAround(text.charAt(from))) {
      from++;
    }
    return from;
  }

  private static boolean isLocal(char c, boolean ideographic) {
    return Chars.isAscii(c)
        ? Chars.isAlnum(c) || "._%+-~&#!*'".indexOf(c) >= 0
        : Character.isSurrogate(c)
            || (Chars.isAlnum(c) && (ideographic || !Chars.isIdeographic(c)));
  }

  /**
   * Returns whether it may be within an address but rarely starts one, and is more likely a quote
   * around it.
   */
  private static boolean isOnlyAround(char c) {
    return "'&*#.!~".indexOf(c) >= 0;
  }

  /** Returns whether the text before an equals sign looks like the name of a value. */
  private static boolean isName(String text, int from, int equals) {
    for (int i = from; i < equals - 1; i++) {
      if (text.charAt(i) == '+' || text.charAt(i) == '-') {
        return false;
      }
    }
    return true;
  }

  private static int lastEquals(String text, int from, int at) {
    int equals = text.lastIndexOf('=', at - 1);
    return equals < from ? from : equals + 1;
  }

  private static int endOfDomain(String text, int from) {
    int limit = Math.min(text.length(), from + LONGEST_DOMAIN);
    int end = -1;
    int label = from;
    int labels = 0;
    while (label < limit) {
      int to = label;
      while (to < limit && isOfDomain(text.charAt(to), text.charAt(label))) {
        to++;
      }
      if (to == label || text.charAt(label) == '-') {
        break;
      }
      labels++;
      if (labels > 1) {
        end = endOfTopLevel(text, from, label, to, end);
      }
      label = to >= limit ? -1 : afterDot(text, to);
      if (label < 0) {
        break;
      }
    }
    return end;
  }

  /** Returns the index after a dot, which may be spelled: {@code home [dot] example}. */
  private static int afterDot(String text, int i) {
    char c = text.charAt(i);
    if (c == '.') {
      return i + 1;
    }
    char next = c == ' ' ? Chars.at(text, i + 1) : c;
    if (next == '(' || next == '[') {
      for (String dot : DOTS) {
        if (text.startsWith(dot, i)) {
          return i + dot.length();
        }
      }
    }
    return -1;
  }

  private static boolean isOfDomain(char c, char first) {
    if (Chars.isIdeographic(c) && !Chars.isIdeographic(first)) {
      return false; // text that continues without a space
    }
    return Chars.isAlnum(c) || c == '-';
  }

  /**
   * Returns the end of the label, or of the part before a dash in it, if that is a top-level
   * domain.
   */
  private static int endOfTopLevel(String text, int domain, int from, int to, int otherwise) {
    if (isTopLevel(text, from, to)) {
      return to;
    }
    int dash = Urls.firstOf(text, "-", from, to);
    boolean named = dash > from && dash < to && Chars.isLetter(text.charAt(domain));
    return named && isTopLevel(text, from, dash) ? dash : otherwise;
  }

  private static boolean isTopLevel(String text, int from, int to) {
    if (text.regionMatches(true, from, "xn--", 0, 4)) {
      return true;
    }
    if (to - from < 2 || to - from > LONGEST_TOP_LEVEL) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean camel =
          i > from && Character.isUpperCase(c) && Character.isLowerCase(text.charAt(i - 1));
      if (!Chars.isLetter(c) || camel) { // this@Activity.onCreate
        return false;
      }
    }
    return true;
  }
}
