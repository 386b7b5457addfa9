package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for secrets in command lines: {@code --password x}, {@code -u user:x}, {@code sshpass -p
 * x}, {@code "--token", "x"}, {@code /p:x}.
 */
final class CommandRule implements Rule {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_LINE = 300;

  /** Options that take a user and a password, with the sign between them. */
  private static final String[] USERS = {"-u", "--user", "--proxy-user", "-U"};

  /** Short options of programs that take a password after them, or glued to them. */
  private static final String[][] PROGRAMS = {
    {"sshpass", "-p"},
    {"mysql", "-p"},
    {"mysqldump", "-p"},
    {"mysqladmin", "-p"},
    {"mariadb", "-p"},
    {"mongo", "-p"},
    {"mongosh", "-p"},
    {"mongodump", "-p"},
    {"mongorestore", "-p"},
    {"docker login", "-p"},
    {"podman login", "-p"},
    {"helm", "-p"},
    {"redis-cli", "-a"},
    {"ldapsearch", "-w"},
    {"ldapadd", "-w"},
    {"ldapmodify", "-w"},
    {"ldapwhoami", "-w"},
    {"sqlcmd", "-P"},
    {"bcp", "-P"},
    {"isql", "-P"},
    {"zip", "-P"},
    {"7z", "-p"},
    {"unrar", "-p"},
    {"az login", "-p"},
    {"cqlsh", "-p"},
    {"ipmitool", "-P"},
    {"rabbitmqadmin", "-p"},
    {"vncviewer", "-p"},
    {"svn", "-p"},
    {"ftp", "-p"}
  };

  private static final Set<String> PREFIXES = Words.of("no not without skip show allow ask use");

  private final Labels labels;
  private final String label;
  private final KeyNames names;

  CommandRule(Labels labels, KeyNames names) {
    this.labels = labels;
    this.label = labels.of(Kind.SECRET);
    this.names = names;
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    boolean programs = hasShortOption(text);
    int program = -1; // the last that this line names
    int named = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || i - named > LONGEST_LINE) {
        program = -1;
        named = i;
      }
      if ((c == '-' || c == '/') && beginsOption(text, i)) {
        i = Math.max(i, option(text, i, program, redaction) - 1);
      } else if (programs && Chars.isAscii(c) && !Chars.isAlnum(Chars.at(text, i - 1))) {
        int found = program(text, i);
        program = found < 0 ? program : found;
        named = found < 0 ? named : i;
      }
    }
    return redaction.result();
  }

  private static boolean hasShortOption(String text) {
    return text.contains(" -p")
        || text.contains(" -P")
        || text.contains(" -a ")
        || text.contains(" -w ")
        || text.contains("\"-"); // "sshpass","-p","x"
  }

  private static boolean beginsOption(String text, int i) {
    char before = Chars.at(text, i - 1);
    return before == ' '
        || before == Chars.NONE
        || before == '\n'
        || before == '['
        || Chars.isQuote(before);
  }

  /** Returns the index of the program that is named there; -1 if it is none of them. */
  private static int program(String text, int from) {
    for (int i = 0; i < PROGRAMS.length; i++) {
      String name = PROGRAMS[i][0];
      if (text.startsWith(name, from)
          && " \"',".indexOf(Chars.at(text, from + name.length())) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private int option(String text, int dash, int program, Redaction redaction) {
    int name = dash;
    while (Chars.at(text, name) == '-' && name - dash < 2) {
      name++;
    }
    if (text.startsWith("/p:", dash)) { // of Windows
      return redact(text, dash + 3, endOf(text, dash + 3), redaction);
    }
    if (text.startsWith("/user:", dash)) {
      return netUse(text, dash, redaction);
    }
    if (program >= 0 && text.startsWith(PROGRAMS[program][1], dash)) {
      return afterShort(text, dash + 2, redaction);
    }
    int to = name;
    while (to - name < LONGEST_NAME && isOfName(Chars.at(text, to))) {
      to++;
    }
    int from = startOfArgument(text, to);
    if (from == to || from >= text.length() || name == dash) {
      return to;
    }
    for (String user : USERS) {
      if (to - dash == user.length() && text.startsWith(user, dash)) {
        int end = endOf(text, from);
        int sign = Urls.firstOf(text, ":%", from + 1, end);
        boolean pair =
            sign < end - 1 && !text.startsWith("://", sign) && !isNumber(text, from, sign);
        return pair ? redact(text, from, end, redaction) : to;
      }
    }
    if (name - dash == 1 && text.startsWith("pass", name) && text.startsWith("pass:", from)) {
      int password = from + "pass:".length();
      return redact(text, password, endOf(text, password), redaction); // openssl -passin pass:x
    }
    return isSensitive(text.substring(name, to), name - dash) && isArgument(text, from)
        ? redact(text, from, endOf(text, from), redaction)
        : to;
  }

  /** Handles {@code net use \\\\host\\share x /user:y}. */
  private int netUse(String text, int option, Redaction redaction) {
    int begin = Math.max(0, option - LONGEST_LINE);
    String line = text.substring(begin, Math.max(begin, option - 1));
    int from = begin + line.lastIndexOf(' ') + 1;
    if (!line.contains("net use ")) {
      return option + 1;
    }
    if (text.charAt(from) != '\\' && from >= redaction.end()) {
      redact(text, from, option - 1, redaction);
    }
    int after = endOf(text, option) + 1;
    if (Chars.at(text, after) > ' ' && text.charAt(after) != '/') {
      return redact(text, after, endOf(text, after), redaction); // /user:y x
    }
    return option + 1;
  }

  /** Handles {@code -p x}, and {@code -px}. */
  private int afterShort(String text, int after, Redaction redaction) {
    int from = Chars.at(text, after) == ' ' ? after + 1 : startOfArgument(text, after);
    from += Chars.isQuote(Chars.at(text, from)) ? 1 : 0;
    int end = endOf(text, from);
    return from < end && !isPorts(text, from, end) && isArgument(text, from)
        ? redact(text, from, end, redaction)
        : after;
  }

  private static boolean isPorts(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Chars.isDigit(text.charAt(i)) && text.charAt(i) != ':') {
        return false;
      }
    }
    return to - from < 12 && Urls.firstOf(text, ":", from, to) < to;
  }

  private static boolean isNumber(String text, int from, int to) {
    return Values.digits(text, from, to) == to - from;
  }

  private boolean isSensitive(String name, int dashes) {
    NameKind kind = names.kindOf(name);
    if (dashes == 1) { // -storepass x
      return name.length() > 3 && (kind == NameKind.PASSWORD || name.endsWith("pass"));
    }
    int end = Urls.firstOf(name, "-", 0, name.length());
    return kind != NameKind.NONE
        && kind != NameKind.USER
        && !PREFIXES.contains(name.substring(0, end));
  }

  private static boolean isArgument(String text, int from) {
    char c = Chars.at(text, from);
    return c > ' '
        && c != '-'
        && c != '['
        && c != '<'
        && c != '{'
        && !Values.isReference(text, from);
  }

  /** Returns the start of the argument after an option, also if both are quoted elements of a list. */
  private static int startOfArgument(String text, int option) {
    int from = option;
    while (from - option < 4 && from < text.length() && " ,\"'".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    return from;
  }

  private static int endOf(String text, int from) {
    char quote = Chars.at(text, from - 1);
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (Chars.isQuote(quote) ? c == quote : Chars.isSpace(c) || "\"'`,)]}>".indexOf(c) >= 0) {
        break;
      }
      i++;
    }
    return i;
  }

  private static boolean isOfName(char c) {
    return Chars.isAlnum(c) || c == '_' || c == '-' || c == '.';
  }

  private int redact(String text, int from, int to, Redaction redaction) {
    if (to > from
        && !labels.isPlaceholder(text, from, to)
        && Chars.at(text, from) != '['
        && Values.hasContent(text, from, to)
        && (to - from > 4 || !isNumber(text, from, to))) {
      redaction.replace(from, to, label);
    }
    return Math.max(to, from + 1);
  }
}
