package app.trackx.internal.scrub;

/** A rule for the content of elements with a sensitive name: {@code <password>x</password>}. */
final class MarkupRule implements Rule {
  private static final int LONGEST_TAG = 200;
  private static final int LONGEST_CONTENT = 500;
  private static final String CDATA = "<![CDATA[";
  private static final String[] NAME_ATTRIBUTES = {" key=\"", " name=\"", " key='", " name='"};

  private final Labels labels;
  private final String label;
  private final KeyNames names;

  MarkupRule(Labels labels, KeyNames names) {
    this.labels = labels;
    this.label = labels.of(Kind.SECRET);
    this.names = names;
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    for (int i = text.indexOf('>'); i >= 0; i = text.indexOf('>', i)) {
      i = afterTag(text, i, redaction);
    }
    return redaction.result();
  }

  /** Returns the index from which to continue. */
  private int afterTag(String text, int end, Redaction redaction) {
    int open = end;
    int lowest = Math.max(redaction.end(), end - LONGEST_TAG);
    do {
      open--;
    } while (open >= lowest && text.charAt(open) != '<' && text.charAt(open) != '>');
    if (open < lowest
        || text.charAt(open) != '<'
        || !Chars.isLetter(Chars.at(text, open + 1))
        || !isSensitive(ofTag(text, open, end))) {
      return end + 1;
    }
    boolean user = names.kindOf(ofTag(text, open, end)) == NameKind.USER;
    int from = end + 1;
    int most = Math.min(text.length(), from + LONGEST_CONTENT);
    int to = Urls.firstOf(text, "<", from, most);
    if (text.startsWith(CDATA, to)) {
      from = to + CDATA.length();
      to = from;
      most = Math.min(text.length(), from + LONGEST_CONTENT);
      while (to < most && !text.startsWith("]]>", to)) {
        to++;
      }
    } else if (to < most ? Chars.at(text, to + 1) != '/' : !isCut(text, from, most)) {
      return end + 1; // further elements within, or no element at all
    }
    boolean kept = user && SensitiveNames.isService(KeyNames.lower(text.substring(from, to)));
    if (!kept && Values.hasContent(text, from, to) && !labels.isPlaceholder(text, from, to)) {
      redaction.replace(from, to, label);
    }
    return Math.max(to, from);
  }

  /** Returns whether the text ends within the content, rather than names the element in prose. */
  private static boolean isCut(String text, int from, int to) {
    return to == text.length() && Chars.at(text, from) != ' ';
  }

  private boolean isSensitive(String name) {
    NameKind kind = names.kindOf(name);
    return kind != NameKind.NONE && kind != NameKind.ENDING && kind != NameKind.PLACE;
  }

  /** Returns the name of an element, or the value of its attribute key or name. */
  private static String ofTag(String text, int open, int end) {
    String tag = text.substring(open, end);
    for (String attribute : NAME_ATTRIBUTES) {
      int at = tag.indexOf(attribute);
      if (at >= 0) {
        int from = at + attribute.length();
        return tag.substring(from, Urls.firstOf(tag, "\"'", from, tag.length()));
      }
    }
    int from = open + 1;
    int to = Urls.firstOf(text, " \t\n", from, end);
    int colon = Urls.lastOf(text, ':', from, to);
    String name = text.substring(Math.max(from, colon + 1), to);
    return Chars.at(text, end - 1) == '/' || name.indexOf('=') >= 0 ? "" : name;
  }
}
