package app.trackx.servlet;

import app.trackx.RateLimit;
import app.trackx.Setting;
import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import app.trackx.internal.adapter.Exclusions;
import app.trackx.internal.adapter.RequestSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a filter. An invalid one logs one line and never stops the application: it falls
 * back to its default, except that a filter with a malformed endpoint reports nothing. For use by
 * one thread.
 */
final class FilterOptions {
  @Nullable
  TrackXClient client;

  @Nullable
  String endpoint;

  /** Set if the endpoint is malformed or {@code off}: nothing is reported. */
  boolean off;

  @Nullable
  String origin;

  @Nullable
  String release;

  @Nullable
  String environment;

  @Nullable
  String sourceUrls;

  boolean trail;

  Sessions sessions = Sessions.INSTANCE;

  @Nullable
  RateLimit rateLimit;

  @Nullable
  VisitorPseudonym visitors;

  @Nullable
  HttpContext httpContext;

  @Nullable
  String cspReportOnly;

  BrowserReports browserReports = BrowserReports.OFF;

  List<String> noSessionFor = Exclusions.DEFAULTS;
  List<String> clientAborts = ClientAborts.DEFAULT_CLASSES;
  final List<String> ignored = new ArrayList<>();
  final List<String> kept = new ArrayList<>();

  private final List<String> faults = new ArrayList<>();

  FilterOptions() {}

  FilterOptions(FilterOptions other) {
    client = other.client;
    endpoint = other.endpoint;
    off = other.off;
    origin = other.origin;
    release = other.release;
    environment = other.environment;
    sourceUrls = other.sourceUrls;
    trail = other.trail;
    sessions = other.sessions;
    rateLimit = other.rateLimit;
    visitors = other.visitors;
    httpContext = other.httpContext;
    cspReportOnly = other.cspReportOnly;
    browserReports = other.browserReports;
    noSessionFor = other.noSessionFor;
    clientAborts = other.clientAborts;
    ignored.addAll(other.ignored);
    kept.addAll(other.kept);
    faults.addAll(other.faults);
  }

  /** Reads init parameters, context parameters, system properties and environment variables. */
  static FilterOptions of(FilterSettings settings) {
    FilterOptions options = new FilterOptions();
    options.endpoint = options.checked(settings.client("endpoint"));
    options.origin = options.checked(settings.client("origin"));
    options.release = options.checked(settings.client("release"));
    options.environment = options.checked(settings.client("environment"));
    options.sourceUrls = options.checked(settings.client("sourceUrls"));
    options.trail = "true".equals(options.checked(settings.client("trail")));
    options.rateLimit(settings.list("rateLimit", Collections.emptyList()));
    options.sessions(settings.read("sessions"));
    options.visitorSecret(settings.read("visitorSecret"));
    options.noSessionFor = settings.list("noSessionFor", options.noSessionFor);
    options.clientAborts = settings.list("clientAborts", options.clientAborts);
    options.ignored.addAll(settings.list("ignore", options.ignored));
    options.kept.addAll(settings.list("keep", options.kept));
    options.browserReports(settings.read("browserReports"));
    options.cspReportOnly = settings.read("cspReportOnly");
    return options;
  }

  /** Copies and checks the options of a builder, which accepts any text. */
  static FilterOptions of(FilterOptions inCode) {
    FilterOptions options = new FilterOptions(inCode);
    options.endpoint = options.checked(inCode("endpoint", inCode.endpoint));
    options.origin = options.checked(inCode("origin", inCode.origin));
    options.release = options.checked(inCode("release", inCode.release));
    options.environment = options.checked(inCode("environment", inCode.environment));
    options.sourceUrls = options.checked(inCode("sourceUrls", inCode.sourceUrls));
    return options;
  }

  private static Setting inCode(String name, @Nullable String text) {
    return Setting.of(name, text, "The builder's " + name);
  }

  /** Returns the value of the setting, after noting its warning and the consequence. */
  private @Nullable String checked(Setting setting) {
    off |= setting.isOff();
    if (setting.warning() != null) {
      fault(setting.warning() + (setting.isOff() && client == null ? "; nothing is reported" : ""));
    }
    return setting.value();
  }

  private void sessions(@Nullable String text) {
    if (text == null) {
      return;
    }
    for (Sessions known : Sessions.values()) {
      if (known.name().equalsIgnoreCase(text)) {
        sessions = known;
        return;
      }
    }
    fault("sessions is not one of " + Arrays.toString(Sessions.values()) + "; " + sessions
        + " is used");
  }

  private void rateLimit(List<String> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    try {
      rateLimit = RateLimit.of(
          Integer.parseInt(numbers.get(0)),
          Integer.parseInt(numbers.get(1)),
          Duration.ofMinutes(1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      fault("rateLimit is not a burst and a number per minute, such as 30,6; the default is used");
    }
  }

  private void visitorSecret(@Nullable String text) {
    if (text != null) {
      try {
        visitors = VisitorPseudonym.ofSecret(text);
      } catch (IllegalArgumentException tooShort) {
        fault("visitorSecret is shorter than 16 bytes; random keys are used");
      }
    }
  }

  private void browserReports(@Nullable String text) {
    if (text == null || "false".equalsIgnoreCase(text)) {
      return;
    }
    if ("true".equalsIgnoreCase(text)) {
      browserReports = BrowserReports.TO_SERVER;
      return;
    }
    for (BrowserReports known : BrowserReports.values()) {
      if (known.name().equalsIgnoreCase(text.replace('-', '_'))) {
        browserReports = known;
        return;
      }
    }
    fault("browserReports is not one of " + Arrays.toString(BrowserReports.values())
        + "; they are off");
  }

  /** Notes an invalid option, to be logged when the filter starts. */
  void fault(String text) {
    faults.add(text);
  }

  /** Logs all invalid options in one line, if there are any. */
  void logFaults() {
    if (faults.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("TrackXFilter: ");
    for (int i = 0; i < faults.size(); i++) {
      text.append(i == 0 ? "" : "; ").append(faults.get(i));
    }
    faults.clear();
    Log.warn(text.append('.').toString());
  }

  /** Creates what registers the sessions of the filter's requests. */
  RequestSessions<HttpServletRequest> sessionsOf(FilterClient opened) {
    VisitorPseudonym tokens = null;
    if (sessions == Sessions.VISITOR) {
      tokens = visitors == null ? VisitorPseudonym.random() : visitors;
    }
    return new RequestSessions<>(
        new FilterRequests(opened),
        sessions == Sessions.INSTANCE,
        tokens,
        new Exclusions(noSessionFor));
  }

  /** Opens a client if one is needed; null if the endpoint is malformed or off. */
  @Nullable
  FilterClient open() {
    if (client != null) {
      return FilterClient.of(client);
    }
    if (off) {
      return null;
    }
    if (endpoint == null) {
      return FilterClient.of(null);
    }
    TrackXClient.Builder builder = TrackXClient.builder(endpoint)
        .origin(origin)
        .release(release)
        .environment(environment)
        .sourceUrls(sourceUrls)
        .trail(trail);
    if (rateLimit != null) {
      builder.rateLimit(rateLimit);
    }
    return FilterClient.open(endpoint, builder);
  }
}
