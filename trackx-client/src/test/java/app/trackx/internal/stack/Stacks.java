package app.trackx.internal.stack;

import app.trackx.internal.stack.ServerStackParser.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates exceptions for tests, and returns what the server would see of them. */
final class Stacks {
  private Stacks() {}

  /** Returns a frame {@code com.acme.Shop.method(Shop.java:line)}. */
  static StackTraceElement at(String method, int line) {
    return at("com.acme.Shop", method, "Shop.java", line);
  }

  static StackTraceElement at(String className, String method, @Nullable String file, int line) {
    return new StackTraceElement(className, method, file, line);
  }

  /** Returns numbered frames {@code prefix0:1}, {@code prefix1:2} and so on. */
  static StackTraceElement[] numbered(String prefix, int count) {
    StackTraceElement[] frames = new StackTraceElement[count];
    for (int i = 0; i < count; i++) {
      frames[i] = at(prefix + i, i + 1);
    }
    return frames;
  }

  static StackTraceElement[] concat(StackTraceElement[]... parts) {
    List<StackTraceElement> all = new ArrayList<>();
    for (StackTraceElement[] part : parts) {
      all.addAll(List.of(part));
    }
    return all.toArray(new StackTraceElement[0]);
  }

  static StackTraceElement[] times(int count, StackTraceElement... frames) {
    StackTraceElement[][] parts = new StackTraceElement[count][];
    java.util.Arrays.fill(parts, frames);
    return concat(parts);
  }

  static <T extends Throwable> T with(T error, StackTraceElement... frames) {
    error.setStackTrace(frames);
    return error;
  }

  static StackText format(Throwable error) {
    return StackFormatter.format(CauseChain.of(error));
  }

  /** Returns the frames that the server keeps of an exception, as {@code callee@file:line}. */
  static List<String> seen(Throwable error) {
    return seen(format(error).text());
  }

  static List<String> seen(String text) {
    List<String> frames = new ArrayList<>();
    for (Frame frame : ServerStackParser.parse(text)) {
      frames.add(
          frame.callee() + "@" + frame.file() + ":" + (frame.line() == null ? 0 : frame.line()));
    }
    return frames;
  }

  /**
   * Returns the short callees of all frames that the server finds, including those after the 40th.
   */
  static List<String> methods(String text) {
    List<String> methods = new ArrayList<>();
    for (Frame frame : ServerStackParser.parseAll(text)) {
      methods.add(frame.calleeShort());
    }
    return methods;
  }
}
