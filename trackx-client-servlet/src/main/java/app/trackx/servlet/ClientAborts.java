package app.trackx.servlet;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells when it was the client who went away: by the class names in the chain of causes, or by what the
 * operating system says of a connection that is gone.
 *
 * <p>The same words stand in the error of a connection to a database or another server, which is a
 * failure. Those frames tell apart: what comes out of a socket of the JDK's was called by the container,
 * or by somebody else.
 */
final class ClientAborts {
  static final List<String> DEFAULT_CLASSES = Collections.unmodifiableList(Arrays.asList(
      "org.apache.catalina.connector.ClientAbortException",
      "org.apache.coyote.CloseNowException",
      "org.eclipse.jetty.io.EofException",
      "org.springframework.web.context.request.async.AsyncRequestNotUsableException"));

  /** In lower case; Windows' own as the JDK has it in English. */
  private static final String[] GONE = {
    "broken pipe",
    "connection reset",
    "connection reset by peer",
    "an established connection was aborted by the software in your host machine",
    "an existing connection was forcibly closed by the remote host",
  };

  private static final String[] CONTAINERS = {
    "org.apache.catalina.",
    "org.apache.coyote.",
    "org.apache.tomcat.util.net.",
    "org.eclipse.jetty.",
    "io.undertow.",
    "org.xnio.",
    "org.glassfish.grizzly.",
    "com.ibm.ws.",
    "weblogic.",
  };

  private static final int MAX_LINKS = 32;

  private final ClassNames classes;

  ClientAborts(List<String> classNames) {
    this.classes = new ClassNames(classNames);
  }

  boolean isAbort(Throwable error) {
    Throwable link = error;
    for (int i = 0; link != null && i < MAX_LINKS; i++) {
      if (classes.match(link) || (isConnectionGone(link) && isOfContainer(link))) {
        return true;
      }
      link = Failures.causeOf(link);
    }
    return false;
  }

  private static boolean isConnectionGone(Throwable error) {
    if (!(error instanceof IOException)) {
      return false;
    }
    String message = messageOf(error);
    if (message == null || message.length() > 200) {
      return false;
    }
    String said = message.toLowerCase(Locale.ROOT);
    for (String gone : GONE) {
      if (said.equals(gone) || said.startsWith(gone + " ") || said.endsWith(": " + gone)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a container called the socket; true if no socket of the JDK's is to be seen. */
  private static boolean isOfContainer(Throwable error) {
    StackTraceElement[] frames = framesOf(error);
    int i = 0;
    while (i < frames.length && isOfJdk(frames[i].getClassName())) {
      i++;
    }
    if (i == 0 || i == frames.length) {
      return true;
    }
    for (String container : CONTAINERS) {
      if (frames[i].getClassName().startsWith(container)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfJdk(String className) {
    return className.startsWith("java.")
        || className.startsWith("sun.")
        || className.startsWith("jdk.")
        || className.startsWith("javax.net.");
  }

  private static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  private static StackTraceElement[] framesOf(Throwable error) {
    try {
      StackTraceElement[] frames = error.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (Throwable failedInUserCode) {
      return new StackTraceElement[0];
    }
  }
}
