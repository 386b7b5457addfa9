package app.trackx.internal.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parser equivalent to that of the TrackX server; {@code stack-vectors.json} proves it. */
final class ServerStackParser {
  /** The characters that {@code .} matches in JavaScript; Java also excludes U+0085. */
  private static final String ANY = "[^\\n\\r\\u2028\\u2029]";

  private static final String SPACE =
      "\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

  private static final Pattern EVAL = js("at (.+) \\(eval at .+ \\((.+)\\), .+\\)");
  private static final Pattern V8 = js("at (.+) \\((.+)\\)");
  private static final Pattern FIREFOX = js("(.*)@(.*)");
  private static final Pattern BARE = js("^(at[" + SPACE + "]+)*(.+):(\\d+):(\\d+)");
  private static final Pattern LINE_AND_COLUMN = js("(.*):(\\d+):(\\d+)");
  private static final Pattern LINE = js("(.*):(\\d+)");
  private static final Pattern ORIGIN_OR_DRIVE = Pattern.compile("^([a-z]+://[^/]*/|[A-Za-z]:/)");
  private static final Pattern LEADING = Pattern.compile("^[" + SPACE + "]+");
  private static final Pattern TRAILING = Pattern.compile("[" + SPACE + "]+\\z");
  private static final int MAX_FRAMES = 40;

  private ServerStackParser() {}

  /** A frame as the server stores it; null for unknown parts. */
  record Frame(
      String callee,
      String calleeShort,
      String file,
      String fileRelative,
      @Nullable Integer line,
      @Nullable Integer column) {}

  /** Returns the frames that the server keeps, and groups by. */
  static List<Frame> parse(String stack) {
    List<Frame> frames = parseAll(stack);
    return frames.subList(0, Math.min(MAX_FRAMES, frames.size()));
  }

  /** Returns the frames that the server finds before it truncates them to 40. */
  static List<Frame> parseAll(String stack) {
    List<Frame> frames = new ArrayList<>();
    for (String line : stack.split("\n", -1)) {
      Frame frame = frame(trim(line));
      if (frame != null) {
        frames.add(frame);
      }
    }
    return frames;
  }

  /** Returns the input of the server's hash that identifies the issue of an event. */
  static String grouping(String stack) {
    StringBuilder all = new StringBuilder();
    for (Frame frame : parse(stack)) {
      all.append(frame.callee).append('@').append(frame.file).append(':').append(frame.line);
      all.append(':').append(frame.column).append('\n');
    }
    return all.toString();
  }

  private static @Nullable Frame frame(String line) {
    Matcher matcher = EVAL.matcher(line);
    boolean named = matcher.find();
    if (!named) {
      matcher = V8.matcher(line);
      named = matcher.find();
    }
    if (!named && !line.startsWith("at ")) {
      matcher = FIREFOX.matcher(line);
      named = matcher.find();
    }
    if (named) {
      return located(matcher.group(1), matcher.group(2));
    }
    Matcher bare = BARE.matcher(line);
    return bare.find() ? frame("", bare.group(2), bare.group(3), bare.group(4)) : null;
  }

  private static Frame located(String callee, String location) {
    Matcher matcher = LINE_AND_COLUMN.matcher(location);
    if (matcher.find()) {
      return frame(callee, matcher.group(1), matcher.group(2), matcher.group(3));
    }
    matcher = LINE.matcher(location);
    return matcher.find()
        ? frame(callee, matcher.group(1), matcher.group(2), null)
        : frame(callee, "", null, null);
  }

  private static Frame frame(
      String callee, String path, @Nullable String line, @Nullable String column) {
    String file = path.replace('\\', '/');
    return new Frame(
        callee,
        callee.substring(callee.lastIndexOf('.') + 1),
        file,
        ORIGIN_OR_DRIVE.matcher(file).replaceFirst(""),
        number(line),
        number(column));
  }

  private static @Nullable Integer number(@Nullable String digits) {
    if (digits == null) {
      return null;
    }
    int value = Integer.parseInt(digits);
    return value == 0 ? null : value;
  }

  private static String trim(String line) {
    return TRAILING.matcher(LEADING.matcher(line).replaceFirst("")).replaceFirst("");
  }

  private static Pattern js(String regex) {
    return Pattern.compile(regex.replace(".", ANY));
  }
}
