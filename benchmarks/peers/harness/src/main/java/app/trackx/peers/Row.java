package app.trackx.peers;

import java.util.Locale;
import java.util.Map;

/** A figure that a measured JVM prints for the harness. */
final class Row {
  static final String PREFIX = "R ";

  private Row() {}

  static void print(String key, Object value) {
    System.out.println(PREFIX + key + "=" + value);
  }

  static void print(String key, long value) {
    print(key, (Object) value);
  }

  static void print(String key, double value) {
    print(key, (Object) String.format(Locale.ROOT, "%.4f", value));
  }

  static void printAll(String prefix, Map<String, String> values) {
    values.forEach((key, value) -> print(prefix + key, (Object) value));
  }
}
