package app.trackx.local.internal.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parser of stacks, which reads each line as {@link StackLine} does. Takes time linear in the length of the text. */
public final class StackReader {
  static final int MAX_FRAMES = 40;

  private StackReader() {}

  /** Returns the first 40 frames of a stack, in an unmodifiable list. */
  public static List<StackFrame> read(String stack) {
    List<StackFrame> frames = new ArrayList<>();
    int start = 0;
    while (start <= stack.length() && frames.size() < MAX_FRAMES) {
      int end = stack.indexOf('\n', start);
      if (end < 0) {
        end = stack.length();
      }
      StackFrame frame = StackLine.read(JavaScriptText.trim(stack.substring(start, end)));
      if (frame != null) {
        frames.add(frame);
      }
      start = end + 1;
    }
    return Collections.unmodifiableList(frames);
  }

  /** Returns the frames of a stack; none if it is null. */
  public static List<StackFrame> readNullable(@Nullable String stack) {
    return stack == null ? Collections.emptyList() : read(stack);
  }
}
