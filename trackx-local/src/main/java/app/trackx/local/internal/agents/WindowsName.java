package app.trackx.local.internal.agents;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name of a Windows in a {@code User-Agent} header. The server reads the version as a run of digits, dots, spaces and the
 * letters n, t, c and e, and one more character: of {@code Windows Server 2022} it stores " S".
 */
final class WindowsName {
  private static final String WORD = "windows";
  private static final String IN_VERSION = "0123456789. ntce";

  /** Names by the number that the version contains; in the server's order. */
  private static final List<Map.Entry<String, String>> NAMES = List.of(
      Map.entry("nt 6.1", "7"),
      Map.entry("nt 6.2", "8"),
      Map.entry("nt 6.4", "10"),
      Map.entry("nt 10.0", "10"),
      Map.entry("nt 5.0", "2000"),
      Map.entry("nt 5.1", "XP"),
      Map.entry("nt 5.2", "XP"),
      Map.entry("nt 6.0", "Vista"),
      Map.entry("nt 6.3", "8.1"));

  private WindowsName() {}

  static @Nullable String in(String header) {
    String lower = header.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(WORD);
    while (at >= 0) {
      int from = at + WORD.length();
      boolean separated = from < lower.length() && "/ ".indexOf(lower.charAt(from)) >= 0;
      String version = separated ? version(header, lower, from + 1) : null;
      if (version == null) {
        version = version(header, lower, from);
      }
      if (version != null) {
        return header.substring(at, from) + ' ' + name(version);
      }
      at = lower.indexOf(WORD, from);
    }
    return ofShortForm(header, lower);
  }

  /** Returns the longest run of the version's characters that ends in one of a word; null if there is none. */
  private static @Nullable String version(String header, String lower, int from) {
    int end = from;
    while (end < lower.length() && IN_VERSION.indexOf(lower.charAt(end)) >= 0) {
      end++;
    }
    while (end > from && !(end < lower.length() && isWord(lower.charAt(end)))) {
      end--;
    }
    return end > from ? header.substring(from, end + 1) : null;
  }

  /** Returns the name for {@code win98} and the like, also within other words. */
  private static @Nullable String ofShortForm(String header, String lower) {
    int at = lower.indexOf("win");
    while (at >= 0) {
      int end = at + 3;
      if (end < lower.length() && "39n".indexOf(lower.charAt(end)) >= 0) {
        while (end < lower.length() && "nt0123456789.".indexOf(lower.charAt(end)) >= 0) {
          end++;
        }
        return "Windows " + name(header.substring(at + 3, end));
      }
      at = lower.indexOf("win", end);
    }
    return null;
  }

  private static String name(String version) {
    String lower = version.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> name : NAMES) {
      if (lower.contains(name.getKey())) {
        return name.getValue();
      }
    }
    return version;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }
}
