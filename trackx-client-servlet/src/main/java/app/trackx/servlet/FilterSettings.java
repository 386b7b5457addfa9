package app.trackx.servlet;

import app.trackx.Setting;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sources of options for a filter that is not built in code. The first source with a value
 * wins: the filter's init parameters ({@code endpoint}), context parameters
 * ({@code trackx.endpoint}), system properties ({@code trackx.endpoint}), and environment variables
 * ({@code TRACKX_ENDPOINT}).
 */
final class FilterSettings {
  private final @Nullable FilterConfig filter;
  private final @Nullable ServletContext context;

  FilterSettings(@Nullable FilterConfig filter, @Nullable ServletContext context) {
    this.filter = filter;
    this.context = context;
  }

  /**
   * Returns a setting of the client: {@code endpoint}, {@code origin}, {@code release},
   * {@code environment}, {@code sourceUrls} or {@code trail}. A source with a placeholder counts as
   * not set and adds a warning.
   */
  Setting client(String name) {
    String key = "trackx." + name;
    String parameter = filter == null ? null : filter.getInitParameter(name);
    String shared = context == null ? null : context.getInitParameter(key);
    return Setting.of(name, parameter, "The filter's init parameter " + name)
        .orElse(Setting.of(name, shared, "The context parameter " + key))
        .orElse(Setting.ofProcess(name));
  }

  /**
   * Returns the trimmed value; null if no source has one, or if it is blank or a variable that is
   * not set.
   */
  @Nullable
  String read(String name) {
    String value = filter == null ? null : valueOf(filter.getInitParameter(name));
    if (value == null && context != null) {
      value = valueOf(context.getInitParameter("trackx." + name));
    }
    if (value == null) {
      value = valueOf(property("trackx." + name));
    }
    return value == null ? valueOf(environment(variable(name))) : value;
  }

  /** Returns a list that is separated by commas, or a default. */
  List<String> list(String name, List<String> fallback) {
    String value = read(name);
    if (value == null) {
      return fallback;
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

  /**
   * Returns the environment variable for an option: {@code TRACKX_VISITOR_SECRET} for
   * {@code visitorSecret}.
   */
  static String variable(String name) {
    StringBuilder variable = new StringBuilder("TRACKX_");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      variable.append(c >= 'A' && c <= 'Z' ? "_" : "").append(c);
    }
    return variable.toString().toUpperCase(Locale.ROOT);
  }

  private static @Nullable String valueOf(@Nullable String text) {
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
