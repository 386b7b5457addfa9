package app.trackx.servlet;

import app.trackx.Setting;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a filter that nobody built in code finds its options, first come, first served: its init
 * parameters ({@code endpoint}), the context's parameters ({@code trackx.endpoint}), system properties
 * ({@code trackx.endpoint}), and the environment ({@code TRACKX_ENDPOINT}).
 */
final class FilterSettings {
  private final @Nullable FilterConfig filter;
  private final @Nullable ServletContext context;

  FilterSettings(@Nullable FilterConfig filter, @Nullable ServletContext context) {
    this.filter = filter;
    this.context = context;
  }

  /**
   * A setting of the client: {@code endpoint}, {@code origin}, {@code release} or {@code environment}.
   * The first source that has a value wins; one with a placeholder counts as not set, with a warning.
   */
  Setting client(String name) {
    String key = "trackx." + name;
    String parameter = filter == null ? null : filter.getInitParameter(name);
    String shared = context == null ? null : context.getInitParameter(key);
    return Setting.of(name, parameter, "The filter's init parameter " + name)
        .orElse(Setting.of(name, shared, "The context parameter " + key))
        .orElse(Setting.ofProcess(name));
  }

  /** The value without blanks around it; null if it is nowhere, or blank, or a variable nobody set. */
  @Nullable
  String read(String name) {
    String value = filter == null ? null : given(filter.getInitParameter(name));
    if (value == null && context != null) {
      value = given(context.getInitParameter("trackx." + name));
    }
    if (value == null) {
      value = given(property("trackx." + name));
    }
    return value == null ? given(environment(variable(name))) : value;
  }

  /** What commas separate. */
  List<String> list(String name, List<String> otherwise) {
    String value = read(name);
    if (value == null) {
      return otherwise;
    }
    List<String> items = new ArrayList<>();
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      String item = value.substring(from, to).trim();
      if (!item.isEmpty()) {
        items.add(item);
      }
      from = to + 1;
    }
    return items;
  }

  /** {@code visitorSecret} is {@code TRACKX_VISITOR_SECRET}. */
  static String variable(String name) {
    StringBuilder variable = new StringBuilder("TRACKX_");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      variable.append(c >= 'A' && c <= 'Z' ? "_" : "").append(c);
    }
    return variable.toString().toUpperCase(Locale.ROOT);
  }

  private static @Nullable String given(@Nullable String text) {
    String value = text == null ? "" : text.trim();
    return value.isEmpty() || value.startsWith("${") ? null : value;
  }

  private static @Nullable String property(String key) {
    try {
      return System.getProperty(key);
    } catch (SecurityException notAllowed) {
      return null;
    }
  }

  private static @Nullable String environment(String key) {
    try {
      return System.getenv(key);
    } catch (SecurityException notAllowed) {
      return null;
    }
  }
}
