package app.trackx.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bound on long texts in the intake. The intake is bounded by number, but a few hundred
 * messages of a megabyte would still fill the application's heap. Thread-safe and lock-free.
 */
public final class TextBudget {
  /** Characters: 4 or 8 MiB. */
  public static final long MOST = 4 * 1024 * 1024;

  /** More entries than an adapter copies into one event. */
  private static final int MOST_ENTRIES = 2_000;

  private TextBudget() {}

  /**
   * Returns the number of characters of a text, or of all texts in a copy made by an adapter, which
   * consists of plain maps and lists. Other objects are not inspected: that would run application
   * code.
   */
  public static int charactersOf(@Nullable Object value) {
    if (value instanceof String) {
      return ((String) value).length();
    }
    if (value == null || (!isMap(value) && !isList(value))) {
      return 0;
    }
    try {
      return (int) Math.min(Integer.MAX_VALUE, count(value, new int[] {MOST_ENTRIES}));
    } catch (RuntimeException changedMeanwhile) {
      return 0; // modified concurrently, so it is not a copy
    }
  }

  private static long count(@Nullable Object value, int[] entriesLeft) {
    if (value instanceof String) {
      return ((String) value).length();
    }
    if (value == null) {
      return 0;
    }
    long sum = 0;
    if (isMap(value)) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        if (entriesLeft[0]-- <= 0) {
          break;
        }
        sum += count(entry.getKey(), entriesLeft) + count(entry.getValue(), entriesLeft);
      }
    } else if (isList(value)) {
      for (Object element : (Iterable<?>) value) {
        if (entriesLeft[0]-- <= 0) {
          break;
        }
        sum += count(element, entriesLeft);
      }
    }
    return sum;
  }

  private static boolean isMap(Object value) {
    return value.getClass() == LinkedHashMap.class;
  }

  private static boolean isList(Object value) {
    return value.getClass() == ArrayList.class;
  }
}
