package app.trackx.internal.scrub;

/**
 * A rule for values that libraries repeat in their messages: drivers of databases in their several
 * languages, search engines, binding, validation and parsing of JSON, clients that report the
 * answer of another server.
 */
final class DriverRule implements Rule {
  private static final String ENUM = "No enum constant ";
  private static final int LONGEST_REASON = 40;

  /** Not static, so that it is created again if there was no memory for its class. */
  private final Template[] templates = {
    // PostgreSQL
    between("(", ")=(", ")", ") already exists", ") is not present", ") is still ", ") conflicts"),
    after("row contains (", ")", ")."),
    after("Zeile enth\u00e4lt (", ")", ")."),
    after("en \u00e9chec contient (", ")", ")."),
    after("falla contiene (", ")", ")."),
    after("errore contiene (", ")", ")."),
    after("falhou cont\u00e9m (", ")", ")."),
    after(
        "\u0441\u0442\u0440\u043e\u043a\u0430 \u0441\u043e\u0434\u0435\u0440\u0436\u0438\u0442 (",
        ")",
        ")."), // Russian
    after("\u884c\u5305\u542b(", ")"), // Chinese
    after("\u3057\u305f\u884c\u306f(", ")"), // Japanese
    after("\uc2e4\ud328\ud55c \uc790\ub8cc: (", ")"), // Korean
    after("rad inneh\u00e5ller (", ")"),
    between("\u8f93\u5165\u8bed\u6cd5", ": \"", "\""), // Chinese
    between("\u5165\u529b\u69cb\u6587", ": \"", "\""), // Japanese
    between("invalid input syntax for", ": \"", "\""),
    between("Eingabesyntax f\u00fcr", ": \"", "\""),
    between("syntaxe en entr\u00e9e invalide pour", ": \"", "\""),
    between("sintaxis de entrada no es v\u00e1lida para", ": \"", "\""),
    between("sintaxe de entrada \u00e9 inv\u00e1lida para", ": \"", "\""),
    between("sintassi di input non valida per", ": \"", "\""),
    between(
        "\u043d\u0435\u0432\u0435\u0440\u043d\u044b\u0439 \u0441\u0438\u043d\u0442\u0430\u043a\u0441\u0438\u0441 \u0434\u043b\u044f",
        ": \"",
        "\""), // Russian
    between("invalid input value for enum", ": \"", "\""),
    after("out of range: \"", "\""),
    after("value \"", "", "\" is out of range"),
    between("COPY ", ": \"", "\""),
    between("$", " = '", "'", "', $"),
    after("at or near \"", "\"", "\"\n", "\" at ", "\";"),
    // MySQL, MariaDB
    after("Duplicate entry '", "", "' for key"),
    after("Doppelter Eintrag '", "", "' f\u00fcr Schl\u00fcssel"),
    after("Duplicata du champ '", "", "' pour la clef"),
    after("Entrada duplicada '", "", "' para la clave"),
    after("Entrada '", "", "' duplicada para "),
    after("Valore duplicato '", "", "' per la chiave"),
    after("Dubbele ingang '", "", "' voor zoeksleutel"),
    after("to use near '", "'", "' at line"),
    between("ncorrect ", "value: '", "'", "' for column", "' for function", "';"),
    between("ncorrect ", "value '", "'", "' for column", "' for function", "';"),
    between("Query is: ", "parameters [", "]"),
    // SQL Server
    after("duplicate key value is (", ")", ")."),
    after("Schl\u00fcsselwert ist (", ")", ")."),
    after("cl\u00e9 dupliqu\u00e9e est (", ")", ")."),
    after("clave duplicada es (", ")", ")."),
    after("chave duplicado \u00e9 (", ")", ")."),
    after("chiave duplicata \u00e8 (", ")", ")."),
    between("when converting the ", " value '", "'", "' to data type"),
    between("onversion of the ", " value '", "'", "' overflowed"),
    between("onverting data type ", " '", "'", "' to "),
    between("Konvertieren des ", "-Werts '", "'", "' in den"),
    between("conversion de la valeur ", " '", "'", "' en type"),
    between("convertir el valor ", " '", "'", "' al tipo"),
    after("Truncated value: '", "'", "'."),
    // Oracle
    after("column values (", ")", ")."),
    // DB2
    between("SQLSTATE=22", "SQLERRMC=", "\0", ", DRIVER"),
    between("SQLSTATE=23", "SQLERRMC=", "\0", ", DRIVER"),
    between("SQLCODE=-302", "SQLERRMC=", "\0", ", DRIVER"),
    between("SQLCODE=-803", "SQLERRMC=", "\0", ", DRIVER"),
    // H2, HSQLDB, SQLite
    after("VALUES ( /*", ")", ")\""),
    after("conversion error converting \"", "\"", "\" ["),
    between("Value too long for column", ": \"", "\"", "\" ["),
    between("violation", " value: ", "\0", "; "),
    after("(near \"", "\"", "\": syntax"),
    // MongoDB, Cassandra, Neo4j, DynamoDB, Elasticsearch
    after("dup key: {", "}"),
    after("onsideredValue: \"", "\"", "\","),
    after("onsideredValue\": \"", "\"", "\","),
    after("alternative at input '", "'", "' ("),
    after("STRING constant (", ")", ") for "),
    after("INTEGER constant (", ")", ") for "),
    between("Unable to make ", " from '", "'"),
    between("already exists with label", "` = '", "'"),
    after("={S: ", "}", ",}", "}"),
    after("Failed to parse query [", "]", "]\n"),
    after("eview of field's value: '", "'"),
    // queries that libraries log with their parameters
    after("Parameters: [", "]"),
    after("==> Parameters: ", "\0"), // MyBatis
    after("bind => [", "]"),
    after("<- [", "]"), // Hibernate
    between("binding parameter", "] - [", "]"),
    after("IDENTIFIED BY '", "'"),
    after("string value containing '", "'"),
    after("($$", "", "$$"),
    after(" $$", "", "$$"),
    // input of users, as in messages of Spring, Bean Validation and Jackson
    after("rejected value [", "]", "]; ", "],", "]\n"),
    after("for value '", "'", "'; ", "']", "',"),
    after("for value [", "]", "]; "),
    after("convert value '", "'", "' to "),
    after("type from string '", "'"),
    between("Bad value for type ", " : ", "\0"),
    after("invalidValue='", "'", "', "),
    between("[Source: (", ")\"", "\0", "\"; line", "\"[truncated"),
    after("from String \"", "\"", "\": ", "\" at [", "\"\n"),
    // the answer of another server, to Spring's and Feign's clients
    between(" request for \"", "\": \"", "\""),
    between("] during [", "]: [", "]"),
    between("status line [", "]\n", "\0"), // of Elasticsearch's
    // dates
    new Template(Template.DATE, "", "Text '", "", new String[] {"' could not be parsed"}),
    new Template(Template.DATE, "", "Unparseable date: \"", "\"", new String[0]),
    new Template(Template.DATE, "", "failed to parse date field [", "]", new String[] {"] with"}),
    // users
    new Template(Template.USER, "", "denied for user '", "'", new String[] {"'@", "' "}),
    new Template(Template.USER, "", "failed for user '", "'", new String[] {"'.", "' "}),
    new Template(Template.USER, "", "failed for user \"", "\"", new String[] {"\"\n"}),
    new Template(Template.USER, "", "enutzer '", "'", new String[] {"'@", "'."}),
    new Template(Template.USER, "", "tilisateur '", "'", new String[] {"'@", "'."}),
    new Template(Template.USER, "", "suario '", "'", new String[] {"'@", "'."}),
    new Template(Template.USER, "", "utente '", "'", new String[] {"'@", "'."}),
  };

  private final Labels labels;
  private final String label;

  DriverRule(Labels labels) {
    this.labels = labels;
    this.label = labels.of(Kind.VALUE);
  }

  /** Matches a value right after {@code opening}. */
  private static Template after(String opening, String last, String... endings) {
    return new Template(Template.ANY, "", opening, last, endings);
  }

  /** Matches a value after {@code opening} with {@code marker} before it. */
  private static Template between(String marker, String opening, String last, String... endings) {
    return new Template(Template.ANY, marker, opening, last, endings);
  }

  @Override
  public String apply(String text) {
    Signs signs = Signs.of(text);
    String clean = text;
    for (Template template : templates) {
      if (template.mayMatch(signs)) {
        clean = template.apply(clean, label);
      }
    }
    return answer(constant(clean));
  }

  /** Redacts the constant in {@code No enum constant com.acme.Role.x}. */
  private String constant(String text) {
    int at = text.indexOf(ENUM);
    if (at < 0) {
      return text;
    }
    Redaction redaction = new Redaction(text);
    while (at >= 0) {
      int from = at + ENUM.length();
      int to = Chars.endOfLine(text, from);
      int name = from;
      while (name < to && !Character.isUpperCase(text.charAt(name))) {
        name++;
      }
      int dot = Urls.firstOf(text, ".", name, to);
      if (dot + 1 < to && !Labels.isAt(text, dot + 1, label)) {
        redaction.replace(dot + 1, to, label);
      }
      at = text.indexOf(ENUM, to);
    }
    return redaction.result();
  }

  /** Redacts the body in {@code 404 Not Found: "…"} and {@code 404 Not Found: […]}. */
  private String answer(String text) {
    int colon = text.indexOf(": ");
    while (colon >= 0) {
      int from = colon + 3;
      char opening = Chars.at(text, colon + 2);
      if ((opening == '"' || opening == '[') && isAfterStatus(text, colon)) {
        int last = text.lastIndexOf(opening == '"' ? '"' : ']');
        int to = last > from ? last : text.length();
        return Labels.isAt(text, from, label)
                || text.startsWith("no body]", from)
                || isPlaceholder(text, colon + 2)
                || !Values.hasContent(text, from, to)
            ? text
            : text.substring(0, from).concat(label).concat(text.substring(to));
      }
      colon = text.indexOf(": ", from);
    }
    return text;
  }

  private boolean isPlaceholder(String text, int from) {
    int most = Math.min(text.length(), from + LONGEST_REASON);
    return labels.isPlaceholder(text, from, Urls.firstOf(text, "]", from, most) + 1);
  }

  /** Returns whether a status of HTTP and its reason end there. */
  private static boolean isAfterStatus(String text, int end) {
    int i = end;
    while (i > 0 && end - i < LONGEST_REASON && isOfReason(text.charAt(i - 1))) {
      i--;
    }
    boolean reason = Character.isUpperCase(Chars.at(text, i + 1)) || end - i < 2;
    return i > 2
        && reason
        && "45".indexOf(text.charAt(i - 3)) >= 0
        && Values.digits(text, i - 3, i) == 3
        && !Chars.isAlnum(Chars.at(text, i - 4));
  }

  private static boolean isOfReason(char c) {
    return Chars.isAsciiLetter(c) || c == ' ' || c == '-' || c == '\'';
  }
}
