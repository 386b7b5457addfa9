package app.trackx.internal.json;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Converter of arbitrary meta values into JSON types: strings, numbers, booleans, nulls, lists and
 * maps, all copied.
 *
 * <p>The input may be cyclic, huge, modified concurrently, or throw from any method. The output is
 * none of that and is bounded in depth, entries and bytes; values that do not fit are omitted. As a
 * result, a queued event keeps no object of the application reachable. One instance makes one copy.
 */
public final class JsonValues {
  static final int MAX_DEPTH = 8;
  static final int MAX_ENTRIES = 1_000;
  static final int MAX_KEY = 200;
  static final int MAX_STRING = 8_192;

  /** The largest integer that the server's JSON numbers represent exactly. */
  private static final long MAX_SAFE = (1L << 53) - 1;

  /** Bytes reserved for quotes, comma, colon and so on around a value. */
  private static final int PUNCTUATION = 6;

  private static final int BRACES = 2;
  private static final String FAILED = "[failed]";

  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
  private int entriesLeft = MAX_ENTRIES;
  private int bytesLeft;

  private final boolean betweenWords;

  private JsonValues(int maxBytes, boolean betweenWords) {
    this.betweenWords = betweenWords;
    this.bytesLeft = maxBytes - BRACES;
  }

  /** Returns a plain, mutable copy of {@code meta} that takes at most {@code maxBytes} as JSON. */
  public static Map<String, @Nullable Object> copyOf(Map<?, ?> meta, int maxBytes) {
    return new JsonValues(maxBytes, false).map(meta, 0);
  }

  /**
   * Returns the same copy with long texts cut between words, so that a scrubber recognizes the last
   * word.
   */
  public static Map<String, @Nullable Object> wholeWordsOf(Map<?, ?> meta, int maxBytes) {
    return new JsonValues(maxBytes, true).map(meta, 0);
  }

  /** Returns the last elements of a list of JSON types that take at most {@code maxBytes} as JSON. */
  public static List<@Nullable Object> newest(List<?> elements, int maxBytes) {
    JsonWriter out = new JsonWriter();
    int from = elements.size();
    while (from > 0) {
      out.value(elements.get(from - 1));
      if (out.size() + BRACES > maxBytes) {
        break;
      }
      from--;
    }
    return new ArrayList<@Nullable Object>(elements.subList(from, elements.size()));
  }

  private String clip(String text, int maxUnits, int maxBytes) {
    return betweenWords
        ? Text.clipBetweenWords(text, maxUnits, maxBytes)
        : Text.clip(text, maxUnits, maxBytes);
  }

  private Map<String, @Nullable Object> map(Map<?, ?> source, int depth) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    open.put(source, true);
    try {
      for (Map.Entry<?, ?> entry : source.entrySet()) {
        if (!room()) {
          break;
        }
        String key = clip(string(entry.getKey()), MAX_KEY, 3 * MAX_KEY);
        if (!roomFor(key)) {
          break;
        }
        put(copy, key, value(entry.getValue(), depth + 1));
      }
    } catch (Throwable failedInUserCode) {
      if (roomFor(FAILED)) {
        put(copy, FAILED, charged(failure(failedInUserCode)));
      }
    } finally {
      open.remove(source);
    }
    return copy;
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap allows nulls, despite the JDK annotations
  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  private @Nullable Object value(@Nullable Object value, int depth) {
    if (value instanceof Optional) {
      return value(((Optional<?>) value).orElse(null), depth);
    }
    if (value == null || !nests(value)) {
      return charged(scalar(value));
    }
    if (open.containsKey(value)) {
      return charged("[circular]");
    }
    if (depth >= MAX_DEPTH) {
      return charged("[too deep]");
    }
    bytesLeft -= PUNCTUATION;
    if (value instanceof Map) {
      return map((Map<?, ?>) value, depth);
    }
    return list(value, depth);
  }

  private List<@Nullable Object> list(Object source, int depth) {
    List<@Nullable Object> copy = new ArrayList<>();
    open.put(source, true);
    try {
      if (source instanceof Collection) {
        for (Object element : (Collection<?>) source) {
          if (!room()) {
            break;
          }
          copy.add(value(element, depth + 1));
        }
      } else {
        int length = Array.getLength(source);
        for (int i = 0; i < length && room(); i++) {
          copy.add(value(Array.get(source, i), depth + 1));
        }
      }
    } catch (Throwable failedInUserCode) {
      if (bytesLeft > PUNCTUATION) {
        copy.add(charged(failure(failedInUserCode)));
      }
    } finally {
      open.remove(source);
    }
    return copy;
  }

  /** Claims room for another entry; false if none is left. */
  private boolean room() {
    return entriesLeft-- > 0 && bytesLeft > PUNCTUATION;
  }

  /** Claims room for a key; false if the key and a minimal value do not fit. */
  private boolean roomFor(String key) {
    int cost = Text.jsonBytes(key) + PUNCTUATION;
    if (cost + PUNCTUATION > bytesLeft) {
      return false;
    }
    bytesLeft -= cost;
    return true;
  }

  /** Returns the scalar, clipped to the remaining bytes, and charges its size. */
  private @Nullable Object charged(@Nullable Object scalar) {
    if (!(scalar instanceof String)) {
      bytesLeft -= 24 + PUNCTUATION;
      return bytesLeft < 0 ? null : scalar;
    }
    int most = Math.max(0, bytesLeft - PUNCTUATION);
    String text = most < 3 ? "" : clip((String) scalar, MAX_STRING, most);
    bytesLeft -= Text.jsonBytes(text) + PUNCTUATION;
    return text;
  }

  private static @Nullable Object scalar(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number) {
      return number((Number) value);
    }
    if (value instanceof Date && value.getClass() == Date.class) {
      return ((Date) value).toInstant().toString();
    }
    if (value instanceof Enum) {
      return ((Enum<?>) value).name();
    }
    if (value instanceof Class) {
      return ((Class<?>) value).getName();
    }
    if (value instanceof AtomicBoolean) {
      return ((AtomicBoolean) value).get();
    }
    return string(value);
  }

  /** Returns a number that the server reads back exactly, or else its text. */
  private static Object number(Number number) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.longValue();
    }
    if (number instanceof Long || number instanceof AtomicInteger || number instanceof AtomicLong) {
      long value = number.longValue();
      return value < -MAX_SAFE || value > MAX_SAFE ? Long.toString(value) : (Object) value;
    }
    if (number instanceof Double) {
      double value = (Double) number;
      return Double.isNaN(value) || Double.isInfinite(value) ? Double.toString(value) : number;
    }
    if (number instanceof Float) {
      float value = (Float) number;
      return Float.isNaN(value) || Float.isInfinite(value) ? Float.toString(value) : number;
    }
    if (number instanceof BigInteger && ((BigInteger) number).bitLength() < 54) {
      return number.longValue();
    }
    if (number instanceof BigDecimal
        && ((BigDecimal) number).precision() <= 15
        && Math.abs((long) ((BigDecimal) number).scale()) <= 15) {
      return number;
    }
    return string(number);
  }

  private static boolean nests(Object value) {
    return value instanceof Map
        || value instanceof Collection
        || value.getClass().isArray();
  }

  /** Returns the value's {@code toString()}, or a note of the exception that it threw. */
  public static String string(@Nullable Object value) {
    try {
      String text = value == null ? null : value.toString();
      return text == null ? "null" : text;
    } catch (Throwable failedInUserCode) {
      return failure(failedInUserCode);
    }
  }

  private static String failure(Throwable failed) {
    return "[failed: " + failed.getClass().getName() + "]";
  }
}
