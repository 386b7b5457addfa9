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
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * The properties {@code trackx.*}. A value that cannot be converted falls back to its default, with a
 * warning: an option of error tracking never stops an application from starting. Not a bean, since
 * Spring Boot would bind it again, without that rule.
 */
@ConfigurationProperties(TrackXProperties.PREFIX)
public class TrackXProperties {
  static final String PREFIX = "trackx";
  static final String ENDPOINT = PREFIX + ".endpoint";

  /** URL that events are sent to, https://host/v1/key. Without it, or with "off", nothing starts. */
  private @Nullable String endpoint;

  /** Origin header of requests; one of the project's allowed origins if it names any. */
  private @Nullable String origin;

  /** Running release. Defaults to the version of build-info, or else the commit of git.properties. */
  private @Nullable String release;

  /** Whether the release is read from build-info and git.properties if it is not set. */
  private boolean detectRelease = true;

  /** Environment of the application. Defaults to the active profiles. */
  private @Nullable String environment;

  /** Whether the active profiles are the environment if it is not set. */
  private boolean detectEnvironment = true;

  /** Burst of requests and number per minute afterwards, such as "30,6", or "none". */
  private @Nullable String rateLimit;

  /** Number of different errors that may be queued. */
  private @Nullable Integer queueCapacity;

  /** Maximum duration of a request, 1ms to 1h. */
  private @Nullable Duration callTimeout;

  /** How long pending events may delay the shutdown of the application, 0 to 1h. */
  private @Nullable Duration shutdownTimeout;

  /** Whether uncaught exceptions of threads are reported. */
  private boolean captureUncaught = true;

  /** Directory for events that wait on disk for the server or the next start. */
  private @Nullable Path spoolDirectory;

  /** URLs of source files by package prefix, such as "com.acme=https://git.example.com/raw/main/". */
  private @Nullable String sourceUrls;

  /** Whether the application registers a session of its own once a day. */
  private boolean autoPing;

  private final Web web = new Web();
  private final Logging logging = new Logging();

  /**
   * Reads the properties.
   *
   * @param warnings receives a sentence for each value that cannot be converted; never the value
   */
  static TrackXProperties bind(Environment environment, Consumer<String> warnings) {
    return Binder.get(environment)
        .bind(PREFIX, Bindable.of(TrackXProperties.class), new TolerantBinding(warnings))
        .orElseGet(TrackXProperties::new);
  }

  public @Nullable String getEndpoint() {
    return endpoint;
  }

  public void setEndpoint(@Nullable String endpoint) {
    this.endpoint = endpoint;
  }

  public @Nullable String getOrigin() {
    return origin;
  }

  public void setOrigin(@Nullable String origin) {
    this.origin = origin;
  }

  public @Nullable String getRelease() {
    return release;
  }

  public void setRelease(@Nullable String release) {
    this.release = release;
  }

  public boolean isDetectRelease() {
    return detectRelease;
  }

  public void setDetectRelease(boolean detectRelease) {
    this.detectRelease = detectRelease;
  }

  public @Nullable String getEnvironment() {
    return environment;
  }

  public void setEnvironment(@Nullable String environment) {
    this.environment = environment;
  }

  public boolean isDetectEnvironment() {
    return detectEnvironment;
  }

  public void setDetectEnvironment(boolean detectEnvironment) {
    this.detectEnvironment = detectEnvironment;
  }

  public @Nullable String getRateLimit() {
    return rateLimit;
  }

  public void setRateLimit(@Nullable String rateLimit) {
    this.rateLimit = rateLimit;
  }

  public @Nullable Integer getQueueCapacity() {
    return queueCapacity;
  }

  public void setQueueCapacity(@Nullable Integer queueCapacity) {
    this.queueCapacity = queueCapacity;
  }

  public @Nullable Duration getCallTimeout() {
    return callTimeout;
  }

  public void setCallTimeout(@Nullable Duration callTimeout) {
    this.callTimeout = callTimeout;
  }

  public @Nullable Duration getShutdownTimeout() {
    return shutdownTimeout;
  }

  public void setShutdownTimeout(@Nullable Duration shutdownTimeout) {
    this.shutdownTimeout = shutdownTimeout;
  }

  public boolean isCaptureUncaught() {
    return captureUncaught;
  }

  public void setCaptureUncaught(boolean captureUncaught) {
    this.captureUncaught = captureUncaught;
  }

  public @Nullable Path getSpoolDirectory() {
    return spoolDirectory;
  }

  public void setSpoolDirectory(@Nullable Path spoolDirectory) {
    this.spoolDirectory = spoolDirectory;
  }

  public @Nullable String getSourceUrls() {
    return sourceUrls;
  }

  public void setSourceUrls(@Nullable String sourceUrls) {
    this.sourceUrls = sourceUrls;
  }

  public boolean isAutoPing() {
    return autoPing;
  }

  public void setAutoPing(boolean autoPing) {
    this.autoPing = autoPing;
  }

  public Web getWeb() {
    return web;
  }

  public Logging getLogging() {
    return logging;
  }

  /** Options of requests, {@code trackx.web.*}. */
  public static class Web {
    /** What counts as a session: the application, each visitor, or nothing. */
    private Sessions sessions = Sessions.INSTANCE;

    /** Secret of at least 16 bytes for tokens of visitors, so that several instances agree. */
    private @Nullable String visitorSecret;

    /** Paths such as "/assets/*", and "agent:*bot*", that are no visit. Replaces the default. */
    private @Nullable List<String> noSessionFor;

    /** Class names of exceptions that mean that the client went away. Replaces the default. */
    private @Nullable List<String> clientAborts;

    /** Class names of exceptions that are not reported. */
    private List<String> ignore = List.of();

    /** Class names of exceptions that are reported nevertheless, such as one with a 4xx status. */
    private List<String> keep = List.of();

    /** Whether browsers send reports of their own, and where to. */
    private BrowserReports browserReports = BrowserReports.OFF;

    /** Content security policy whose violations browsers report, with browser-reports. */
    private @Nullable String cspReportOnly;

    public Sessions getSessions() {
      return sessions;
    }

    public void setSessions(Sessions sessions) {
      this.sessions = sessions;
    }

    public @Nullable String getVisitorSecret() {
      return visitorSecret;
    }

    public void setVisitorSecret(@Nullable String visitorSecret) {
      this.visitorSecret = visitorSecret;
    }

    public @Nullable List<String> getNoSessionFor() {
      return noSessionFor;
    }

    public void setNoSessionFor(@Nullable List<String> noSessionFor) {
      this.noSessionFor = noSessionFor;
    }

    public @Nullable List<String> getClientAborts() {
      return clientAborts;
    }

    public void setClientAborts(@Nullable List<String> clientAborts) {
      this.clientAborts = clientAborts;
    }

    public List<String> getIgnore() {
      return ignore;
    }

    public void setIgnore(List<String> ignore) {
      this.ignore = ignore;
    }

    public List<String> getKeep() {
      return keep;
    }

    public void setKeep(List<String> keep) {
      this.keep = keep;
    }

    public BrowserReports getBrowserReports() {
      return browserReports;
    }

    public void setBrowserReports(BrowserReports browserReports) {
      this.browserReports = browserReports;
    }

    public @Nullable String getCspReportOnly() {
      return cspReportOnly;
    }

    public void setCspReportOnly(@Nullable String cspReportOnly) {
      this.cspReportOnly = cspReportOnly;
    }
  }

  /** Options of the appender, {@code trackx.logging.*}. */
  public static class Logging {
    /** Lowest level of log records that are reported. */
    private String minimumLevel = "ERROR";

    /** Keys of the MDC whose values are sent. */
    private List<String> mdcKeys = List.of();

    /** Names of markers that make a record be reported at any level. */
    private List<String> markers = List.of();

    public String getMinimumLevel() {
      return minimumLevel;
    }

    public void setMinimumLevel(String minimumLevel) {
      this.minimumLevel = minimumLevel;
    }

    public List<String> getMdcKeys() {
      return mdcKeys;
    }

    public void setMdcKeys(List<String> mdcKeys) {
      this.mdcKeys = mdcKeys;
    }

    public List<String> getMarkers() {
      return markers;
    }

    public void setMarkers(List<String> markers) {
      this.markers = markers;
    }
  }

  /** Skips values that cannot be converted. */
  private static final class TolerantBinding extends AbstractBindHandler {
    private final Consumer<String> warnings;

    TolerantBinding(Consumer<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      warnings.accept("The property " + name + " cannot be converted to "
          + target.getType().toClass().getSimpleName() + "; its default is used");
      return target.getValue() == null ? null : target.getValue().get();
    }
  }
}
