package app.trackx.local.internal.api;

import app.trackx.local.internal.stack.JavaScriptNumber;
import app.trackx.local.internal.stack.StackFrame;
import app.trackx.local.internal.store.EventFields;
import app.trackx.local.internal.store.Visitor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of bytes of JSON that the real server would store for an event: its properties, the parsed frames, and data
 * derived from the user agent. The server accepts an event that exceeds 1 MiB and then drops it. Exact for a project whose
 * number has one digit.
 */
final class StoredSize {
  private static final int ENVELOPE =
      "{'project_id':1,'ts':1700000000000,'type':,'data':{'meta':}}".length();

  private StoredSize() {}

  static long of(EventFields fields, List<StackFrame> frames, Visitor visitor, String page) {
    long size = ENVELOPE + value(fields.type) + value(fields.meta);
    size += member("name", fields.name) + member("message", fields.message) + member("uri", page);
    size += member("stack_raw", fields.stack);
    size += agent("os", "os_v", visitor.agent().os());
    size += agent("agent", "agent_v", visitor.agent().browser());
    if (!frames.isEmpty()) {
      size += member("stack", "");
      for (StackFrame frame : frames) {
        size += frame(frame) + 1;
      }
      size--; // no comma after the last frame
    }
    if (!fields.properties().containsKey("meta")) {
      size -= ",'meta':{}".length();
    }
    return size;
  }

  private static long frame(StackFrame frame) {
    return "{}".length()
        - 1 // no comma before the first member
        + member("file", frame.file())
        + number("line", frame.lineText())
        + number("column", frame.columnText())
        + member("callee", frame.calleeShort())
        + member("fileRelative", frame.fileRelative());
  }

  /** Returns the size of a name and a version, which are separated by a space. */
  private static long agent(String name, String version, @Nullable String text) {
    if (text == null) {
      return 0;
    }
    int space = text.indexOf(' ');
    return space < 0
        ? member(name, text)
        : member(name, text.substring(0, space)) + member(version, text.substring(space + 1));
  }

  private static long number(String name, String text) {
    boolean missing = text.equals("undefined");
    boolean finite = !text.equals("Infinity"); // which JSON writes as null
    return missing ? 0 : ",'':".length() + name.length() + (finite ? text.length() : 4);
  }

  private static long member(String name, @Nullable String text) {
    return text == null ? 0 : ",'':".length() + name.length() + text(text);
  }

  private static long value(@Nullable Object value) {
    if (value instanceof String) {
      return text((String) value);
    }
    if (value instanceof Map) {
      Map<?, ?> map = (Map<?, ?>) value;
      return sum(map.keySet()) + sum(map.values()) - (map.isEmpty() ? 2 : 1); // one pair of braces
    }
    if (value instanceof List) {
      return sum((List<?>) value);
    }
    if (value instanceof Number) {
      double number = ((Number) value).doubleValue();
      return Double.isInfinite(number) ? 4 : JavaScriptNumber.text(number).length();
    }
    return String.valueOf(value).length();
  }

  private static long sum(Collection<?> values) {
    long sum = 2;
    for (Object value : values) {
      sum += value(value) + 1;
    }
    return values.isEmpty() ? sum : sum - 1;
  }

  private static long text(String text) {
    long size = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1));
      size += pair ? 4 : bytes(c);
      i += pair ? 1 : 0;
    }
    return size;
  }

  /** Returns the size of a character in JSON, where a surrogate without its other half is escaped. */
  private static int bytes(char c) {
    if (c < ' ') {
      return "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    if (Character.isSurrogate(c)) {
      return 6;
    }
    return c < 0x800 ? 2 : 3;
  }
}
