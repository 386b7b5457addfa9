package app.trackx.local.internal.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A search for data that looks personal in all texts, numbers and property names of an event. It is meant to
 * draw a person's attention, so false positives are preferred over false negatives. The absence of findings
 * proves nothing.
 */
public final class PersonalData {
  /** The maximum number of findings; more would not help the user. */
  static final int MAX_FINDINGS = 300;

  /** The maximum length of a path: property names can be long and nested. */
  private static final int MAX_PATH = 500;

  private final List<Finding> findings = new ArrayList<>();

  private PersonalData() {}

  /** Returns the findings in the order of the event, at most {@value #MAX_FINDINGS}. */
  public static List<Finding> in(Map<String, ?> event) {
    PersonalData search = new PersonalData();
    search.object("", event);
    return search.findings;
  }

  private void value(String where, String name, @Nullable Object value) {
    if (findings.size() >= MAX_FINDINGS) {
      return;
    }
    if (value instanceof Map) {
      object(path(where, "."), (Map<?, ?>) value);
    } else if (value instanceof List) {
      list(where, name, (List<?>) value);
    } else if (value instanceof String || value instanceof Number) {
      text(where, name, value.toString());
    }
  }

  private void object(String prefix, Map<?, ?> object) {
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (findings.size() >= MAX_FINDINGS) {
        return;
      }
      String name = String.valueOf(entry.getKey());
      add(
          "property name in " + (prefix.isEmpty() ? "the event" : prefix),
          name,
          Rules.marks(name, null));
      value(path(prefix, name), name, entry.getValue());
    }
  }

  private void list(String where, String name, List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      value(path(where, "[" + i + ']'), name, list.get(i));
    }
  }

  private static String path(String where, String step) {
    if (where.length() + step.length() <= MAX_PATH) {
      return where + step;
    }
    return where.endsWith("…") ? where : (where + clipped(step)).substring(0, MAX_PATH - 1) + '…';
  }

  private static String clipped(String step) {
    return step.substring(0, Math.min(step.length(), MAX_PATH));
  }

  private void text(String where, String name, String text) {
    String kind = where.startsWith("meta") && !text.isEmpty() ? SensitiveName.kindOf(name) : null;
    add(where, text, Rules.marks(text, kind));
  }

  private void add(String where, String text, List<Mark> marks) {
    if (!marks.isEmpty() && findings.size() < MAX_FINDINGS) {
      findings.add(new Finding(where, text, marks));
    }
  }
}
