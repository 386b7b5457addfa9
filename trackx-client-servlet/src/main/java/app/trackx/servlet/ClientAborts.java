package app.trackx.servlet;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Tells when it was the client who went away: by the class names in the chain of causes, by what the
 * operating system says of a connection that is gone, or, since it may say that in any language, by the
 * frames: the container reads from a socket, or writes to one.
 *
 * <p>The same words stand in the error of a connection to a database or another server, which is a
 * failure. Those frames tell apart, too: what comes out of a socket of the JDK's was called by the
 * container, or by somebody else.
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

  /** In the names of classes by which a container or the JDK connects to somebody itself. */
  private static final String[] OUTGOING = {
    ".client.", ".outbound.", ".tribes.", ".net.http.", "sun.net.www.",
  };

  private static final int MAX_LINKS = 32;

  private final ClassNames classes;

  ClientAborts(List<String> classNames) {
    this.classes = new ClassNames(classNames);
  }

  boolean isAbort(Throwable error) {
    Throwable link = error;
    for (int i = 0; link != null && i < MAX_LINKS; i++) {
      if (classes.match(link) || isConnectionGone(link)) {
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
    StackTraceElement[] frames = framesOf(error);
    int caller = 0; // of the JDK
    boolean moved = false;
    while (caller < frames.length && isOfJdk(frames[caller].getClassName())) {
      moved |= isTransfer(frames[caller]);
      caller++;
    }
    if (caller == 0 || caller == frames.length) {
      return saysSo(error); // no socket of the JDK's is to be seen, or nobody who called it
    }
    return isOfContainer(frames, caller) && (saysSo(error) || (moved && isOfSystem(error)));
  }

  private static boolean saysSo(Throwable error) {
    String message = Failures.messageOf(error);
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

  /** Whether it is what the JDK makes of an error of the operating system's: no timeout, say. */
  private static boolean isOfSystem(Throwable error) {
    String name = error.getClass().getName();
    return name.equals("java.io.IOException") || name.equals("java.net.SocketException");
  }

  /** Whether a socket is read or written there. */
  private static boolean isTransfer(StackTraceElement frame) {
    String name = frame.getClassName();
    String method = frame.getMethodName();
    return (name.startsWith("sun.nio.ch.") || name.startsWith("java.net."))
        && name.contains("Socket")
        && (method.contains("rite") || method.contains("ead"));
  }

  /** Whether a container called the JDK, and for a connection that was made to it. */
  private static boolean isOfContainer(StackTraceElement[] frames, int caller) {
    if (!startsWith(CONTAINERS, frames[caller].getClassName())) {
      return false;
    }
    for (StackTraceElement frame : frames) {
      String name = frame.getClassName();
      if (!isOfJdk(name) && !startsWith(CONTAINERS, name)) {
        return true; // the application, whatever the container did before it
      }
      for (String outgoing : OUTGOING) {
        if (name.contains(outgoing)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean startsWith(String[] prefixes, String name) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
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

  private static StackTraceElement[] framesOf(Throwable error) {
    try {
      StackTraceElement[] frames = error.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (Throwable failedInUserCode) {
      return new StackTraceElement[0];
    }
  }
}
