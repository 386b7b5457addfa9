package app.trackx.local;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The number of bytes of JSON that the real server would store for an event: its properties, the parsed frames, and data
 * derived from the user agent. The server accepts an event that exceeds 1 MiB and then drops it. Exact except for a few
 * dozen bytes of user agent data.
 */
final class StoredSize {
  private static final int ENVELOPE = 120;
  private static final int MEMBERS = 90;

  private StoredSize() {}

  static long of(EventFields fields, List<Frame> frames, Visitor visitor, String page) {
    long size = ENVELOPE + MEMBERS + value(fields.meta) + value(page);
    size += value(fields.name) + value(fields.message) + value(fields.stack);
    size += value(visitor.operatingSystem());
    for (Frame frame : frames) {
      size += MEMBERS - 20 + value(frame.calleeShort());
      size += value(frame.file()) + value(frame.fileRelative());
    }
    return size;
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
      size += bytes(text.charAt(i));
    }
    return size;
  }

  /** Returns the size of a character in JSON; for a surrogate, half of the four bytes of its pair. */
  private static int bytes(char c) {
    if (c < ' ') {
      return "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
