package app.trackx.internal.stack;

/**
 * Names of classes that a program made while it ran, without their counters and hashes.
 *
 * <p>A class that was compiled from a source file keeps its name: its source file is that of the
 * class, or at least one of a compiled language, and its lines are known. So does a class of an
 * obfuscator or of a jar without debug information, unless the name has a form that no person gives
 * to two classes: a counter after two underscores or two dollars, a hash after an underscore, many
 * mixed letters and digits, or a word that marks the output of a generator.
 */
final class GeneratedNames {
  /** Words that generators put directly before a counter, at the beginning of a part. */
  private static final String[] COUNTED = {
    "CompiledExpression", // Spring's expressions
    "GregorSamsa", // XSLT
    "GStringTemplateScript",
    "SimpleTemplateScript",
    "StreamingTemplateScript",
    "_pyx", // Jython
  };

  /** Words after which all the rest of a part is a hash. */
  private static final String[] HASHED = {
    "__Accessor_", // Spring Data
    "_Instantiator_",
    "Access4JacksonDeserializer",
    "Access4JacksonSerializer",
  };

  /** Words that generators put before a counter, and something else behind it. */
  private static final String[] NUMBERED = {
    "ASMSerializer_", "ASMDeserializer_", "FastjsonASMDeserializer_", "OWG_", "ORG_",
  };

  /** Words that end with a counter, whatever is in front of them. */
  private static final String[] COUNTED_AT_THE_END = {"DubboProxy", "DubboWrap"};

  private static final String RHINO = "org.mozilla.javascript.gen.";
  private static final String UUID = "00000000-0000-0000-0000-000000000000";
  private static final String NASHORN = "nashorn.internal.scripts.Script$";

  private static final String DUBBO = "dubbo.common.bytecode.";
  private static final String FLINK_PART = "_split";
  private static final String KOTLIN_REPL = "Line_";

  /** Trino adds the identifier of a query, a time and a counter. */
  private static final String TRINO = ".$gen.";

  private static final int MIN_HASH = 6;
  private static final int MIN_HASH_ALONE = 8;
  private static final int MIN_DIGITS = 7;
  private static final int MIN_MIXED = 16;
  private static final int MIN_CHANGES = 4;

  private final String name;

  /** Where the name begins without its package. */
  private final int simple;

  private final StringBuilder out;

  /** True if the class comes from no file of a compiled language. */
  private final boolean made;

  /** True if the class says itself that it is generated. */
  private final boolean saysSo;

  /** True if its number is a counter: in the default package, of several words, without a file. */
  private final boolean isOfFlink;

  /** True if the previous part lost its end. A number after it is a counter, too. */
  private boolean cut;

  private GeneratedNames(String name, boolean made, boolean hasFile) {
    this.name = name;
    this.isOfFlink = !hasFile && name.indexOf('.') < 0 && capitals(name) > 1;
    this.out = new StringBuilder(name.length());
    this.made = made;
    this.simple = name.lastIndexOf('.') + 1;
    this.saysSo =
        made && (name.indexOf("Generated", simple) >= 0 || name.indexOf("Codegen", simple) >= 0);
  }

  /**
   * Returns the name without counters and hashes.
   *
   * @param className the name of the frame's class, from {@link ClassNames#stable(String)}
   */
  static String stable(String className, StackTraceElement frame) {
    boolean made = ClassNames.isMade(frame);
    int script = made ? className.indexOf(NASHORN) : -1;
    if (script >= 0) {
      return nashorn(className, script + NASHORN.length());
    }
    return new GeneratedNames(className, made, frame.getFileName() != null).stable();
  }

  /**
   * Returns the name of a source file without counters and hashes.
   *
   * @param frame a frame whose class has its counters
   * @param file its file without directories
   */
  static String file(StackTraceElement frame, String file) {
    String className = frame.getClassName();
    int simple = className.lastIndexOf('.') + 1;
    String base = baseOf(className, simple, file);
    String end = file.substring(base.length());
    if (!base.isEmpty() && className.startsWith(base, simple)) {
      String named = stable(ClassNames.stable(className.substring(0, simple) + base), frame);
      return named.substring(named.lastIndexOf('.') + 1) + end;
    }
    if (ClassNames.isOfCompiler(file)) {
      return file;
    }
    String plain = withoutUuid(base);
    int digits = withoutDigits(plain, plain.length());
    boolean counted = plain.length() - digits >= MIN_DIGITS
        || (end.equals(".groovy") && plain.startsWith("Script") && digits == "Script".length());
    return counted ? plain.substring(0, digits) + end : plain + end;
  }

  /**
   * Returns the name of a method without a source file, without the counter that Flink adds to the
   * parts of a long one.
   */
  static String method(StackTraceElement frame, String method) {
    int end = withoutDigits(method, method.length());
    return end < method.length()
            && method.startsWith(FLINK_PART, end - FLINK_PART.length())
            && frame.getClassName().indexOf('.') < 0
        ? method.substring(0, end)
        : method;
  }

  /** Returns a file name up to the last dot, or up to the first if that is the class's name. */
  private static String baseOf(String className, int simple, String file) {
    int first = file.indexOf('.');
    if (first > 0 && className.startsWith(file.substring(0, first), simple)) {
      return file.substring(0, first);
    }
    return first < 0 ? file : file.substring(0, file.lastIndexOf('.'));
  }

  /** Removes the numbers of recompilations: {@code Script$Recompilation$2$14I$shop}. */
  private static String nashorn(String className, int from) {
    StringBuilder out = new StringBuilder(className.length()).append(className, 0, from);
    int at = from;
    while (at < className.length()) {
      int end = endOfPart(className, at);
      boolean counts =
          className.startsWith("Recompilation", at) || ClassNames.isDigit(className.charAt(at));
      if (!counts) {
        return out.append(className, at, className.length()).toString();
      }
      at = end + 1;
    }
    return out.toString();
  }

  private String stable() {
    int at = 0;
    int dollars = 0;
    while (at < name.length()) {
      char c = name.charAt(at);
      if (c == '.' || c == '$') {
        dollars = c == '$' ? dollars + 1 : 0;
        out.append(c);
        at++;
        continue;
      }
      int end = endOfPart(name, at);
      appendPart(name.substring(at, end), at, dollars);
      dollars = 0;
      at = end;
    }
    return out.length() == name.length() ? name : out.toString();
  }

  private void appendPart(String text, int at, int dollars) {
    boolean counter = cut && dollars == 1 && withoutDigits(text, text.length()) == 0;
    int from = out.length();
    if (!counter) {
      appendKept(made ? withoutRunTimeParts(text, at, dollars) : text, at, dollars);
    }
    cut = made && at >= simple && out.length() - from < text.length();
  }

  private void appendKept(String part, int at, int dollars) {
    for (String word : HASHED) {
      int hash = part.indexOf(word);
      if (hash >= 0) {
        out.append(part, 0, hash + word.length());
        return;
      }
    }
    out.append(part, 0, at < simple ? part.length() : endWithoutHash(part, dollars));
  }

  private String withoutRunTimeParts(String text, int at, int dollars) {
    if (at >= simple && name.indexOf(TRINO) >= 0) {
      return text.substring(0, firstNumber(text));
    }
    String part = withoutCounter(withoutUuid(withoutGensyms(text)), at, dollars);
    return at < simple ? part : part.substring(0, startOfMixed(part));
  }

  private String withoutCounter(String part, int at, int dollars) {
    int end = withoutDigits(part, part.length());
    String word = part.substring(0, end);
    if (end < part.length() && isCounted(word, at, dollars)) {
      return word;
    }
    if (dollars == 1 && ClassNames.isDigit(part.charAt(0)) && isCountedAlone(at)) {
      return "";
    }
    if (name.startsWith(RHINO)) {
      return withoutNumbers(part);
    }
    if (at == 0 && part.startsWith(KOTLIN_REPL)) {
      return withoutNumbers(part);
    }
    for (String prefix : NUMBERED) {
      if (part.startsWith(prefix)) {
        return withoutNumbers(part);
      }
    }
    return part;
  }

  private boolean isCounted(String word, int at, int dollars) {
    if (word.isEmpty()) {
      return false;
    }
    if ((saysSo && at >= simple) || dollars > 1) {
      return true;
    }
    if (dollars == 1) {
      if (word.equals("line") || (word.equals("eval") && at > 1)) { // the shells of Scala; Clojure
        return true;
      }
    } else if (at == 0 ? word.equals("Script") : isAfter("$sess.", at) && word.equals("cmd")) {
      return true; // Groovy; Ammonite
    }
    if ((word.equals("Ex") && isAfter("spel.", at)) || isAfter(DUBBO, at)) {
      return true;
    }
    for (String end : COUNTED_AT_THE_END) {
      if (word.endsWith(end)) {
        return true;
      }
    }
    for (String counted : COUNTED) {
      if (word.equals(counted)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCountedAlone(int at) {
    return isAfter("line$", at) // the shells of Scala 3 and Java
        || isAfter("JShell$", at)
        || isAfter("EasyMock$", at)
        || isOfFlink;
  }

  private boolean isAfter(String word, int at) {
    return name.startsWith(word, at - word.length());
  }

  /** Removes the digits after two underscores: {@code fn__134}, {@code G__12__34}. */
  private static String withoutGensyms(String part) {
    int mark = part.indexOf("__");
    if (mark < 0) {
      return part;
    }
    StringBuilder text = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); i++) {
      text.append(part.charAt(i));
      if (i > 0 && part.charAt(i) == '_' && part.charAt(i - 1) == '_') {
        while (i + 1 < part.length() && ClassNames.isDigit(part.charAt(i + 1))) {
          i++;
        }
      }
    }
    return text.toString();
  }

  /** Removes the digits after each underscore. */
  private static String withoutNumbers(String part) {
    StringBuilder text = new StringBuilder(part.length());
    boolean after = false;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (!after || !ClassNames.isDigit(c)) {
        text.append(c);
        after = c == '_';
      }
    }
    return text.toString();
  }

  /**
   * Returns the end of a part without the hashes and times at its end. Each group of digits and
   * hexadecimal letters counts that follows an underscore and has a digit.
   */
  private int endWithoutHash(String part, int dollars) {
    int end = part.length();
    int digits = 0;
    boolean hash = false;
    int from;
    int numbers;
    for (int to = end; to > 0; to = from - 1) {
      from = startOfHex(part, to);
      numbers = digitsIn(part, from, to);
      if (from == 0 || part.charAt(from - 1) != '_' || numbers == 0) {
        break;
      }
      hash |= to - from >= MIN_HASH && numbers < to - from;
      digits += numbers;
      end = from;
    }
    if (hash || digits >= MIN_DIGITS) {
      return end;
    }
    if (made && dollars > 0 && isHash(part, dollars > 1 ? 1 : MIN_HASH_ALONE)) {
      return 0;
    }
    int word = withoutDigits(part, part.length());
    return word > 0 && part.length() - word >= MIN_DIGITS ? word : part.length();
  }

  /**
   * Returns the start of mixed letters and digits at the end of a part: many hexadecimal digits, or
   * many small letters and digits after an underscore.
   */
  private static int startOfMixed(String part) {
    int length = part.length();
    int hex = startOfHex(part, length);
    if (isMixed(part, hex)) {
      return hex;
    }
    int from = length;
    while (from > 0 && isSmallOrDigit(part.charAt(from - 1))) {
      from--;
    }
    return from > 0 && part.charAt(from - 1) == '_' && isMixed(part, from) ? from : length;
  }

  /** Returns whether the rest is long, and often changes between letters and digits. */
  private static boolean isMixed(String part, int from) {
    int changes = 0;
    for (int i = from + 1; i < part.length(); i++) {
      changes +=
          ClassNames.isDigit(part.charAt(i)) == ClassNames.isDigit(part.charAt(i - 1)) ? 0 : 1;
    }
    return part.length() - from >= MIN_MIXED && changes >= MIN_CHANGES;
  }

  private static boolean isSmallOrDigit(char c) {
    return ClassNames.isDigit(c) || (c >= 'a' && c <= 'z');
  }

  /** Removes a UUID, with dashes or underscores. */
  private static String withoutUuid(String text) {
    for (int at = 0; at + UUID.length() <= text.length(); at++) {
      if (isUuid(text, at)) {
        return text.substring(0, at) + text.substring(at + UUID.length());
      }
    }
    return text;
  }

  private static boolean isUuid(String text, int at) {
    for (int i = 0; i < UUID.length(); i++) {
      char c = text.charAt(at + i);
      if (UUID.charAt(i) == '-' ? c != '-' && c != '_' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the index of the first underscore before a digit, or the length. */
  private static int firstNumber(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '_' && ClassNames.isDigit(text.charAt(i + 1))) {
        return i;
      }
    }
    return text.length();
  }

  private static int capitals(String name) {
    int count = 0;
    for (int i = 0; i < name.length() && name.charAt(i) != '$'; i++) {
      count += Character.isUpperCase(name.charAt(i)) ? 1 : 0;
    }
    return count;
  }

  private static boolean isHash(String part, int least) {
    int numbers = digitsIn(part, 0, part.length());
    return startOfHex(part, part.length()) == 0
        && part.length() >= least
        && numbers > 0
        && (least == 1 || numbers < part.length());
  }

  private static int startOfHex(String part, int to) {
    int from = to;
    while (from > 0 && isHex(part.charAt(from - 1))) {
      from--;
    }
    return from;
  }

  private static int digitsIn(String part, int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits += ClassNames.isDigit(part.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private static int withoutDigits(String text, int to) {
    int end = to;
    while (end > 0 && ClassNames.isDigit(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static int endOfPart(String name, int from) {
    int end = from;
    while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '$') {
      end++;
    }
    return end;
  }

  private static boolean isHex(char c) {
    return ClassNames.isDigit(c) || (c >= 'a' && c <= 'f');
  }
}
