package app.trackx.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * The growing text of a stack, with its limits and its fingerprint.
 *
 * <p>The server rejects a stack of more than 131 072 characters; this one ends at half of that, far
 * beyond the 40 frames that determine grouping, which need 33 000 with the longest names. Frames
 * that the server does not see have a share of their own, so that they displace none of these. No
 * line is longer than 1 000 characters: the server's parser takes time quadratic in the length of a
 * line. Confined to one thread.
 */
final class StackLines {
  static final int MAX_FRAMES = 300;
  static final int MAX_LENGTH = 65_536;

  private static final int GROUPED_FRAMES = 40;

  /** The limit for each line, see the class comment. */
  static final int LONGEST_LINE = 1_000;

  private static final int MAX_UNSEEN_LENGTH = 20_000;

  private final StringBuilder text = new StringBuilder(4_096);
  private final Fingerprint fingerprint = new Fingerprint();
  private @Nullable String topFrame;
  private int frames;
  private int unseenLength;

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
    if (topFrame == null) {
      topFrame = text.substring(from, calleeEnd);
    }
    frames++;
    text.append(')');
  }

  /** Adds a frame that only people see. */
  void unseen(StackTraceElement frame) {
    int before = text.length();
    newLine().append("    at ");
    FrameWriter.appendUnseen(text, frame);
    unseenLength += text.length() - before;
  }

  /** Begins the frames of the place where an error without frames was captured. */
  void captured() {
    newLine().append("    ... no stack trace; captured here:");
    topFrame = null; // the next one says more
  }

  /** Begins the frames that passed on a log record and are no place of it. */
  void relayed() {
    newLine().append("    ... logged elsewhere; passed on here:");
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

  /** Returns whether there is room for another frame that only people see. */
  boolean hasRoomForUnseen() {
    return unseenLength <= MAX_UNSEEN_LENGTH && !full();
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
