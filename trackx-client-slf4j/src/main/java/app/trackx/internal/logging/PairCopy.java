package app.trackx.internal.logging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that were logged beside one message, as they are at that moment: they may change later,
 * they may be others on another thread, and one that hangs must hang here, as it does for every
 * appender, and not the delivery of all errors.
 *
 * <p>Bounded as a whole, since it is made on the thread that logs and waits in memory then; an event
 * has room for far less.
 */
final class PairCopy {
  /** Entries of all maps and lists together. */
  private static final int MOST = 1_000;

  private static final int MOST_OF_ONE = 100;
  private static final int DEPTH = 4;

  /** What the client cuts other texts at. */
  private static final int LONGEST_TEXT = 32 * 1024;

  /** After so many characters nothing more is copied. */
  private static final int CHARACTERS = 8 * LONGEST_TEXT;

  private int entriesLeft = MOST;
  private int charactersLeft = CHARACTERS;

  /** Whether there is room for one entry more, which it then has. */
  boolean takeRoom() {
    return charactersLeft > 0 && entriesLeft-- > 0;
  }

  /** A key, or another name. */
  String text(@Nullable Object value) {
    String text = cut(String.valueOf(value));
    charactersLeft -= text.length();
    return text;
  }

  /** A text without what no event has room for. */
  static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  @Nullable
  Object asOfNow(@Nullable Object value) {
    return asOfNow(value, DEPTH);
  }

  private @Nullable Object asOfNow(@Nullable Object value, int depth) {
    if (value == null || value instanceof Boolean || isNumberOfTheJdk(value)) {
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

  private static boolean isNumberOfTheJdk(Object value) {
    String name = value.getClass().getName();
    return value instanceof Number
        && (name.startsWith("java.lang.") || name.startsWith("java.math."));
  }

  private Map<String, @Nullable Object> map(Map<?, ?> source, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      if (copy.size() == MOST_OF_ONE || !takeRoom()) {
        break;
      }
      copy.put(text(entry.getKey()), asOfNow(entry.getValue(), depth));
    }
    return copy;
  }

  private List<@Nullable Object> list(Collection<?> source, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object element : source) {
      if (copy.size() == MOST_OF_ONE || !takeRoom()) {
        break;
      }
      copy.add(asOfNow(element, depth));
    }
    return copy;
  }
}
