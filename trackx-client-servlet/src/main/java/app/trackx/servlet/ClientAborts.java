package app.trackx.servlet;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A detector for client aborts. It looks at the class names in the chain of causes, at the
 * operating system's message for a lost connection and, since that message may be in any language,
 * at the stack: the container reads from a socket or writes to one. Undertow notices many aborts
 * before it uses the socket, and throws exceptions of its own, without a class by which to recognize
 * them; the stack shows that it was about to transfer a request or response.
 *
 * <p>A lost connection to a database or another server has the same message, but is a failure. The
 * stack tells these apart too: the JDK's socket was called either by the container or by other
 * code.
 */
final class ClientAborts {
  static final List<String> DEFAULT_CLASSES = Collections.unmodifiableList(Arrays.asList(
      "org.apache.catalina.connector.ClientAbortException",
      "org.apache.coyote.CloseNowException",
      "org.eclipse.jetty.io.EofException",
      "org.springframework.web.context.request.async.AsyncRequestNotUsableException"));

  /** In lower case. The messages of Windows are in English, as the JDK has them. */
  private static final String[] ABORT_MESSAGES = {
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

  /**
   * Codes of Undertow's messages, which may be in any language: the peer closed the connection before
   * the body or the form was complete, or reset the stream.
   */
  private static final String[] UNDERTOW_CODES = {"UT000128:", "UT000036:", "UT000103:"};

  private static final String UNDERTOW = "io.undertow.";
  private static final String XNIO = "org.xnio.";

  /** The classes by which an application reads a request and writes a response. */
  private static final String UNDERTOW_SERVLET = "io.undertow.servlet.";

  /** Parts of class names by which a container or the JDK opens connections itself. */
  private static final String[] OUTGOING = {
    ".client.", ".outbound.", ".tribes.", ".net.http.", "sun.net.www.",
  };

  private final ExceptionNames classes;

  ClientAborts(List<String> classNames) {
    this.classes = new ExceptionNames(classNames);
  }

  boolean isAbort(Throwable error) {
    Throwable link = error;
    for (int i = 0; link != null && i < Causes.MAX_LINKS; i++) {
      if (classes.match(link) || isConnectionGone(link)) {
        return true;
      }
      link = Causes.of(link);
    }
    return false;
  }

  private static boolean isConnectionGone(Throwable error) {
    if (!(error instanceof IOException)) {
      return false;
    }
    StackTraceElement[] frames = framesOf(error);
    int caller = 0; // index of the frame that called the JDK
    boolean transfers = false;
    while (caller < frames.length && isJdk(frames[caller].getClassName())) {
      transfers |= isTransfer(frames[caller]);
      caller++;
    }
    if (isGoneForUndertow(error, frames, caller)) {
      return true;
    }
    if (caller == 0 || caller == frames.length) {
      return hasAbortMessage(error); // the stack shows no JDK socket, or no caller of it
    }
    return isIncoming(frames, caller)
        && (hasAbortMessage(error) || (transfers && isSystemError(error)));
  }

  private static boolean isGoneForUndertow(
      Throwable error, StackTraceElement[] frames, int caller) {
    return caller < frames.length
        && isOfUndertow(frames[caller].getClassName())
        && (error.getClass().getName().equals("java.nio.channels.ClosedChannelException")
            || hasUndertowCode(error))
        && isIncoming(frames, caller)
        && isByServlet(frames, caller);
  }

  private static boolean isOfUndertow(String className) {
    return className.startsWith(UNDERTOW) || className.startsWith(XNIO);
  }

  private static boolean hasUndertowCode(Throwable error) {
    String message = Causes.messageOf(error);
    return message != null && startsWith(UNDERTOW_CODES, message);
  }

  /**
   * Returns whether the application called the container for a request or a response, and not for a
   * connection of its own. Below the application, such frames are those of any request.
   */
  private static boolean isByServlet(StackTraceElement[] frames, int caller) {
    for (int i = caller; i < frames.length; i++) {
      String name = frames[i].getClassName();
      if (name.startsWith(UNDERTOW_SERVLET)) {
        return true;
      }
      if (!isJdk(name) && !isOfUndertow(name)) {
        return false;
      }
    }
    return false;
  }

  private static boolean hasAbortMessage(Throwable error) {
    String message = Causes.messageOf(error);
    if (message == null || message.length() > 200) {
      return false;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    for (String gone : ABORT_MESSAGES) {
      if (lower.equals(gone) || lower.startsWith(gone + " ") || lower.endsWith(": " + gone)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the JDK throws this type for an error of the operating system, unlike a
   * timeout.
   */
  private static boolean isSystemError(Throwable error) {
    String name = error.getClass().getName();
    return name.equals("java.io.IOException") || name.equals("java.net.SocketException");
  }

  /** Returns whether the frame reads or writes a socket. */
  private static boolean isTransfer(StackTraceElement frame) {
    String name = frame.getClassName();
    String method = frame.getMethodName();
    return (name.startsWith("sun.nio.ch.") || name.startsWith("java.net."))
        && name.contains("Socket")
        && (method.contains("rite") || method.contains("ead"));
  }

  /** Returns whether a container called the JDK, on a connection that it accepted. */
  private static boolean isIncoming(StackTraceElement[] frames, int caller) {
    if (!startsWith(CONTAINERS, frames[caller].getClassName())) {
      return false;
    }
    for (StackTraceElement frame : frames) {
      String name = frame.getClassName();
      if (!isJdk(name) && !startsWith(CONTAINERS, name)) {
        return true; // the application; the frames that called it do not matter
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

  private static boolean isJdk(String className) {
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
