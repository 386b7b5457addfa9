package app.trackx.servlet;

import jakarta.servlet.ServletContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The headers that make a browser send its own reports, of policy violations or failed requests, to
 * the project's {@code /report} or to a path of the application. The former expose the key to every
 * visitor, as TrackX's script for browsers does. Immutable.
 */
final class ReportHeaders {
  /** Lifetime in browsers, in seconds: one day, so that a mistake expires the next day. */
  private static final String MAX_AGE = "86400";

  private static final String GROUP = "trackx";

  /** The name of the endpoint for reports that no header assigns to one. */
  private static final String DEFAULT = "default";

  private final String[] names;
  private final String[] values;

  private ReportHeaders(String[] names, String[] values) {
    this.names = names;
    this.values = values;
  }

  /**
   * Creates the headers from the options; null if they are off.
   *
   * @param context the application's; null if it is unknown
   */
  static @Nullable ReportHeaders of(FilterOptions options, @Nullable ServletContext context) {
    if (options.browserReports == BrowserReports.THROUGH_APPLICATION) {
      String path = context == null ? "" : context.getContextPath();
      return of(path + ReportPath.PATH, policy(options), GROUP, DEFAULT);
    }
    if (options.browserReports != BrowserReports.TO_SERVER) {
      if (options.cspReportOnly != null) {
        options.fault("cspReportOnly requires browserReports and is ignored");
      }
      return null;
    }
    String endpoint = options.endpoint;
    if (endpoint == null || !isPlain(endpoint)) {
      options.fault("browserReports requires an endpoint of the filter's own and is off");
      return null;
    }
    return of(reportUrl(endpoint), policy(options), GROUP);
  }

  private static ReportHeaders of(String url, @Nullable String policy, String... groups) {
    StringBuilder endpoints = new StringBuilder();
    StringBuilder reportTo = new StringBuilder();
    for (String group : groups) {
      String separator = endpoints.length() == 0 ? "" : ", ";
      endpoints.append(separator).append(group).append("=\"").append(url).append('"');
      reportTo.append(separator).append("{\"group\":\"").append(group).append("\",\"max_age\":");
      reportTo.append(MAX_AGE).append(",\"endpoints\":[{\"url\":\"").append(url).append("\"}]}");
    }
    String[] names = {
      "Reporting-Endpoints", "Report-To", "NEL", "Content-Security-Policy-Report-Only"
    };
    String[] values = {
      endpoints.toString(),
      reportTo.toString(),
      "{\"report_to\":\"" + GROUP + "\",\"max_age\":" + MAX_AGE + "}",
      policy == null ? "" : policy + "; report-uri " + url + "; report-to " + GROUP
    };
    int count = policy == null ? 3 : 4;
    return new ReportHeaders(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
  }

  private static @Nullable String policy(FilterOptions options) {
    String policy = options.cspReportOnly;
    if (policy == null) {
      return null;
    }
    String text = policy.trim();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).trim();
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        options.fault("cspReportOnly contains a character invalid in a header and is ignored");
        return null;
      }
    }
    return text.isEmpty() ? null : text;
  }

  /** Derives the URL from an endpoint in any form that the client accepts. */
  private static String reportUrl(String endpoint) {
    String url = endpoint.trim();
    while (url.endsWith("/")) {
      url = url.substring(0, url.length() - 1);
    }
    if (url.endsWith("/event")) {
      url = url.substring(0, url.length() - "/event".length());
    }
    return url + "/report";
  }

  private static boolean isPlain(String url) {
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == ';' || c == ',') {
        return false;
      }
    }
    return true;
  }

  int count() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  String value(int index) {
    return values[index];
  }

  /** Returns the index of a header; -1 if it is not one of these. */
  int indexOf(@Nullable String header) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(header)) {
        return i;
      }
    }
    return -1;
  }
}
