package app.trackx.internal.stack;

/**
 * Names of classes and methods that are the same in every run.
 *
 * <p>Proxies and the classes that CGLIB, Guice, Javassist, Byte Buddy, Hibernate and Mockito
 * generate contain a counter, a hash or a random word, and the server would create a separate issue
 * for each. That part is removed, and the word that describes the class stays; all other names are
 * unchanged. A name without {@code $} and {@code /}, as nearly all are, costs two scans and no
 * allocation. What other generators write is known only with the source file of a frame; see {@link
 * GeneratedNames}.
 */
public final class ClassNames {
  private static final int MAX_HEADER = 500;

  /** The line of a method without a table of lines; that of a native method is another one. */
  private static final int NO_LINE = -1;

  private ClassNames() {}

  /**
   * Returns the name of a class without the parts that differ from run to run.
   *
   * @param className the result of {@link Class#getName()}
   * @return the same string for an ordinary class
   */
  public static String stable(String className) {
    String name = withoutHiddenSuffix(className);
    if (name.indexOf('$') < 0) {
      return withoutAccessorNumber(name);
    }
    int simple = name.lastIndexOf('.') + 1;
    if (isNumbered(name, simple, "$Proxy")) {
      return proxy(name, simple);
    }
    return withoutSuffixes(withoutJavassistNumber(name), true);
  }

  /** Returns the name of a frame's class without the parts that differ from run to run. */
  static String stable(StackTraceElement frame) {
    String name = stable(frame.getClassName());
    return isFromSource(name, frame) ? name : GeneratedNames.stable(name, frame);
  }

  /** Returns the file of a frame, without directories and the parts that differ from run to run. */
  static String file(StackTraceElement frame) {
    // some compilers write a path, including the home directory
    String file = lastSegment(Trace.file(frame));
    return file.isEmpty() || isFromSource(frame.getClassName(), frame)
        ? file
        : GeneratedNames.file(frame, file);
  }

  /** Returns whether a class has its name from a source file, so that nothing in it varies. */
  private static boolean isFromSource(String className, StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null || isMade(frame)) {
      return false;
    }
    if (!file.endsWith(".java")) {
      return true; // files of Kotlin and Scala have classes of other names
    }
    int simple = className.lastIndexOf('.') + 1;
    int from = startOfLastSegment(file);
    int length = file.length() - ".java".length() - from;
    int end = simple + length;
    return className.regionMatches(simple, file, from, length)
        && (end == className.length() || className.charAt(end) == '$');
  }

  /**
   * Returns whether no compiler made the frame's class. Javassist names a source file after the class
   * that it makes, or after the one that this extends, but there are no lines.
   */
  static boolean isMade(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null
        || !isOfCompiler(file)
        || (frame.getLineNumber() == NO_LINE && file.endsWith(".java"));
  }

  /** Returns whether the file is one of a language whose classes have names from their source. */
  static boolean isOfCompiler(String file) {
    return (file.endsWith(".java") && !isOfShell(file))
        || file.endsWith(".kt")
        || file.endsWith(".scala");
  }

  /** Returns whether the file is one of Janino, or of Java's shell. */
  private static boolean isOfShell(String file) {
    return file.equals("generated.java") || file.startsWith("$JShell$");
  }

  /** Returns a file name without directories. */
  static String lastSegment(String file) {
    return file.substring(startOfLastSegment(file));
  }

  private static int startOfLastSegment(String file) {
    return Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1;
  }

  /**
   * Returns the stable name of a class in a form that the server never parses as a frame, wherever
   * it is in the text: letters and digits of any language and {@code _ $ . -}; everything else is
   * replaced by {@code _}.
   *
   * @param className the result of {@link Class#getName()}, or any other text
   * @return 1 to 500 characters
   */
  public static String header(String className) {
    StringBuilder plain =
        new StringBuilder(className.length() < MAX_HEADER ? className.length() : MAX_HEADER);
    appendPlain(plain, stable(className), MAX_HEADER);
    return plain.length() == 0 ? "_" : plain.toString();
  }

  /**
   * Returns the name of a method without the random word that Byte Buddy adds to its own methods.
   */
  static String method(String methodName) {
    return methodName.indexOf('$') < 0 ? methodName : withoutSuffixes(methodName, false);
  }

  /** Returns the name of a frame's method without the parts that differ from run to run. */
  static String method(StackTraceElement frame) {
    String method = method(frame.getMethodName());
    return frame.getFileName() == null ? GeneratedNames.method(frame, method) : method;
  }

  /**
   * Appends at most {@code limit} characters of {@code text}, and replaces those that the server
   * could misparse.
   */
  static void appendPlain(StringBuilder out, String text, int limit) {
    int end = out.length() + limit;
    int width;
    for (int i = 0; i < text.length(); i += width) {
      int point = text.codePointAt(i);
      width = Character.charCount(point);
      if (out.length() + width > end) {
        return;
      }
      if (isPlain(point)) {
        out.appendCodePoint(point);
      } else {
        out.append('_');
      }
    }
  }

  private static boolean isPlain(int point) {
    return point == '.'
        || point == '$'
        || point == '_'
        || point == '-'
        || Character.isLetterOrDigit(point);
  }

  /**
   * Removes the suffix of a hidden class: {@code Foo/0x0000000800c03000}, and {@code Foo/123456} on
   * JDK 8.
   */
  private static String withoutHiddenSuffix(String name) {
    int slash = name.lastIndexOf('/');
    if (slash <= 0) {
      return name;
    }
    int digits = name.startsWith("0x", slash + 1) ? slash + 3 : slash + 1;
    return isHex(name, digits, name.length()) ? name.substring(0, slash) : name;
  }

  private static String withoutAccessorNumber(String name) {
    if (!name.startsWith("jdk.internal.reflect.Generated")
        && !name.startsWith("sun.reflect.Generated")) {
      return name;
    }
    int end = name.length();
    while (isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }

  private static String proxy(String name, int simple) {
    boolean isJdkProxy = name.startsWith("com.sun.proxy.")
        || (simple > 0 && isNumbered(name.substring(0, simple - 1), 0, "jdk.proxy"));
    return isJdkProxy ? "jdk.proxy.$Proxy" : name.substring(0, simple) + "$Proxy";
  }

  /** Removes the number in {@code Foo_$$_jvst1a2_0} and {@code Foo_$$_javassist_12}. */
  private static String withoutJavassistNumber(String name) {
    int mark = name.indexOf("_$$_j");
    if (mark < 0) {
      return name;
    }
    int word = mark + 4;
    int end;
    if (name.startsWith("jvst", word)) {
      end = word + 4;
    } else if (name.startsWith("javassist_", word)) {
      end = word + 9;
    } else {
      return name;
    }
    return isHexOrUnderscore(name, end, name.length()) ? name.substring(0, end) : name;
  }

  /**
   * Removes each generated word that follows, after one or two dollars, a word that marks generated
   * code.
   */
  private static String withoutSuffixes(String name, boolean ofClass) {
    StringBuilder out = null;
    int copied = 0;
    int dollar = name.indexOf('$');
    while (dollar >= 0) {
      int word = afterDollars(name, dollar);
      int end = endOfWord(name, word);
      int suffix = afterDollars(name, end);
      int next = endOfWord(name, suffix);
      boolean generated = ofClass
          ? announcesNumber(name, word, end, suffix, next)
              || announcesWord(name, word, end, suffix, next)
          : isMarkOfMethod(name, word, end) && !isMarkOfMethod(name, suffix, next);
      if (suffix < next && generated) {
        if (out == null) {
          out = new StringBuilder(name.length());
        }
        out.append(name, copied, end);
        copied = next;
        end = next;
      }
      dollar = end < name.length() ? end : -1;
    }
    return out == null ? name : out.append(name, copied, name.length()).toString();
  }

  private static boolean announcesNumber(String name, int word, int end, int suffix, int next) {
    boolean mark = name.startsWith("EnhancerBy", word)
        || name.startsWith("FastClass", word)
        || name.startsWith("KeyFactoryBy", word)
        || isWord(name, word, end, "SpringCGLIB")
        || isWord(name, word, end, "Lambda");
    return mark
        && word >= 2
        && name.charAt(word - 2) == '$'
        && isHexOrUnderscore(name, suffix, next);
  }

  private static boolean announcesWord(String name, int word, int end, int suffix, int next) {
    return isMarkOfClass(name, word, end) && !isMarkOfClass(name, suffix, next);
  }

  private static boolean isMarkOfClass(String name, int word, int end) {
    return isWord(name, word, end, "HibernateProxy")
        || isWord(name, word, end, "HibernateBasicProxy")
        || isWord(name, word, end, "HibernateAccessOptimizer")
        || isWord(name, word, end, "HibernateInstantiator")
        || isWord(name, word, end, "ByteBuddy")
        || isWord(name, word, end, "auxiliary")
        || isWord(name, word, end, "MockitoMock");
  }

  private static boolean isMarkOfMethod(String name, int word, int end) {
    return isWord(name, word, end, "accessor") || isWord(name, word, end, "original");
  }

  private static boolean isWord(String name, int from, int to, String word) {
    return to - from == word.length() && name.startsWith(word, from);
  }

  private static boolean isNumbered(String name, int from, String word) {
    int digits = from + word.length();
    if (!name.startsWith(word, from) || digits == name.length()) {
      return false;
    }
    for (int i = digits; i < name.length(); i++) {
      if (!isDigit(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int afterDollars(String name, int at) {
    int i = at;
    while (i < name.length() && name.charAt(i) == '$') {
      i++;
    }
    return i;
  }

  private static int endOfWord(String name, int from) {
    int dollar = name.indexOf('$', from);
    return dollar < 0 ? name.length() : dollar;
  }

  private static boolean isHex(String name, int from, int to) {
    return from < to && name.indexOf('_', from) < 0 && isHexOrUnderscore(name, from, to);
  }

  private static boolean isHexOrUnderscore(String name, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      if (!isDigit(c) && !(c >= 'a' && c <= 'f') && c != '_') {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
