package app.trackx.local.internal.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hash by which events are grouped: of their frames, or of type, name and message if there are none. */
public final class Fingerprint {
  private Fingerprint() {}

  public static String of(
      String project,
      int type,
      @Nullable String name,
      @Nullable String message,
      List<StackFrame> frames) {
    StringBuilder text = new StringBuilder(project).append(':');
    if (frames.isEmpty()) {
      text.append(type).append(':').append(orUndefined(name));
      text.append(':').append(orUndefined(message));
    }
    String separator = "";
    for (StackFrame frame : frames.subList(0, Math.min(frames.size(), StackReader.MAX_FRAMES))) {
      text.append(separator).append(frame);
      separator = "\n";
    }
    return Digest.of(text.toString());
  }

  private static String orUndefined(@Nullable String text) {
    return text == null ? "undefined" : text;
  }
}
