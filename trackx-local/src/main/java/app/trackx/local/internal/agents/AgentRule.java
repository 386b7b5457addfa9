package app.trackx.local.internal.agents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of {@code agent-rules.txt}: words, how the version follows them, and conditions. Takes time linear in the length of
 * the header for each word. Immutable.
 */
final class AgentRule {
  private final String name;
  private final String gap;
  private final String version;
  private final List<String> words;
  private final Map<String, List<String>> conditions;

  private AgentRule(
      String name,
      String gap,
      String version,
      List<String> words,
      Map<String, List<String>> conditions) {
    this.name = name;
    this.gap = gap;
    this.version = version;
    this.words = words;
    this.conditions = conditions;
  }

  /** Parses a line of the file, split at its bars. */
  static AgentRule of(List<String> columns) {
    Map<String, List<String>> conditions = new HashMap<>();
    for (String column : columns.subList(5, columns.size())) {
      String condition = column.trim();
      int space = condition.indexOf(' ');
      conditions
          .computeIfAbsent(condition.substring(0, space), kind -> new ArrayList<>())
          .addAll(List.of(spaced(condition.substring(space + 1)).split(",")));
    }
    return new AgentRule(
        columns.get(1).trim(),
        spaced(columns.get(2).trim()),
        columns.get(3).trim(),
        List.of(columns.get(4).trim().split(" ")),
        conditions);
  }

  private static String spaced(String text) {
    return text.replace('_', ' ');
  }

  /**
   * Returns name and version, separated by a space; null if the rule does not match.
   *
   * @param lower the header in lower case
   */
  @Nullable
  String in(String header, String lower) {
    String found = null;
    int first = header.length();
    for (String word : words) {
      boolean begins = word.startsWith("^");
      String text = spaced(begins ? word.substring(1) : word);
      int at = lower.indexOf(text);
      while (at >= 0 && at < first) {
        String match = !begins || at == 0 || !isWord(lower.charAt(at - 1))
            ? match(header, lower, at, at + text.length())
            : null;
        if (match != null) {
          found = match;
          first = at;
        }
        at = lower.indexOf(text, at + 1);
      }
    }
    return found;
  }

  private @Nullable String match(String header, String lower, int at, int end) {
    for (String text : conditions.getOrDefault("then", List.of())) {
      if (lower.indexOf(text, end) < 0) {
        return null;
      }
    }
    List<String> before = conditions.getOrDefault("before", List.of());
    if (!before.isEmpty()
        && before.stream().noneMatch(text -> lower.substring(0, at).contains(text))) {
      return null;
    }
    int from = end;
    for (String text : conditions.getOrDefault("from", List.of())) {
      int last = lower.lastIndexOf(text);
      if (last <= end) {
        return null;
      }
      from = last + text.length();
    }
    String number = version(header, lower, from);
    return number == null
        ? null
        : (title(header.substring(at, end)) + ' ' + number).stripTrailing();
  }

  /** Returns the version, which may be empty; null if a required one is missing. */
  private @Nullable String version(String header, String lower, int from) {
    if (version.equals("none")) {
      return "";
    }
    if (version.equals("second")) {
      int space = end(header, from, "");
      return header.startsWith(" ", space)
          ? header.substring(space + 1, end(header, space + 1, "."))
          : "";
    }
    if (version.equals("dotted")) {
      boolean dotted = from + 1 < header.length()
          && Character.isDigit(header.charAt(from))
          && header.charAt(from + 1) == '.';
      return dotted ? header.substring(from, from + 2) : "";
    }
    boolean optional = List.of("optional", "dashes", "spaced", "word").contains(version);
    int start = start(lower, from, optional);
    int end = end(header, start, version.equals("word") ? "" : ".");
    boolean complete = (optional || end > start)
        && conditions.getOrDefault("next", List.of()).stream()
            .allMatch(text -> lower.startsWith(text, end));
    String number = version.equals("unstored") ? "" : header.substring(start, end);
    return complete ? number.replace('_', name.endsWith("OS") ? '.' : '_') : null;
  }

  /** Skips one character before the version, unless something stands there that is no version. */
  private int start(String lower, int from, boolean optional) {
    boolean skip = from < lower.length() && gap.indexOf(lower.charAt(from)) >= 0;
    int start = skip ? from + 1 : from;
    if (conditions.getOrDefault("not", List.of()).stream()
        .anyMatch(text -> lower.startsWith(text, start))) {
      return from;
    }
    if (!optional && end(lower, start, ".") == start) {
      return from;
    }
    boolean letter = version.equals("v")
        && lower.startsWith("v", start)
        && end(lower, start + 1, ".") > start + 1;
    return letter ? start + 1 : start;
  }

  private int end(String header, int start, String further) {
    String allowed = further;
    if (version.startsWith("dash")) {
      allowed = further + '-';
    } else if (version.equals("spaced")) {
      allowed = further + ' ';
    }
    int end = start;
    while (end < header.length()
        && (isWord(header.charAt(end)) || allowed.indexOf(header.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private String title(String word) {
    if (!name.equals("=")) {
      return name;
    }
    boolean separated = word.endsWith("/") || word.endsWith(" ");
    return separated ? word.substring(0, word.length() - 1) : word;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
