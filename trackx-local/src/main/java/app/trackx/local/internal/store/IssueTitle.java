package app.trackx.local.internal.store;

import app.trackx.local.internal.stack.Frameworks;
import app.trackx.local.internal.stack.StackFrame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts that tell an issue apart from others of the same exception class, clipped to a line. */
public final class IssueTitle {
  private static final int MAX_TEXT = 200;

  private final @Nullable String template;
  private final @Nullable String callee;
  private final @Nullable String place;

  private IssueTitle(@Nullable String template, @Nullable StackFrame culprit) {
    this.template = template;
    this.callee = culprit == null ? null : clipped(culprit.callee());
    this.place = culprit == null ? null : clipped(placeOf(culprit));
  }

  static IssueTitle of(Map<String, @Nullable Object> meta, List<StackFrame> frames) {
    return new IssueTitle(templateOf(meta), Frameworks.culprit(frames));
  }

  /** Returns the template of a log message. An exception that was logged has a message of its own. */
  private static @Nullable String templateOf(Map<String, @Nullable Object> meta) {
    Object template = meta.get("template");
    return template instanceof String && !meta.containsKey("log")
        ? clipped((String) template)
        : null;
  }

  private static String placeOf(StackFrame frame) {
    String file = frame.fileRelative();
    String name = file.substring(file.lastIndexOf('/') + 1);
    return frame.line() == null ? name : name + ':' + frame.line();
  }

  private static String clipped(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  /** Returns the log message without its parameters; null if the event is not a log message or has no template. */
  public @Nullable String template() {
    return template;
  }

  /** Returns the method of the {@linkplain Frameworks#culprit culprit}; null if there are no frames. */
  public @Nullable String callee() {
    return callee;
  }

  /** Returns file name and line of the culprit; null if there are no frames. */
  public @Nullable String place() {
    return place;
  }
}
