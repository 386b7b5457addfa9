package app.trackx.internal.stack;

/**
 * A writer of single frames, so that the server parses either exactly this frame or none.
 *
 * <p>The server parses the text between {@code at} and the last parenthesis after a space as the
 * callee, and the text after it, up to the last closing one, as file and line. Therefore a callee
 * may contain spaces, parentheses and {@code @}, as Kotlin and Scala names do, as long as the file
 * contains no parenthesis. Characters that the server's expressions cannot match, above all line
 * ends, are replaced. Names are first appended and then cleaned in place: one pass, no copies.
 */
final class FrameWriter {
  static final int MAX_CALLEE = 500;
  static final int MAX_FILE = 300;

  /** Limits of a frame that only people see, for a line of at most 1 000 characters. */
  private static final int MAX_UNSEEN_CLASS = 400;

  private static final int MAX_UNSEEN_PART = 250;

  private static final String EVAL = "(eval at ";

  private FrameWriter() {}

  /**
   * Appends {@code pkg.Class.method (pkg/File.java:12}, without the closing parenthesis.
   *
   * @return the end of the callee
   */
  static int appendSeen(StringBuilder out, StackTraceElement frame) {
    String className = ClassNames.stable(frame);
    int callee = out.length();
    appendClipped(out, className, callee + MAX_CALLEE);
    appendClipped(out, ".", callee + MAX_CALLEE);
    appendClipped(out, ClassNames.method(frame), callee + MAX_CALLEE);
    cleanCallee(out, callee);
    int calleeEnd = out.length();
    out.append(" (");
    appendFile(out, className, frame);
    out.append(':').append(Math.max(frame.getLineNumber(), 0));
    return calleeEnd;
  }

  /**
   * Appends {@code pkg.Class.method(File.java:12)}. There is no space before the parenthesis nor in
   * the names, so the server does not parse it as a frame.
   */
  static void appendUnseen(StringBuilder out, StackTraceElement frame) {
    ClassNames.appendPlain(out, ClassNames.stable(frame), MAX_UNSEEN_CLASS);
    out.append('.');
    String method = frame.getMethodName();
    if (method.equals("<init>") || method.equals("<clinit>")) {
      out.append(method);
    } else {
      ClassNames.appendPlain(out, ClassNames.method(frame), MAX_UNSEEN_PART);
    }
    out.append('(');
    ClassNames.appendPlain(out, ClassNames.file(frame), MAX_UNSEEN_PART);
    out.append(':').append(Math.max(frame.getLineNumber(), 0)).append(')');
  }

  /** Returns a frame for the constructor of a class whose source file is not known. */
  static StackTraceElement constructor(String className) {
    int simple = className.lastIndexOf('.') + 1;
    String file = className.substring(simple, endOfOutermost(className, simple)) + ".java";
    return new StackTraceElement(className, "<init>", file, 0); // a class of a compiler
  }

  private static void appendFile(StringBuilder out, String className, StackTraceElement frame) {
    int from = out.length();
    int limit = from + MAX_FILE;
    int simple = className.lastIndexOf('.') + 1;
    appendClipped(out, className.substring(0, simple), limit);
    for (int i = from; i < out.length(); i++) {
      if (out.charAt(i) == '.') {
        out.setCharAt(i, '/');
      }
    }
    String file = ClassNames.file(frame);
    if (!file.isEmpty()) {
      appendClipped(out, file, limit);
    } else {
      appendClipped(out, className.substring(simple, endOfOutermost(className, simple)), limit);
    }
    if (out.length() == from) {
      out.append('_');
    }
    cleanFile(out, from);
  }

  /**
   * Returns the end of {@code A} in {@code A$B}; a name that starts with a dollar is not nested.
   */
  private static int endOfOutermost(String className, int simple) {
    int name = simple;
    while (name < className.length() && className.charAt(name) == '$') {
      name++;
    }
    int dollar = className.indexOf('$', name);
    return dollar < 0 ? className.length() : dollar;
  }

  private static void appendClipped(StringBuilder out, String text, int limit) {
    int end = Math.min(text.length(), limit - out.length());
    if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    out.append(text, 0, end);
  }

  private static void cleanCallee(StringBuilder out, int from) {
    for (int i = from; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c < ' ' || c > '~') {
        i = cleanUnusual(out, i, c);
      } else if (c == '(' && i > from && out.charAt(i - 1) == ' ' && startsEval(out, i)) {
        out.setCharAt(i + EVAL.indexOf(' '), '_');
      }
    }
  }

  private static void cleanFile(StringBuilder out, int from) {
    for (int i = from; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c < ' ' || c > '~') {
        i = cleanUnusual(out, i, c);
      } else if (c == '(' || c == ')' || c == ':' || c == '\\') {
        out.setCharAt(i, '_');
      }
    }
  }

  /**
   * Replaces the character at {@code i} if necessary, and returns the last index of its code point.
   */
  private static int cleanUnusual(StringBuilder out, int i, char c) {
    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
      out.setCharAt(i, '_');
    } else if (Character.isSurrogate(c)) {
      boolean pair = Character.isHighSurrogate(c)
          && i + 1 < out.length()
          && Character.isLowSurrogate(out.charAt(i + 1));
      if (pair) {
        return i + 1;
      }
      out.setCharAt(i, '\uFFFD');
    }
    return i;
  }

  private static boolean startsEval(StringBuilder out, int at) {
    if (at + EVAL.length() > out.length()) {
      return false;
    }
    for (int i = 0; i < EVAL.length(); i++) {
      if (out.charAt(at + i) != EVAL.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
