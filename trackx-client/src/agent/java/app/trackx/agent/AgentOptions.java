package app.trackx.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent was started with: the endpoint, then options as {@code key=value}, with commas
 * between. What is not among them comes from system properties and the environment.
 */
final class AgentOptions {
  /** Where settings come from that are not among the arguments. */
  interface Settings {
    @Nullable
    String get(String name);
  }

  private static final List<String> NAMES =
      Collections.unmodifiableList(Arrays.asList("origin", "release", "environment", "autoPing"));

  private final String endpoint;
  private final Map<String, String> values;
  private final List<String> faults;
  private final Settings settings;

  private AgentOptions(
      String endpoint, Map<String, String> values, List<String> faults, Settings settings) {
    this.endpoint = endpoint;
    this.values = values;
    this.faults = faults;
    this.settings = settings;
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if there is no endpoint anywhere; whether it has the right form
   *     is the client's to say
   */
  static AgentOptions read(@Nullable String arguments, Settings settings) {
    String endpoint = null;
    Map<String, String> values = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (String part : (arguments == null ? "" : arguments).split(",")) {
      String text = part.trim();
      int equals = text.indexOf('=');
      if (endpoint == null && values.isEmpty() && isEndpoint(text, equals)) {
        endpoint = text;
      } else if (!text.isEmpty()) {
        String name = equals < 0 ? "" : text.substring(0, equals).trim();
        if (NAMES.contains(name)) {
          values.put(name, text.substring(equals + 1).trim());
        } else {
          // not the text itself: it may be a key
          faults.add("An option of the agent is none of " + NAMES + " and is ignored. Options are"
              + " key=value, with commas between.");
        }
      }
    }
    endpoint = endpoint == null ? settings.get("endpoint") : endpoint;
    if (endpoint == null) {
      throw new IllegalArgumentException("it has no endpoint. Start with -javaagent:<this jar>="
          + "https://host/v1/<key>, or set TRACKX_ENDPOINT or -Dtrackx.endpoint.");
    }
    return new AgentOptions(endpoint, values, faults, settings);
  }

  private static boolean isEndpoint(String text, int equals) {
    return !text.isEmpty() && (equals < 0 || text.contains("://") && text.indexOf("://") < equals);
  }

  String endpoint() {
    return endpoint;
  }

  /** One of the options; null if nothing says it. */
  @Nullable
  String get(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? settings.get(name) : value;
  }

  /** What could not be understood, to be said. */
  List<String> faults() {
    return faults;
  }
}
