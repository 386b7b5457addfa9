package app.trackx.internal.stack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of Project Reactor, and the places that one of its checkpoints names.
 *
 * <p>A stack trace shows the operators of a flow from the inside, and rarely the code that put them
 * together. A checkpoint names that: the line, if Reactor was told to record it, and in Spring
 * WebFlux the method that handles the request. Other descriptions are not used, since they may
 * contain anything, such as the path of the request.
 */
final class ReactorFrames {
  private static final StackTraceElement[] NONE = {};

  private static final String HANDLER = "Handler ";
  private static final String OF_DISPATCHER = " [DispatcherHandler]";
  private static final String SITE = "\u21e2 at ";

  /** The number of characters of a message that are searched for sites. */
  private static final int MAX_MESSAGE = 20_000;

  private ReactorFrames() {}

  /** Returns true for a class of Reactor, or of the network library that signals it. */
  static boolean isOfReactor(String className) {
    return className.startsWith("reactor.") || className.startsWith("io.netty.");
  }

  /**
   * Returns the position of the first frame below {@code from} in which an application subscribes to
   * a flow, or waits for it, on the same thread; {@code total} if there is none.
   */
  static int callerBelow(StackTraceElement[] all, int total, int from) {
    for (int i = from + 1; i < total; i++) {
      String name = all[i].getClassName();
      if (isFlow(all[i - 1].getClassName())
          && !isOfReactor(name)
          && !JdkFrames.isOfJdk(name)
          && !name.startsWith("org.springframework.")) {
        return i;
      }
    }
    return total;
  }

  private static boolean isFlow(String className) {
    return className.equals("reactor.core.publisher.Mono")
        || className.equals("reactor.core.publisher.Flux")
        || className.equals("reactor.core.publisher.ParallelFlux")
        || className.equals("reactor.core.publisher.ConnectableFlux");
  }

  /**
   * Returns the places that a checkpoint names, as frames: the innermost line of the application that
   * assembled an operator, and the handler of the request.
   *
   * @param message that of the exception that Reactor adds at a checkpoint
   * @return none, one or two
   */
  static StackTraceElement[] sites(@Nullable String message) {
    if (message == null) {
      return NONE;
    }
    List<StackTraceElement> sites = new ArrayList<StackTraceElement>(2);
    int end = Math.min(message.length(), MAX_MESSAGE);
    StackTraceElement line = null;
    StackTraceElement handler = null;
    int from = 0;
    while (from < end) {
      int newLine = message.indexOf('\n', from);
      int to = newLine < 0 || newLine > end ? end : newLine;
      String text = message.substring(from, to);
      line = line == null ? assembly(text) : line;
      handler = handler == null ? handler(text) : handler;
      from = to + 1;
    }
    if (line != null) {
      sites.add(line);
    }
    if (handler != null) {
      sites.add(handler);
    }
    return sites.toArray(NONE);
  }

  /** Reads {@code *__Mono.map \u21e2 at com.acme.Shop.pay(Shop.java:12)}. */
  private static @Nullable StackTraceElement assembly(String text) {
    int at = text.indexOf(SITE);
    int open = text.indexOf('(', at + 1);
    int colon = text.indexOf(':', open + 1);
    int close = text.indexOf(')', colon + 1);
    int start = at + SITE.length();
    int dot = open < 0 ? -1 : text.lastIndexOf('.', open);
    if (at < 0 || dot <= start || colon < 0 || close < 0) {
      return null;
    }
    String name = text.substring(start, dot);
    if (!isName(name) || isOfReactor(name) || name.startsWith("org.springframework.")) {
      return null;
    }
    int line = number(text, colon + 1, close);
    return new StackTraceElement(
        name, text.substring(dot + 1, open), text.substring(open + 1, colon), line);
  }

  /** Reads {@code *__checkpoint \u21e2 Handler com.acme.Shop#pay(String) [DispatcherHandler]}. */
  private static @Nullable StackTraceElement handler(String text) {
    int end = text.lastIndexOf(OF_DISPATCHER);
    int at = end < 0 ? -1 : text.indexOf(HANDLER);
    if (at < 0 || at + HANDLER.length() >= end) {
      return null;
    }
    String handler = text.substring(at + HANDLER.length(), end);
    int sharp = handler.indexOf('#');
    int open = handler.indexOf('(', sharp + 1);
    String name = sharp < 0 ? upTo(handler, "@ ") : handler.substring(0, sharp);
    String method = sharp < 0 || open < 0 ? "handle" : handler.substring(sharp + 1, open);
    String stable = ClassNames.stable(name);
    return isName(stable) && isName(method)
        ? new StackTraceElement(stable, method, null, -1)
        : null;
  }

  private static String upTo(String text, String ends) {
    int i = 0;
    while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return text.substring(0, i);
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isJavaIdentifierPart(c) && c != '.' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Returns the number between two positions; -1 if there is none. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || number > 1_000_000) {
        return -1;
      }
      number = 10 * number + c - '0';
    }
    return to > from ? number : -1;
  }
}
