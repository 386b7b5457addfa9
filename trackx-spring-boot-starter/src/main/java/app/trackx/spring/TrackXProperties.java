package app.trackx.spring;

import app.trackx.servlet.BrowserReports;
import app.trackx.servlet.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * The properties {@code trackx.*}. A value that cannot be converted falls back to its default, with a
 * warning: an option of error tracking never stops an application from starting. Not a bean, since
 * Spring Boot would bind it again, without that rule.
 *
 * @param endpoint URL that events are sent to, https://host/v1/key. Without it, or with "off", nothing
 *     starts.
 * @param origin Origin header of requests; one of the project's allowed origins if it names any.
 * @param release Running release. Defaults to the version of build-info.properties, or else to the
 *     commit of git.properties.
 * @param detectRelease Whether to read the release from build-info.properties and git.properties if it
 *     is not set.
 * @param environment Environment of the application. Defaults to the active profiles.
 * @param detectEnvironment Whether the active profiles are the environment if it is not set.
 * @param rateLimit Burst of requests and number per minute afterwards, such as "30,6", or "none".
 * @param queueCapacity Number of different errors that may be queued. Defaults to 256.
 * @param callTimeout Maximum duration of a request, 1ms to 1h. Defaults to 10s.
 * @param shutdownTimeout How long pending events may delay the shutdown of the application, 0 to 1h.
 *     Defaults to 2s.
 * @param captureUncaught Whether uncaught exceptions of threads are reported.
 * @param spoolDirectory Directory for events that wait on disk for the server or for the next start.
 * @param sourceUrls URLs of source files by package prefix, such as
 *     "com.acme=https://git.example.com/raw/main/".
 * @param autoPing Whether the application registers a session of its own once a day.
 * @param trail Whether errors of a request or job carry its last log records, without their arguments.
 * @param web Options of requests.
 * @param logging Options of the appender.
 */
@ConfigurationProperties(TrackXProperties.PREFIX)
record TrackXProperties(
    @Nullable String endpoint,
    @Nullable String origin,
    @Nullable String release,
    @DefaultValue("true") boolean detectRelease,
    @Nullable String environment,
    @DefaultValue("true") boolean detectEnvironment,
    @Nullable String rateLimit,
    @Nullable Integer queueCapacity,
    @Nullable Duration callTimeout,
    @Nullable Duration shutdownTimeout,
    @DefaultValue("true") boolean captureUncaught,
    @Nullable Path spoolDirectory,
    @Nullable String sourceUrls,
    @DefaultValue("false") boolean autoPing,
    @DefaultValue("true") boolean trail,
    @DefaultValue Web web,
    @DefaultValue Logging logging) {

  static final String PREFIX = "trackx";
  static final String ENDPOINT = PREFIX + ".endpoint";

  /**
   * Options of requests.
   *
   * @param sessions What counts as a session: the application ("instance"), each visitor, or nothing
   *     ("off").
   * @param visitorSecret Secret of at least 16 bytes for tokens of visitors, so that several instances
   *     agree. Defaults to a random one.
   * @param noSessionFor Paths such as "/assets/*", and "agent:*bot*", that are no visit. Replaces the
   *     default: health checks, static files and crawlers.
   * @param clientAborts Class names of exceptions that mean that the client went away. Replaces the
   *     default.
   * @param ignore Class names of exceptions that are not reported.
   * @param keep Class names of exceptions that are reported nevertheless, such as one with a 4xx status.
   * @param browserReports Whether browsers send reports of their own, and where to.
   * @param cspReportOnly Content security policy whose violations browsers report, with
   *     browser-reports.
   */
  record Web(
      @DefaultValue("instance") Sessions sessions,
      @Nullable String visitorSecret,
      @Nullable List<String> noSessionFor,
      @Nullable List<String> clientAborts,
      @DefaultValue List<String> ignore,
      @DefaultValue List<String> keep,
      @DefaultValue("off") BrowserReports browserReports,
      @Nullable String cspReportOnly) {}

  /**
   * Options of the appender.
   *
   * @param minimumLevel Lowest level of log records that are reported.
   * @param mdcKeys Keys of the MDC whose values are sent.
   * @param markers Names of markers that make a record be reported at any level.
   */
  record Logging(
      @DefaultValue("ERROR") String minimumLevel,
      @DefaultValue List<String> mdcKeys,
      @DefaultValue List<String> markers) {}

  /**
   * Reads the properties.
   *
   * @param warnings receives a sentence for each value that cannot be converted; never the value
   */
  static TrackXProperties bind(Environment environment, Consumer<String> warnings) {
    return Binder.get(environment)
        .bindOrCreate(PREFIX, Bindable.of(TrackXProperties.class), new Tolerant(warnings));
  }

  /** Skips values that cannot be converted. */
  private static final class Tolerant extends AbstractBindHandler {
    private final Consumer<String> warnings;

    Tolerant(Consumer<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      warnings.accept("The property " + name + " cannot be converted to "
          + target.getType().toClass().getSimpleName() + "; its default is used");
      return null;
    }
  }
}
