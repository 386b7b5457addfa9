package app.trackx.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * Selection of the exception that names an event: the outermost one of the chain that is
 * informative.
 *
 * <p>Executors, reflection and containers wrap a failure in an exception whose class carries no
 * information and whose message is empty or a copy of the cause's. These are skipped, unless they
 * have a message of their own. So is the copy of an exception that a {@code ForkJoinTask} makes for
 * the thread that waits for it.
 */
public final class EventTitle {
  private static final String[] WRAPPERS = {
    "java.util.concurrent.CompletionException",
    "java.util.concurrent.ExecutionException",
    "java.lang.reflect.InvocationTargetException",
    "java.lang.reflect.UndeclaredThrowableException",
    "java.security.PrivilegedActionException",
    "java.lang.ExceptionInInitializerError",
    "java.lang.RuntimeException",
    "java.lang.Exception",
    "java.lang.Error",
    "java.io.UncheckedIOException",
    "jakarta.servlet.ServletException",
    "javax.servlet.ServletException",
    "java.util.concurrent.StructuredTaskScope$FailedException",
    "reactor.core.Exceptions$ReactiveException",
  };

  private EventTitle() {}

  /** Returns the index of that exception in the chain; 0 is the outermost. */
  public static int of(CauseChain chain) {
    int index = 0;
    while (index + 1 < chain.size() && isUninformative(chain, index)) {
      index++;
    }
    return index;
  }

  private static boolean isUninformative(CauseChain chain, int index) {
    Class<?> type = chain.error(index).getClass();
    if (type != chain.error(index + 1).getClass() && !isWrapper(type.getName())) {
      return false;
    }
    String message = chain.message(index);
    return message == null
        || message.isEmpty()
        || repeats(message, chain.error(index + 1), chain.message(index + 1));
  }

  /**
   * Returns true if the message is the one that {@code Throwable(Throwable cause)} derives from its
   * cause.
   */
  private static boolean repeats(String message, Throwable cause, @Nullable String messageOfCause) {
    String name = cause.getClass().getName();
    if (messageOfCause == null) {
      return message.equals(name);
    }
    return message.equals(messageOfCause)
        || (message.length() == name.length() + 2 + messageOfCause.length()
            && message.startsWith(name)
            && message.startsWith(": ", name.length())
            && message.endsWith(messageOfCause));
  }

  private static boolean isWrapper(String className) {
    for (String wrapper : WRAPPERS) {
      if (wrapper.equals(className)) {
        return true;
      }
    }
    return false;
  }
}
