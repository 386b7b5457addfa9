package app.trackx.internal.stack;

/**
 * The frames of the JDK in a trace, which differ between JDK versions and, where the JDK hands a
 * task to another thread, from run to run.
 *
 * <p>Below the application's last frame they only show where the thread came from. Above it, the
 * frame that the application called is the same on every JDK; those that the JDK called in turn are
 * not. Classes are recognized by name: {@code StackTraceElement.getModuleName()} does not exist in
 * Java 8. Classes that the JDK generates for the application, proxies and scripts, belong to the
 * application.
 */
final class JdkFrames {
  /** Packages below {@code javax.} that have always belonged to the JDK, not to Java EE. */
  private static final String[] JAVAX = {
    "accessibility.",
    "annotation.processing.",
    "crypto.",
    "imageio.",
    "lang.model.",
    "management.",
    "naming.",
    "net.",
    "print.",
    "rmi.ssl.",
    "script.",
    "security.auth.Subject",
    "security.auth.callback.",
    "security.auth.kerberos.",
    "security.auth.login.",
    "security.auth.spi.",
    "security.auth.x500.",
    "security.cert.",
    "security.sasl.",
    "smartcardio.",
    "sound.",
    "sql.",
    "swing.",
    "tools.",
    "xml.catalog.",
    "xml.crypto.",
    "xml.datatype.",
    "xml.namespace.",
    "xml.parsers.",
    "xml.stream.",
    "xml.transform.",
    "xml.validation.",
    "xml.xpath.",
  };

  /** Packages below {@code com.sun.} that belong to the JDK; many others are libraries. */
  private static final String[] COM_SUN = {
    "beans.",
    "crypto.provider.",
    "imageio.",
    "java.",
    "jdi.",
    "jmx.",
    "jndi.",
    "management.",
    "media.sound.",
    "naming.",
    "net.httpserver.",
    "net.ssl.",
    "nio.",
    "org.apache.",
    "rmi.",
    "rowset.",
    "security.",
    "source.",
    "swing.",
    "tools.attach.",
    "tools.javac.",
    "tools.jdi.",
  };

  private static final String FUTURE = "java.util.concurrent.CompletableFuture";

  private JdkFrames() {}

  static boolean isOfJdk(String className) {
    if (className.length() < 5) {
      return false;
    }
    switch (className.charAt(0)) {
      case 'j':
        return className.startsWith("java.")
            || (className.startsWith("jdk.") && !isMadeForTheApplication(className))
            || (className.startsWith("javax.") && startsWithAny(className, 6, JAVAX));
      case 's':
        return className.startsWith("sun.");
      case 'c':
        return className.startsWith("com.sun.") && startsWithAny(className, 8, COM_SUN);
      case 'o':
        return className.startsWith("org.xml.sax.") || className.startsWith("org.w3c.dom.");
      default:
        return false;
    }
  }

  private static boolean isMadeForTheApplication(String className) {
    return className.startsWith("jdk.proxy")
        || className.startsWith("jdk.nashorn.internal.scripts.");
  }

  /**
   * Returns true for a frame of the JDK that runs tasks of others. If it called the application,
   * chance decides which thread it was on: the one that completes a future or the one that adds a
   * callback, a thread of the pool or the one that waits for it.
   */
  static boolean runsTasks(StackTraceElement frame) {
    String name = frame.getClassName();
    if (!name.startsWith("java.util.concurrent.")) {
      return false;
    }
    if (name.startsWith(FUTURE)) {
      return !frame.getMethodName().startsWith("async"); // these call Executor.execute
    }
    return runsForkJoinTasks(frame)
        || name.equals("java.util.concurrent.FutureTask")
        || name.equals("java.util.concurrent.Executors$RunnableAdapter")
        || name.equals("java.util.concurrent.ThreadPoolExecutor$CallerRunsPolicy");
  }

  /** Returns true for the frame in which a {@code ForkJoinTask} calls the application. */
  static boolean runsForkJoinTasks(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.util.concurrent.ForkJoinTask$")
        || name.equals("java.util.concurrent.RecursiveAction")
        || name.equals("java.util.concurrent.RecursiveTask")
        || name.equals("java.util.concurrent.CountedCompleter");
  }

  /**
   * Returns true for the frame in which a future wraps an exception while it completes, on
   * whichever thread that happens.
   */
  static boolean wrapsWhileCompleting(StackTraceElement frame) {
    return frame.getMethodName().equals("encodeThrowable") && isOfFuture(frame);
  }

  /** Returns true for a frame of {@code CompletableFuture}. */
  static boolean isOfFuture(StackTraceElement frame) {
    return frame.getClassName().equals(FUTURE);
  }

  /** Returns true for the frame in which a task copies an exception for the thread that waits. */
  static boolean copiesForAnotherThread(StackTraceElement frame) {
    String method = frame.getMethodName();
    return (method.equals("getThrowableException") || method.equals("getException"))
        && isOfForkJoin(frame);
  }

  /** Returns true for a frame of a task or its pool, such as the one in which others wait for it. */
  static boolean isOfForkJoin(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.equals("java.util.concurrent.ForkJoinTask")
        || name.equals("java.util.concurrent.ForkJoinPool");
  }

  /**
   * Returns a frame of the JDK in the form that is the same on every JDK: without its line, the
   * numbers of anonymous classes, and those of lambdas.
   */
  static StackTraceElement stable(StackTraceElement frame) {
    return new StackTraceElement(
        withoutNumbers(frame.getClassName()),
        withoutLambdaNumber(frame.getMethodName()),
        frame.getFileName(),
        0); // -1 would be a class that no compiler made
  }

  private static String withoutNumbers(String className) {
    int end = className.length();
    for (int dollar = className.lastIndexOf('$');
        dollar > 0 && isNumber(className, dollar + 1, end);
        dollar = className.lastIndexOf('$', end - 1)) {
      end = dollar;
    }
    return className.substring(0, end);
  }

  private static String withoutLambdaNumber(String method) {
    int end = method.startsWith("lambda$") ? method.indexOf('$', 7) : -1;
    return end < 0 ? method : method.substring(0, end);
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return from < to;
  }

  private static boolean startsWithAny(String className, int from, String[] prefixes) {
    for (String prefix : prefixes) {
      if (className.startsWith(prefix, from)) {
        return true;
      }
    }
    return false;
  }
}
