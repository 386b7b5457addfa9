package app.trackx.local;

import app.trackx.local.internal.stack.StackReader;
import java.util.List;

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
  private StackParser() {}

  /**
   * Parses a stack.
   *
   * @param stack the text of an event's {@code stack}; not null, of any length
   * @return an unmodifiable list of the first 40 frames in the order of the text; empty if no line was recognized
   */
  public static List<Frame> parse(String stack) {
    return Frame.of(StackReader.read(stack));
  }
}
