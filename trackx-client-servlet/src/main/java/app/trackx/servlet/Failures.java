package app.trackx.servlet;

import jakarta.servlet.ServletException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that decide which exceptions are failures of the application. Client aborts are not, and
 * neither are exceptions that carry a 4xx status, which are the client's fault.
 */
final class Failures {
  private final ClientAborts aborts;
  private final ExceptionNames ignored;
  private final ExceptionNames kept;

  Failures(List<String> aborts, List<String> ignored, List<String> kept) {
    this.aborts = new ClientAborts(aborts);
    this.ignored = new ExceptionNames(ignored);
    this.kept = new ExceptionNames(kept);
  }

  /** Returns whether an exception, as returned by {@link #rootOf}, is a failure. */
  boolean isFailure(Throwable error) {
    if (kept.match(error)) {
      return true;
    }
    if (ignored.match(error) || aborts.isAbort(error)) {
      return false;
    }
    int status = StatusCarriers.statusOf(error);
    return status < 400 || status > 499;
  }

  /**
   * Returns whether it only signals a request timeout. Spring throws it on the container's stack.
   */
  static boolean isTimeout(Throwable error) {
    return error.getClass().getName().equals(FrameworkNames.SPRING_TIMEOUT);
  }

  /** Returns the cause that {@code ServletException}s wrap, or the exception itself. */
  static Throwable rootOf(Throwable error) {
    Throwable root = error;
    for (int i = 0; root instanceof ServletException && i < Causes.MAX_LINKS; i++) {
      Throwable cause = Causes.of(root);
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return root;
  }

  /**
   * Returns the message of the outermost wrapper that adds information, such as the failed line of
   * a page; null if all wrappers have no message, or only name or repeat what they wrap.
   */
  static @Nullable String wrapperOf(Throwable error, Throwable root) {
    String name = root.getClass().getName();
    String rootMessage = Causes.messageOf(root);
    Throwable link = error;
    for (int i = 0; link != null && link != root && i < Causes.MAX_LINKS; i++) {
      String message = Causes.messageOf(link);
      if (message != null && !message.isEmpty() && !repeats(message, name, rootMessage)) {
        return message;
      }
      link = Causes.of(link);
    }
    return null;
  }

  /** Compares only the beginnings, since a message may have any length. */
  private static boolean repeats(String message, String name, @Nullable String rootMessage) {
    String start = start(message, 2_000);
    return start.contains(name)
        || (rootMessage != null
            && !rootMessage.isEmpty()
            && start.contains(start(rootMessage, 200)));
  }

  private static String start(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
