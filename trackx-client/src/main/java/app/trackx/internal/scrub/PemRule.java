package app.trackx.internal.scrub;

/**
 * A rule for private keys in PEM form, from their first line to their last, or to the end of the
 * text.
 */
final class PemRule implements Rule {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final String PUTTY = "Private-Lines: ";
  private static final String PUTTY_END = "\nPrivate-MAC";
  private static final int LONGEST_TITLE = 64;

  private final String label;

  PemRule(Labels labels) {
    this.label = labels.of(Kind.PRIVATE_KEY);
  }

  @Override
  public String apply(String text) {
    int begin = text.indexOf(BEGIN);
    if (begin < 0) {
      return putty(text);
    }
    Redaction redaction = new Redaction(text);
    while (begin >= 0) {
      int next = begin + BEGIN.length();
      if (isPrivateKey(text, next)) {
        next = endOfKey(text, next);
        redaction.replace(begin, next, label);
      }
      begin = text.indexOf(BEGIN, next);
    }
    return redaction.result();
  }

  /** Redacts the private part of a key file of PuTTY. */
  private String putty(String text) {
    int begin = text.indexOf(PUTTY);
    if (begin < 0 || !Chars.isDigit(Chars.at(text, begin + PUTTY.length()))) {
      return text;
    }
    int end = text.indexOf(PUTTY_END, begin);
    Redaction redaction = new Redaction(text);
    redaction.replace(begin, end < 0 ? text.length() : end, label);
    return redaction.result();
  }

  private static boolean isPrivateKey(String text, int title) {
    int last = Math.min(text.length(), title + LONGEST_TITLE);
    String start = text.substring(title, last);
    int dashes = start.indexOf(DASHES);
    String words = dashes < 0 ? start : start.substring(0, dashes);
    char after = dashes < 0 ? 'A' : Chars.at(text, title + dashes + DASHES.length());
    boolean continues = Chars.isAlnum(after) || " \n\r\\".indexOf(after) >= 0;
    return continues
        && words.contains("PRIVATE KEY"); // a message about a missing key does not match
  }

  private static int endOfKey(String text, int from) {
    int end = text.indexOf(END, from);
    int dashes = end < 0 ? -1 : text.indexOf(DASHES, end + END.length());
    return dashes < 0 ? text.length() : dashes + DASHES.length();
  }
}
