package app.trackx.internal.stack;

/**
 * Frames of logging facades that no list knows: those that libraries bring along, such as Kafka's
 * {@code LogContext$LocationAwareKafkaLogger}, Netty's {@code Slf4JLogger} and Spark's {@code
 * Logging}, and the wrappers that applications write.
 *
 * <p>Such a class says in its name that it logs, and its method that it logs at a level. Both are
 * required: {@code ErrorHandler.error} and {@code Catalog.log} may be where an error is found, and
 * {@code AuditLog.append} may have several lines that log. A facade that is not recognized stays in
 * the frames, and shows in the URI, but splits or merges nothing, since the frame of its caller
 * counts in either case.
 */
final class LoggingFacades {
  private static final String[] LEVELS = {
    "error",
    "err",
    "warn",
    "warning",
    "fatal",
    "severe",
    "critical",
    "info",
    "debug",
    "trace",
    "log",
  };

  /** Methods of facades in the style of Android's {@code Log}. */
  private static final String[] SHORT_LEVELS = {"e", "w", "i", "d", "v", "wtf"};

  /** What may follow in the name of a method that has a form of its own for formats. */
  private static final String[] FORMS = {"f", "v", "p", "rb"};

  /** The end of the names of the classes that JBoss Logging generates for interfaces of messages. */
  private static final String OF_JBOSS = "_$logger";

  private static final String LOG = "Log";
  private static final String LOG_IN_CAPITALS = "LOG";
  private static final String SLF4J = "slf4j";

  /** The maximum number of methods that a facade calls of its own class. */
  private static final int MAX_INSIDE = 4;

  private LoggingFacades() {}

  /** Returns whether a frame is one of a facade, or was called by one of the same class. */
  static boolean isFacade(StackTraceElement[] frames, int size, int index) {
    String className = frames[index].getClassName();
    for (int i = index; i < size && i <= index + MAX_INSIDE; i++) {
      if (!frames[i].getClassName().equals(className)) {
        return false;
      }
      if (isFacade(frames[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFacade(StackTraceElement frame) {
    String className = frame.getClassName();
    int simple = className.lastIndexOf('.') + 1;
    return (isLevel(frame.getMethodName()) && isOfLogging(className, simple))
        || className.indexOf(OF_JBOSS, simple) >= 0;
  }

  /**
   * Returns whether a frame only forwards to the facade above it: Scala's compiler adds such a
   * method to each class that has a trait, in the line of the class.
   */
  static boolean isForwarder(StackTraceElement frame, StackTraceElement above) {
    return isOfScala(frame)
        && isOfScala(above)
        && frame.getMethodName().equals(withoutSuffix(above.getMethodName()))
        && isFacade(above);
  }

  private static boolean isOfScala(StackTraceElement frame) {
    return Trace.file(frame).endsWith(".scala");
  }

  private static String withoutSuffix(String method) {
    return method.endsWith("$") ? method.substring(0, method.length() - 1) : method;
  }

  /** Returns whether {@code Log}, {@code Logger}, {@code Logging} or the like is a word of a name. */
  private static boolean isOfLogging(String className, int from) {
    for (int at = className.indexOf(LOG, from); at >= 0; at = className.indexOf(LOG, at + 1)) {
      int end = at + LOG.length();
      if (className.startsWith("ging", end)) {
        end += 4;
      } else if (className.startsWith("ger", end)) {
        end += 3;
      }
      if (className.startsWith("s", end)) {
        end++;
      }
      if (isEndOfWord(className, end)) {
        return true;
      }
    }
    return isOfLoggingInCapitals(className, from);
  }

  /** Returns whether {@code LOG} is a word of a name, or {@code SLF4J} in any case is part of it. */
  private static boolean isOfLoggingInCapitals(String className, int from) {
    int at = className.indexOf(LOG_IN_CAPITALS, from);
    if (at >= 0 && !isCapital(className, at - 1) && !isLetter(className, at + LOG.length())) {
      return true;
    }
    for (int i = from; i + SLF4J.length() <= className.length(); i++) {
      if (className.regionMatches(true, i, SLF4J, 0, SLF4J.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCapital(String name, int at) {
    return at >= 0 && Character.isUpperCase(name.charAt(at));
  }

  private static boolean isLetter(String name, int at) {
    return at < name.length() && Character.isLetter(name.charAt(at));
  }

  /** Returns whether a method is named after a level, or {@code log}, also as a compiler does. */
  private static boolean isLevel(String method) {
    for (String level : SHORT_LEVELS) {
      if (method.equals(level)) {
        return true;
      }
    }
    int from = method.startsWith("$anonfun$")
        ? "$anonfun$".length()
        : method.startsWith("lambda$") ? "lambda$".length() : 0;
    for (String level : LEVELS) {
      if (method.startsWith(level, from)) {
        int end = from + level.length();
        if (isEndOfWord(method, end)) {
          return true;
        }
        for (String form : FORMS) {
          if (method.startsWith(form, end) && isEndOfWord(method, end + form.length())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isEndOfWord(String name, int at) {
    return at >= name.length() || !Character.isLowerCase(name.charAt(at));
  }
}
