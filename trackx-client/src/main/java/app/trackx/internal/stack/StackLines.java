package app.trackx.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * The growing text of a stack, with its limits and its fingerprint.
 *
 * <p>The server rejects a stack of more than 131 072 characters; this one ends at half of that, far
 * beyond the 40 frames that determine grouping, which need 33 000 with the longest names. Confined
 * to one thread.
 */
final class StackLines {
  static final int MAX_FRAMES = 300;
  static final int MAX_LENGTH = 65_536;

  private static final int GROUPED_FRAMES = 40;
  private static final int LONGEST_LINE = 1_200;

  private final StringBuilder text = new StringBuilder(4_096);
  private final Fingerprint fingerprint = new Fingerprint();
  private @Nullable String topFrame;
  private int frames;

  void header(String prefix, String className, String suffix) {
    newLine().append(prefix).append(ClassNames.header(className)).append(suffix);
  }

  /** Adds a frame that the server parses. */
  void seen(StackTraceElement frame) {
    newLine().append("    at ");
    int from = text.length();
    int calleeEnd = FrameWriter.appendSeen(text, frame);
    if (frames < GROUPED_FRAMES) {
      fingerprint.add(text, from, text.length());
    }
    if (frames == 0) {
      topFrame = text.substring(from, calleeEnd);
    }
    frames++;
    text.append(')');
  }

  /** Adds a frame that only people see. */
  void unseen(StackTraceElement frame) {
    newLine().append("    at ");
    FrameWriter.appendUnseen(text, frame);
  }

  void repeated(int count, int times) {
    newLine().append("    ... last ").append(count).append(count == 1 ? " frame" : " frames");
    text.append(" repeated ").append(times).append(" times");
  }

  /** Adds a line such as {@code ... 3 frames left out}; none for a count of 0. */
  void note(int count, String what, String fate) {
    if (count > 0) {
      newLine().append("    ... ").append(count).append(' ').append(what);
      text.append(count == 1 ? "" : "s").append(fate.isEmpty() ? "" : " ").append(fate);
    }
  }

  int roomForFrames() {
    return MAX_FRAMES - frames;
  }

  /** Returns whether there is no room for another frame or header; notes always fit. */
  boolean full() {
    return text.length() > MAX_LENGTH - 2 * LONGEST_LINE;
  }

  StackText finish() {
    return new StackText(text.toString(), fingerprint.hex(), topFrame);
  }

  private StringBuilder newLine() {
    return text.length() == 0 ? text : text.append('\n');
  }
}
