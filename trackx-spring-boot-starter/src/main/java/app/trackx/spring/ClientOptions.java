package app.trackx.spring;

import app.trackx.RateLimit;
import app.trackx.Setting;
import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/**
 * The options of a client as an application's environment has them. An invalid one falls back to its
 * default, and an invalid endpoint turns reporting off; each is a warning. For use by one thread.
 */
final class ClientOptions {
  private static final Logger LOG = LoggerFactory.getLogger("app.trackx");

  private final List<String> warnings = new ArrayList<>();
  private final TrackXProperties properties;
  private final @Nullable String endpoint;
  private final @Nullable String release;
  private final @Nullable String environmentName;

  ClientOptions(Environment environment) {
    this(environment, null);
  }

  /**
   * Reads the options.
   *
   * @param connection takes precedence over the property of the endpoint; null for none
   */
  ClientOptions(Environment environment, @Nullable TrackXConnectionDetails connection) {
    properties = TrackXProperties.bind(environment, warnings::add);
    endpoint = connection == null
        ? checked("endpoint", properties.endpoint())
        : checked("endpoint", connection.endpoint(), "The endpoint of TrackXConnectionDetails");
    String named = checked("release", properties.release());
    release = named == null && properties.detectRelease() ? Release.of(environment) : named;
    String stage = checked("environment", properties.environment());
    environmentName =
        stage == null && properties.detectEnvironment() ? profiles(environment) : stage;
  }

  private @Nullable String checked(String name, @Nullable String text) {
    return checked(name, text, "The property " + TrackXProperties.PREFIX + "." + name);
  }

  private @Nullable String checked(String name, @Nullable String text, String source) {
    Setting setting = Setting.of(name, text, source);
    if (setting.warning() != null) {
      warnings.add(setting.warning());
    }
    return setting.value();
  }

  private static @Nullable String profiles(Environment environment) {
    String[] active = environment.getActiveProfiles();
    return active.length == 0 ? null : String.join(",", active);
  }

  /** Returns the endpoint; null if there is none or if it is malformed. */
  @Nullable
  String endpoint() {
    return endpoint;
  }

  @Nullable
  String release() {
    return release;
  }

  @Nullable
  String environmentName() {
    return environmentName;
  }

  /** Returns the source of visitors' tokens; null for a random one. */
  @Nullable
  VisitorPseudonym visitors() {
    String secret = properties.web().visitorSecret();
    try {
      return secret == null ? null : VisitorPseudonym.ofSecret(secret);
    } catch (IllegalArgumentException tooShort) {
      warn("The property trackx.web.visitor-secret is not usable: " + tooShort.getMessage()
          + "; a random secret is used");
      return null;
    }
  }

  TrackXProperties properties() {
    return properties;
  }

  /** Logs the warnings about options that were found until now. */
  void logWarnings() {
    for (String warning : warnings) {
      LOG.warn("{}.", warning);
    }
    warnings.clear();
  }

  /** Adds a warning, a sentence without its period, which never contains the value of an option. */
  void warn(String warning) {
    warnings.add(warning);
  }

  /** Returns a builder with all options of the environment. */
  TrackXClient.Builder builder() {
    TrackXClient.Builder builder = TrackXClient.builder(endpoint)
        .origin(checked("origin", properties.origin()))
        .release(release)
        .environment(environmentName)
        .sourceUrls(checked("sourceUrls", properties.sourceUrls()))
        .spoolDirectory(properties.spoolDirectory())
        .captureUncaught(properties.captureUncaught())
        .autoPing(properties.autoPing())
        .trail(properties.trail());
    apply("rate-limit", rateLimit(properties.rateLimit()), builder::rateLimit);
    apply("queue-capacity", properties.queueCapacity(), builder::queueCapacity);
    apply("call-timeout", properties.callTimeout(), builder::callTimeout);
    apply("shutdown-timeout", properties.shutdownTimeout(), builder::shutdownTimeout);
    return builder;
  }

  private <T> void apply(String name, @Nullable T value, Consumer<T> option) {
    if (value == null) {
      return;
    }
    try {
      option.accept(value);
    } catch (IllegalArgumentException outOfRange) {
      warnings.add("The property " + TrackXProperties.PREFIX + "." + name + " is not usable: "
          + outOfRange.getMessage() + "; its default is used");
    }
  }

  private @Nullable RateLimit rateLimit(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.trim().equals("none")) {
      return RateLimit.none();
    }
    String[] parts = text.split(",", -1);
    try {
      return RateLimit.of(
          Integer.parseInt(parts[0].trim()),
          Integer.parseInt(parts[1].trim()),
          Duration.ofMinutes(1));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      warnings.add("The property " + TrackXProperties.PREFIX
          + ".rate-limit is not a burst and a number per minute, such as 30,6;"
          + " its default is used");
      return null;
    }
  }
}
