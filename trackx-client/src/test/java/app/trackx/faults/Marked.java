package app.trackx.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors that each bear a marker of their own in the message, such as {@code E-000123}. */
public final class Marked {
  private static final Pattern MARKER = Pattern.compile("E-\\d{6,}");

  private Marked() {}

  /** The marker of a number. */
  public static String marker(int number) {
    return String.format("E-%06d", number);
  }

  /** The markers of all numbers from the first to the last. */
  public static List<String> markers(int first, int last) {
    List<String> markers = new ArrayList<>();
    for (int number = first; number <= last; number++) {
      markers.add(marker(number));
    }
    return markers;
  }

  /** An error of a kind and a place of its own, so that no other is the same bug. */
  public static RuntimeException error(int number) {
    return at(number, number);
  }

  /** An error of the one place that all of these have in common. */
  public static RuntimeException repeat(int number) {
    return at(0, number);
  }

  private static RuntimeException at(int line, int number) {
    String message = "order " + marker(number) + " failed";
    RuntimeException error = line % 2 == 0
        ? new IllegalStateException(message)
        : new UnsupportedOperationException(message);
    error.setStackTrace(new StackTraceElement[] {
      new StackTraceElement("com.acme.Shop", "sell", "Shop.java", line + 1),
      new StackTraceElement("com.acme.Main", "main", "Main.java", 7)
    });
    return error;
  }

  static String markerIn(String message) {
    Matcher matcher = MARKER.matcher(message);
    return matcher.find() ? matcher.group() : "";
  }
}
