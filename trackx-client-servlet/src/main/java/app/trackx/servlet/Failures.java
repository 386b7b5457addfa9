package app.trackx.servlet;

import jakarta.servlet.ServletException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what is a failure of the application: not that a client went away, and not what an exception
 * makes the client's fault, by carrying a status of 4xx.
 */
final class Failures {
  private static final int MAX_LINKS = 32;
  private static final String SPRINGS_TIMEOUT =
      "org.springframework.web.context.request.async.AsyncRequestTimeoutException";

  private final ClientAborts aborts;
  private final ClassNames ignored;
  private final ClassNames kept;

  Failures(List<String> aborts, List<String> ignored, List<String> kept) {
    this.aborts = new ClientAborts(aborts);
    this.ignored = new ClassNames(ignored);
    this.kept = new ClassNames(kept);
  }

  /** Of what {@link #rootOf} gives. */
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

  /** Whether it says no more than that a request timed out: Spring throws it where the container calls. */
  static boolean isTimeout(Throwable error) {
    return error.getClass().getName().equals(SPRINGS_TIMEOUT);
  }

  /** What a {@code ServletException} wraps, or the error itself. */
  static Throwable rootOf(Throwable error) {
    Throwable root = error;
    for (int i = 0; root instanceof ServletException && i < MAX_LINKS; i++) {
      Throwable cause = causeOf(root);
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return root;
  }

  /**
   * What the outermost wrapper says that says something of its own, such as which line of a page failed;
   * null if all are silent, or name or repeat what they wrap.
   */
  static @Nullable String wrapperOf(Throwable error, Throwable root) {
    String name = root.getClass().getName();
    String said = messageOf(root);
    Throwable link = error;
    for (int i = 0; link != null && link != root && i < MAX_LINKS; i++) {
      String message = messageOf(link);
      if (message != null && !message.isEmpty() && !repeats(message, name, said)) {
        return message;
      }
      link = causeOf(link);
    }
    return null;
  }

  /** Looks at the beginnings alone: a message may be of any length. */
  private static boolean repeats(String message, String name, @Nullable String said) {
    String start = start(message, 2_000);
    return start.contains(name)
        || (said != null && !said.isEmpty() && start.contains(start(said, 200)));
  }

  private static String start(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  static @Nullable Throwable causeOf(Throwable error) {
    try {
      return error.getCause();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }
}
