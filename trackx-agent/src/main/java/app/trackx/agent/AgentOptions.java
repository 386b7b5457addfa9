package app.trackx.agent;

import app.trackx.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's arguments: the endpoint, then options as {@code key=value}, separated by commas.
 * Options that are absent come from system properties and the environment. A comma ends an option,
 * so several source URLs are one option each.
 */
final class AgentOptions {
  /** The source of settings that are not among the arguments. */
  interface Settings {
    Setting get(String name);
  }

  private static final String SOURCE_URLS = "sourceUrls";

  private static final List<String> NAMES = Collections.unmodifiableList(
      Arrays.asList("origin", "release", "environment", SOURCE_URLS, "autoPing"));

  private final Map<String, String> values;
  private final List<String> faults;
  private final Settings settings;
  private final Setting endpoint;

  private AgentOptions(
      @Nullable String endpoint,
      Map<String, String> values,
      List<String> faults,
      Settings settings) {
    this.values = values;
    this.faults = faults;
    this.settings = settings;
    this.endpoint = Setting.of("endpoint", endpoint, "The endpoint of -javaagent")
        .orElse(settings.get("endpoint"));
  }

  /**
   * Parses the arguments.
   *
   * @throws IllegalArgumentException if there is no endpoint in any source
   */
  static AgentOptions read(@Nullable String arguments, Settings settings) {
    String endpoint = null;
    Map<String, String> values = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (String part : unquoted(arguments == null ? "" : arguments.trim()).split(",")) {
      String text = part.trim();
      int equals = text.indexOf('=');
      if (endpoint == null && values.isEmpty() && isEndpoint(text, equals)) {
        endpoint = text;
      } else if (!text.isEmpty()) {
        String name = equals < 0 ? "" : text.substring(0, equals).trim();
        if (NAMES.contains(name)) {
          String value = text.substring(equals + 1).trim();
          String before = name.equals(SOURCE_URLS) ? values.get(name) : null;
          values.put(name, before == null ? value : before + " " + value);
        } else {
          // does not repeat the text, which may contain a key
          faults.add("The agent ignores an option that is none of " + NAMES + ". Options are"
              + " key=value, separated by commas.");
        }
      }
    }
    AgentOptions options = new AgentOptions(endpoint, values, faults, settings);
    if (options.endpoint.value() == null && !options.endpoint.isOff()) {
      String fault = options.endpoint.warning();
      throw new IllegalArgumentException((fault == null ? "the endpoint is missing" : fault)
          + ". Start with -javaagent:<this jar>="
          + "https://host/v1/<key>, or set TRACKX_ENDPOINT or -Dtrackx.endpoint.");
    }
    return options;
  }

  /**
   * Removes a pair of quotes around all arguments, which a script or a variable may have left
   * there.
   */
  private static String unquoted(String arguments) {
    int last = arguments.length() - 1;
    boolean quoted = last > 0
        && arguments.charAt(0) == arguments.charAt(last)
        && (arguments.charAt(0) == '"' || arguments.charAt(0) == '\'');
    return quoted ? arguments.substring(1, last) : arguments;
  }

  private void note(@Nullable String fault) {
    if (fault != null) {
      faults.add(fault + ".");
    }
  }

  private static boolean isEndpoint(String text, int equals) {
    return !text.isEmpty() && (equals < 0 || text.contains("://") && text.indexOf("://") < equals);
  }

  /**
   * Returns the endpoint in its canonical form. Adds a fault for each invalid source that took
   * precedence over the one used.
   *
   * @throws IllegalArgumentException if it is malformed or {@code off}
   */
  String endpoint() {
    String value = endpoint.value();
    if (value == null) {
      String fault = endpoint.warning();
      throw new IllegalArgumentException(
          fault == null ? "the endpoint is set to off." : fault + ".");
    }
    note(endpoint.warning());
    return value;
  }

  /** Returns one of the options; null if it is not set. Adds a fault if its value is invalid. */
  @Nullable
  String get(String name) {
    Setting setting = Setting.of(name, values.get(name), "The option " + name + " of -javaagent")
        .orElse(settings.get(name));
    note(setting.warning());
    return setting.value();
  }

  /** Returns the problems found, to be printed. */
  List<String> faults() {
    return faults;
  }
}
