package app.trackx.internal.stack;

/**
 * The frames that are omitted: those of reflection, method handles, lambda proxies and the client's
 * own task wrappers.
 *
 * <p>They are irrelevant to the bug and differ from run to run, from JDK to JDK, and within one
 * run, when the JDK replaces native reflection accessors by generated ones after some calls. Only
 * direct members of the reflection packages count; {@code sun.reflect.annotation}, for example, is
 * the same everywhere.
 */
final class Plumbing {
  private static final String LAMBDA = "$$Lambda";

  private Plumbing() {}

  static boolean isPlumbing(StackTraceElement frame) {
    String name = frame.getClassName();
    // checking the first letter avoids the prefix comparisons for most frames
    switch (name.isEmpty() ? ' ' : name.charAt(0)) {
      case 'j':
        if (isOfJava(name, frame.getMethodName())) {
          return true;
        }
        break;
      case 's':
        if (isDirectlyIn("sun.reflect.", name)) {
          return true;
        }
        break;
      case 'a':
        if (name.startsWith(OwnNames.WRAPPED_TASK)
            || name.startsWith(OwnNames.TASKS)
            || name.startsWith(OwnNames.GRPC)) {
          return true;
        }
        break;
      case 'o':
        if (isOfGroovy(name)) {
          return true;
        }
        break;
      default:
        break;
    }
    return isLambdaProxy(name);
  }

  private static boolean isOfJava(String name, String method) {
    if (name.startsWith("java.lang.invoke.")) {
      return name.startsWith("LambdaForm", 17)
          || name.startsWith("DirectMethodHandle", 17)
          || name.endsWith("$Holder");
    }
    if (name.startsWith("java.lang.reflect.")) {
      return name.equals("java.lang.reflect.Method")
          ? method.equals("invoke")
          : name.equals("java.lang.reflect.Constructor") && method.startsWith("newInstance");
    }
    return isDirectlyIn("jdk.internal.reflect.", name);
  }

  private static boolean isOfGroovy(String name) {
    return name.startsWith("org.codehaus.groovy.")
        && (name.startsWith("runtime.callsite.", 20)
            || name.startsWith("reflection.", 20)
            || name.startsWith("vmplugin.", 20));
  }

  private static boolean isLambdaProxy(String name) {
    int at = name.indexOf("$$");
    if (at < 0) {
      return false;
    }
    if (name.indexOf("$$InjectedInvoker/", at) >= 0) {
      return true;
    }
    int lambda = name.indexOf(LAMBDA, at);
    if (lambda < 0) {
      return false;
    }
    int next = lambda + LAMBDA.length();
    return next == name.length() || name.charAt(next) == '$' || name.charAt(next) == '/';
  }

  private static boolean isDirectlyIn(String prefix, String name) {
    return name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0;
  }
}
