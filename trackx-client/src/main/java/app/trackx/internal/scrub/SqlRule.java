package app.trackx.internal.scrub;

/**
 * Literals within SQL statements. A statement is told by two of its words, such as {@code select}
 * and {@code from}, and goes on to the bracket or quote around it, or to the end of the text. After
 * an article it is no statement: {@code Please select an item from the list}.
 */
final class SqlRule implements Rule {
  private static final String[] FIRST = {
    "select", "insert", "update", "delete", "merge", "replace", "call", "exec"
  };

  /** The second word of each; one that has none begins a statement by itself. */
  private static final String[] SECOND = {"from", "into", "set", "from", "into", "into", "", ""};

  private static final String[] NOT_OF_SQL = {
    "a", "an", "the", "one", "your", "our", "its", "his", "her", "their", "this", "that", "these",
    "those", "any", "some", "another", "which", "what", "up", "at", "to", "for", "file", "files"
  };

  /** A number after these words is nobody's. */
  private static final String[] COUNTS = {"limit", "offset", "top", "line", "column", "position"};

  private final String label;

  SqlRule(Labels labels) {
    this.label = labels.of(Kind.VALUE);
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    int begin = -1;
    int first = -1;
    int i = 0;
    while (i < text.length()) {
      if (!Chars.isAsciiLetter(text.charAt(i))) {
        first = text.charAt(i) == ';' ? -1 : first;
        i++;
        continue;
      }
      int to = endOfWord(text, i);
      if (first >= 0 && isWord(text, i, to, SECOND[first])) {
        if (!isFollowedByProse(text, to)) {
          to = redact(text, begin, redaction);
        }
        first = -1;
      } else {
        int found = indexOf(FIRST, text, i, to);
        if (found >= 0 && isStatement(text, found, to)) {
          begin = first >= 0 && first == found ? begin : i;
          first = found;
          if (SECOND[found].isEmpty()) {
            to = redact(text, begin, redaction);
            first = -1;
          }
        }
      }
      i = Math.max(to, i + 1);
    }
    return redaction.result();
  }

  private static int endOfWord(String text, int from) {
    int i = from;
    while (i < text.length() && isOfIdentifier(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isOfIdentifier(char c) {
    return Chars.isAlnum(c) || c == '_' || c == '$' || c == '#';
  }

  private static boolean isWord(String text, int from, int to, String word) {
    return to - from == word.length() && text.regionMatches(true, from, word, 0, word.length());
  }

  private static int indexOf(String[] words, String text, int from, int to) {
    for (int i = 0; i < words.length; i++) {
      if (isWord(text, from, to, words[i])) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isStatement(String text, int first, int after) {
    if (!Chars.isSpace(Chars.at(text, after)) || isFollowedByProse(text, after)) {
      return false;
    }
    if (!SECOND[first].isEmpty()) {
      return true;
    }
    int procedure = endOfWord(text, after + 1);
    char next = Chars.at(text, procedure);
    boolean dotted = next == '.';
    if (dotted) {
      procedure = endOfWord(text, procedure + 1);
      next = Chars.at(text, procedure);
    }
    return procedure > after + 1
        && (FIRST[first].equals("call") ? next == '(' : Chars.at(text, procedure + 1) == '@');
  }

  private static boolean isFollowedByProse(String text, int after) {
    int from = after;
    while (from < text.length() && Chars.isSpace(text.charAt(from))) {
      from++;
    }
    return indexOf(NOT_OF_SQL, text, from, endOfWord(text, from)) >= 0;
  }

  /** Redacts the literals of the statement that begins there, and returns its end. */
  private int redact(String text, int begin, Redaction redaction) {
    char around = Chars.at(text, begin - 1);
    int depth = 0;
    int i = Math.max(begin, redaction.end());
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '[' && isCode(text, i + 1)) {
        return i;
      }
      if (c == '[') {
        depth++;
      } else if ((c == ']' && --depth < 0) || (Chars.isQuote(c) && c == around)) {
        return i;
      } else if (c == ';' && text.startsWith("; nested", i)) {
        return i;
      } else if (c == '\'' || (c == '"' && isComparedWith(text, i))) {
        i = literal(text, i, redaction);
        continue;
      } else if (isOfIdentifier(c)) {
        i = identifierOrNumber(text, i, redaction);
        continue;
      }
      i++;
    }
    return i;
  }

  /** H2's {@code [23505-200]} after a statement. */
  private static boolean isCode(String text, int from) {
    int i = from;
    while (Chars.isDigit(Chars.at(text, i))) {
      i++;
    }
    return i > from && Chars.at(text, i) == '-' && Chars.isDigit(Chars.at(text, i + 1));
  }

  /** MySQL takes double quotes for literals, others for identifiers. */
  private static boolean isComparedWith(String text, int quote) {
    int i = quote - 1;
    while (i >= 0 && quote - i < 4 && Chars.isSpace(text.charAt(i))) {
      i--;
    }
    return "=<>".indexOf(Chars.at(text, i)) >= 0
        || (i >= 3 && text.regionMatches(true, i - 3, "like", 0, 4));
  }

  private int literal(String text, int quote, Redaction redaction) {
    char mark = text.charAt(quote);
    int i = quote + 1;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == mark) {
        if (Chars.at(text, i + 1) != mark) {
          break;
        }
        i++; // a quote within, written twice
      }
    }
    int end = Math.min(i, text.length());
    if (end > quote + 1) {
      redaction.replace(quote + 1, end, label);
    }
    return end + 1;
  }

  private int identifierOrNumber(String text, int from, Redaction redaction) {
    int to = endOfWord(text, from);
    if (!Chars.isDigit(text.charAt(from)) || !isLiteral(text, from)) {
      return to;
    }
    while (Chars.at(text, to) == '.' && Chars.isDigit(Chars.at(text, to + 1))) {
      to = endOfWord(text, to + 1);
    }
    redaction.replace(from, to, label);
    return to;
  }

  private static boolean isLiteral(String text, int from) {
    if ("?:$@.\"`".indexOf(Chars.at(text, from - 1)) >= 0) {
      return false; // a placeholder, or part of a name
    }
    int i = from - 1;
    while (i >= 0 && from - i < 4 && " :".indexOf(text.charAt(i)) >= 0) {
      i--;
    }
    int to = i + 1;
    while (i >= 0 && to - i < 10 && Chars.isAsciiLetter(text.charAt(i))) {
      i--;
    }
    return indexOf(COUNTS, text, i + 1, to) < 0;
  }
}
