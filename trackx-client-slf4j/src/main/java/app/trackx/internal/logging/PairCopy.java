package app.trackx.internal.logging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that was logged beside a message, as it is at that moment: it may change later, it may be
 * another on another thread, and one that hangs must hang here, as it does for every appender, and
 * not the delivery of all errors.
 */
final class PairValue {
  private static final int MOST = 100;
  private static final int DEPTH = 4;

  private PairValue() {}

  static @Nullable Object asOfNow(@Nullable Object value) {
    return asOfNow(value, DEPTH);
  }

  private static @Nullable Object asOfNow(@Nullable Object value, int depth) {
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || isNumberOfTheJdk(value)) {
      return value;
    }
    try {
      if (depth > 0 && value instanceof Map) {
        return map((Map<?, ?>) value, depth - 1);
      }
      if (depth > 0 && value instanceof Collection) {
        return list((Collection<?>) value, depth - 1);
      }
      return String.valueOf(value);
    } catch (Throwable failedInUserCode) {
      return "[failed: " + failedInUserCode.getClass().getName() + "]";
    }
  }

  private static boolean isNumberOfTheJdk(Object value) {
    String name = value.getClass().getName();
    return value instanceof Number
        && (name.startsWith("java.lang.") || name.startsWith("java.math."));
  }

  private static Map<String, @Nullable Object> map(Map<?, ?> source, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      if (copy.size() == MOST) {
        break;
      }
      copy.put(String.valueOf(entry.getKey()), asOfNow(entry.getValue(), depth));
    }
    return copy;
  }

  private static List<@Nullable Object> list(Collection<?> source, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object element : source) {
      if (copy.size() == MOST) {
        break;
      }
      copy.add(asOfNow(element, depth));
    }
    return copy;
  }
}
