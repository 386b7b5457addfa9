package app.trackx.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser of stacks that produces the same frames as a TrackX server. The server supports JavaScript stacks.
 * It drops lines that it does not recognize, and turns lines that match by accident into frames.
 *
 * <p>Each line is trimmed and parsed by the first matching rule, as observed on trackx-api 0.41:
 *
 * <ol>
 *   <li>{@code at callee (eval at … (location), …)}, anywhere in the line
 *   <li>{@code at callee (location)}, anywhere in the line, with the space before the parenthesis
 *   <li>{@code callee@location}, if the line does not begin with {@code "at "}
 *   <li>{@code file:line:column} at the start of the line, after any number of {@code at}
 * </ol>
 *
 * <p>A location is {@code file:line:column} or {@code file:line}; anything else is dropped. Parsing takes time
 * linear in the length of the text. Stateless and thread-safe.
 */
public final class StackParser {
  static final int MAX_FRAMES = 40;

  private StackParser() {}

  /**
   * Parses a stack.
   *
   * @param stack the text of an event's {@code stack}; not null, of any length
   * @return an unmodifiable list of the first 40 frames in the order of the text; empty if no line was recognized
   */
  public static List<Frame> parse(String stack) {
    List<Frame> frames = new ArrayList<>();
    int start = 0;
    while (start <= stack.length() && frames.size() < MAX_FRAMES) {
      int end = stack.indexOf('\n', start);
      if (end < 0) {
        end = stack.length();
      }
      Frame frame = StackLine.read(JavaScriptText.trim(stack.substring(start, end)));
      if (frame != null) {
        frames.add(frame);
      }
      start = end + 1;
    }
    return Collections.unmodifiableList(frames);
  }

  static List<Frame> parseNullable(@Nullable String stack) {
    return stack == null ? Collections.emptyList() : parse(stack);
  }
}
