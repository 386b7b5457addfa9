package app.trackx.internal.scrub;

/**
 * A rule for values that database drivers repeat in their messages: PostgreSQL, MySQL and MariaDB,
 * SQL Server, Oracle, H2, MongoDB.
 *
 * <p>A value may contain anything, including the closing quote. Therefore the first of several
 * longer endings counts, and if there is none, the last quote or bracket of the line, or the line's
 * end.
 */
final class DriverRule implements Rule {
  /** Not static, so that it is created again if there was no memory for its class. */
  private final Template[] templates = {
    // PostgreSQL
    between(" (", ")=(", ")", ") already exists", ") is not present", ") is still ", ") conflicts"),
    after("ailing row contains (", ")", ")."),
    after("Zeile enthält (", ")", ")."),
    between("invalid input syntax for", ": \"", "\""),
    between("invalid input value for enum", ": \"", "\""),
    after("out of range: \"", "\""),
    after("value \"", "", "\" is out of range"),
    between("»(", ")=(", ")", ")«"),
    after("at or near \"", "\"", "\"\n", "\" at ", "\";"),
    // MySQL, MariaDB
    after("Duplicate entry '", "", "' for key"),
    after("to use near '", "'", "' at line"),
    between("ncorrect ", "value: '", "'", "' for column", "' for function", "';"),
    between("ncorrect ", "value '", "'", "' for column", "' for function", "';"),
    between("Query is: ", "parameters [", "]"),
    // SQL Server
    after("duplicate key value is (", ")", ")."),
    between("when converting the ", " value '", "'", "' to data type"),
    after("Truncated value: '", "'", "'."),
    // Oracle
    after("column values (", ")", ")."),
    // H2
    after("VALUES ( /*", ")", ")\""),
    after("conversion error converting \"", "\"", "\" ["),
    between("Value too long for column", ": \"", "\"", "\" ["),
    // others
    after("dup key: {", "}"),
    after("Parameters: [", "]"),
    after("==> Parameters: ", "\0"), // MyBatis
    after("bind => [", "]"),
    after("<- [", "]"), // Hibernate
    between("binding parameter", "] - [", "]"),
    after("IDENTIFIED BY '", "'"),
    after("string value containing '", "'"),
    // user input, as in messages of Spring
    after("rejected value [", "]", "]; ", "],", "]\n"),
    after("for value '", "'", "'; ", "']", "',"),
    after("for value [", "]", "]; "),
  };

  private final String label;

  DriverRule(Labels labels) {
    this.label = labels.of(Kind.VALUE);
  }

  /** Matches a value right after {@code opening}. */
  private static Template after(String opening, String last, String... endings) {
    return new Template("", opening, last, endings);
  }

  /** Matches a value after {@code opening} with {@code marker} before it. */
  private static Template between(String marker, String opening, String last, String... endings) {
    return new Template(marker, opening, last, endings);
  }

  @Override
  public String apply(String text) {
    String clean = text;
    for (Template template : templates) {
      clean = template.apply(clean, label);
    }
    return clean;
  }

  /** The texts before a value, right before it, and after it. */
  private static final class Template {
    private static final int LONGEST_BETWEEN = 200;

    private final String marker;
    private final String opening;
    private final String last;
    private final String[] endings;

    Template(String marker, String opening, String last, String[] endings) {
      this.marker = marker;
      this.opening = opening;
      this.last = last;
      this.endings = endings;
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
          if (next > from && !text.startsWith(label, from)) {
            redaction.replace(from, next, label);
          }
        }
        at = text.indexOf(opening, next);
      }
      return redaction.result();
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
     * Returns the end of the value. Inspects no character twice, because inspected text is
     * redacted.
     */
    private int end(String text, int from, int eol) {
      if (last.isEmpty()) {
        int end = firstEnding(text, from, Math.min(eol, from + LONGEST_BETWEEN));
        return end < 0 ? from : end; // not a value
      }
      int end = firstEnding(text, from, eol);
      if (end < 0) {
        end = Urls.lastOf(text, last.charAt(0), from, eol);
      }
      return end < from ? eol : end;
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
}
