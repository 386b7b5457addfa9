package app.trackx.internal.logging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the values that were logged with one message. Values are copied at once: they may
 * change later, they may differ on another thread, and one that hangs must block here, as it does
 * for every appender, and not the delivery of all events.
 *
 * <p>The copy is bounded as a whole, since it is made on the logging thread and then held in
 * memory; an event has room for far less.
 */
final class PairCopy {
  /** Maximum entries of all maps and lists together. */
  private static final int MAX_ENTRIES = 1_000;

  private static final int MAX_ENTRIES_OF_ONE = 100;
  private static final int MAX_DEPTH = 4;

  /** Length at which the client truncates other texts. */
  private static final int MAX_TEXT = 32 * 1024;

  /** Characters after which nothing more is copied. */
  private static final int MAX_CHARACTERS = 8 * MAX_TEXT;

  private int entriesLeft = MAX_ENTRIES;
  private int charactersLeft = MAX_CHARACTERS;

  /** Reserves room for one more entry, and returns whether there was any. */
  boolean reserveEntry() {
    return charactersLeft > 0 && entriesLeft-- > 0;
  }

  /** Copies a key or another name. */
  String text(@Nullable Object value) {
    String text = truncate(String.valueOf(value));
    charactersLeft -= text.length();
    return text;
  }

  /** Truncates a text to the length that an event has room for. */
  static String truncate(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  @Nullable
  Object snapshot(@Nullable Object value) {
    return snapshot(value, MAX_DEPTH);
  }

  private @Nullable Object snapshot(@Nullable Object value, int depth) {
    if (value == null || value instanceof Boolean || isJdkNumber(value)) {
      return value;
    }
    try {
      if (depth > 0 && value instanceof Map) {
        return map((Map<?, ?>) value, depth - 1);
      }
      if (depth > 0 && value instanceof Collection) {
        return list((Collection<?>) value, depth - 1);
      }
      return text(value);
    } catch (Throwable failedInUserCode) {
      return "[failed: " + failedInUserCode.getClass().getName() + "]";
    }
  }

  private static boolean isJdkNumber(Object value) {
    String name = value.getClass().getName();
    return value instanceof Number
        && (name.startsWith("java.lang.") || name.startsWith("java.math."));
  }

  private Map<String, @Nullable Object> map(Map<?, ?> source, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      if (copy.size() == MAX_ENTRIES_OF_ONE || !reserveEntry()) {
        break;
      }
      copy.put(text(entry.getKey()), snapshot(entry.getValue(), depth));
    }
    return copy;
  }

  private List<@Nullable Object> list(Collection<?> source, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object element : source) {
      if (copy.size() == MAX_ENTRIES_OF_ONE || !reserveEntry()) {
        break;
      }
      copy.add(snapshot(element, depth));
    }
    return copy;
  }
}
