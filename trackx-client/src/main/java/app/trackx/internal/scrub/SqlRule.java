package app.trackx.internal.scrub;

/**
 * A rule for literals within SQL statements. A statement is recognized by two of its words, such as
 * {@code select} and {@code from}, and extends to the enclosing bracket or quote, or to the end of
 * the text. With an article it is not a statement: {@code Please select an item from the list}.
 */
final class SqlRule implements Rule {
  private static final String[] FIRST = {
    "select", "insert", "update", "delete", "merge", "replace", "call", "exec", "where"
  };

  private static final String INITIALS = "siudmrcewSIUDMRCEW";

  /** The second word of each; one with none starts a statement on its own. */
  private static final String[] SECOND = {"from", "into", "set", "from", "into", "into", "", "", ""
  };

  private static final String[] PROSE_WORDS = {
    "a", "an", "the", "one", "your", "our", "its", "his", "her", "their", "this", "that", "these",
    "those", "any", "some", "another", "which", "what", "up", "at", "to", "for"
  };

  /**
   * The maximum number of words between the two: {@code insert ignore into}, {@code update a b
   * set}.
   */
  private static final int[] MOST_BETWEEN = {0, 0, 3, 1, 0, 0, 0, 0, 0};

  private static final String[] BEFORE_INTO = {
    "ignore",
    "low_priority",
    "high_priority",
    "delayed",
    "overwrite",
    "or",
    "replace",
    "all",
    "abort"
  };

  private static final String[] OF_LISTS = {"as", "distinct", "all", "top", "case"};
  private static final String[] AFTER_ALIAS = {
    "from", "where", "set", "join", "left", "inner", "order", "group"
  };

  /** Numbers after these words are not personal data. */
  private static final String[] COUNTS = {"limit", "offset", "top", "line", "column", "position"};

  private static final String[] APPENDED = {
    "; nested", "; SQL", "; sql", "; uncategorized", "\n#", "\nCaused", "\n\tat ", "\n  Position"
  };

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
        if (!isFollowedByProse(text, to) && isCloseEnough(text, first, begin, i)) {
          to = redact(text, begin, redaction);
        }
        first = -1;
      } else {
        boolean mayBe = to - i > 3 && to - i < 8 && INITIALS.indexOf(text.charAt(i)) >= 0;
        int found = mayBe ? indexOf(FIRST, text, i, to) : -1;
        if (found >= 0 && isStatement(text, i, found, to)) {
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

  private static boolean isStatement(String text, int begin, int first, int after) {
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
    if (FIRST[first].equals("where")) {
      return procedure > after + 1 && isCondition(text, procedure);
    }
    return procedure > after + 1
        && (FIRST[first].equals("call")
            ? next == '(' && isCall(text, begin)
            : Chars.at(text, procedure + 1) == '@');
  }

  /** Returns whether a part of a statement compares a column there, rather than a sentence. */
  private static boolean isCondition(String text, int after) {
    int i = after;
    boolean compared = false;
    while (i - after < 7 && " =<>likeLIKE".indexOf(Chars.at(text, i)) >= 0) {
      compared |= text.charAt(i) != ' ';
      i++;
    }
    return compared && Chars.at(text, i) == '\'';
  }

  private static boolean isCall(String text, int begin) {
    int i = begin - 1;
    while (i >= 0 && begin - i < 4 && text.charAt(i) == ' ') {
      i--;
    }
    return i < 0 || "{=[\"'(:".indexOf(text.charAt(i)) >= 0;
  }

  private static boolean isFollowedByProse(String text, int after) {
    int from = after;
    while (from < text.length() && Chars.isSpace(text.charAt(from))) {
      from++;
    }
    int to = endOfWord(text, from);
    if (indexOf(PROSE_WORDS, text, from, to) < 0) {
      return false;
    }
    // "from account a where", "select a.id", "update a set": an alias, not an article
    int next = to + 1;
    return Chars.isSpace(Chars.at(text, to))
        && Chars.isAsciiLetter(Chars.at(text, next))
        && indexOf(AFTER_ALIAS, text, next, endOfWord(text, next)) < 0;
  }

  /** Returns whether the distance between the two words fits the statement. */
  private static boolean isCloseEnough(String text, int first, int begin, int second) {
    int from = endOfWord(text, begin);
    int words = 0;
    boolean list = false;
    for (int i = from; i < second; i++) {
      char c = text.charAt(i);
      list |= ",*(.=?".indexOf(c) >= 0;
      if (c == ':' && FIRST[first].equals("update")) {
        return false; // could not update: cannot set
      }
      if (isOfIdentifier(c)) {
        int to = endOfWord(text, i);
        list |= indexOf(OF_LISTS, text, i, to) >= 0;
        boolean isModifier = SECOND[first].equals("into") && indexOf(BEFORE_INTO, text, i, to) >= 0;
        words += isModifier ? 0 : 1;
        i = to - 1;
      }
    }
    return FIRST[first].equals("select") ? list || words < 3 : words <= MOST_BETWEEN[first];
  }

  /** Redacts the literals of the statement that starts there, and returns its end. */
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
      } else if ((c == ']' && --depth < 0) || (Chars.isQuote(c) && c == around && isEnd(text, i))) {
        return i;
      } else if ((c == ';' || c == '\n') && isFollowedBySuffix(text, i)) {
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

  /** Returns whether the quote closes the enclosing one and does not start a literal. */
  private static boolean isEnd(String text, int quote) {
    return text.charAt(quote) != '\'' || "(,= ".indexOf(text.charAt(quote - 1)) < 0;
  }

  /** Returns whether a text follows that libraries append to a statement. */
  private static boolean isFollowedBySuffix(String text, int i) {
    for (String other : APPENDED) {
      if (text.startsWith(other, i)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether this is an error code of H2 after a statement, such as {@code [23505-200]}. */
  private static boolean isCode(String text, int from) {
    int i = from;
    while (Chars.isDigit(Chars.at(text, i))) {
      i++;
    }
    return i > from && Chars.at(text, i) == '-' && Chars.isDigit(Chars.at(text, i + 1));
  }

  /**
   * Returns whether a double quote starts a literal, as in MySQL; in other databases it starts an
   * identifier.
   */
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
        i++; // a doubled quote within
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
    if (Chars.at(text, from - 1) == '-' && Chars.isLetter(Chars.at(text, from - 2))) {
      return false; // ORA-00942
    }
    return !Chars.isAfterWord(text, from, " :", COUNTS);
  }
}
