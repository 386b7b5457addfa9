package app.trackx.servlet;

import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a filter. A bad one is one line in the log and never stops the application: it has its
 * default then, but a filter with a malformed endpoint reports nothing. For one thread.
 */
final class FilterOptions {
  @Nullable
  TrackXClient client;

  @Nullable
  String endpoint;

  @Nullable
  String origin;

  @Nullable
  String release;

  @Nullable
  String environment;

  Sessions sessions = Sessions.INSTANCE;

  @Nullable
  VisitorPseudonym visitors;

  @Nullable
  HttpContext httpContext;

  @Nullable
  String cspReportOnly;

  boolean browserReports;

  List<String> noSessionFor = SessionPings.DEFAULT_EXCLUSIONS;
  List<String> clientAborts = ClientAborts.DEFAULT_CLASSES;
  final List<String> ignored = new ArrayList<>();
  final List<String> kept = new ArrayList<>();

  private final List<String> faults = new ArrayList<>();

  FilterOptions() {}

  FilterOptions(FilterOptions other) {
    client = other.client;
    endpoint = other.endpoint;
    origin = other.origin;
    release = other.release;
    environment = other.environment;
    sessions = other.sessions;
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

  /** As init parameters, context parameters, system properties and environment have them. */
  static FilterOptions of(FilterSettings settings) {
    FilterOptions options = new FilterOptions();
    options.endpoint = settings.read("endpoint");
    options.origin = settings.read("origin");
    options.release = settings.read("release");
    options.environment = settings.read("environment");
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
    fault(
        "sessions is none of " + Arrays.toString(Sessions.values()) + "; " + sessions + " is used");
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
    browserReports = "true".equalsIgnoreCase(text);
    if (text != null && !browserReports && !"false".equalsIgnoreCase(text)) {
      fault("browserReports is neither true nor false; it is off");
    }
  }

  /** Notes what cannot be used; said when the filter starts. */
  void fault(String text) {
    faults.add(text);
  }

  /** Says in one line what is wrong, if anything is. */
  void sayFaults() {
    if (faults.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("TrackX's filter: ");
    for (int i = 0; i < faults.size(); i++) {
      text.append(i == 0 ? "" : "; ").append(faults.get(i));
    }
    faults.clear();
    Log.warn(text.append('.').toString());
  }

  /** Opens what is needed; null if the endpoint is malformed. */
  @Nullable
  FilterClient open() {
    if (client != null || endpoint == null) {
      return new FilterClient(client, null, null);
    }
    TrackXClient.Builder builder;
    try {
      builder = TrackXClient.builder(endpoint).release(release).environment(environment);
    } catch (IllegalArgumentException malformed) {
      fault(malformed.getMessage() + "; nothing is reported");
      return null;
    }
    try {
      builder.origin(origin);
    } catch (IllegalArgumentException badOrigin) {
      fault(badOrigin.getMessage() + "; the default is used");
    }
    return new FilterClient(null, endpoint, builder.build());
  }
}
