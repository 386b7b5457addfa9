package app.trackx.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report of a browser, and the event that the server makes of it: type, name, message, URI and meta, as in the source
 * of trackx-api 0.41. The server groups reports by fields of their own and not by frames or message.
 *
 * <p>Instances are created by {@link #read} only. Unlike the real server, this one clips long texts to the limits of events.
 */
final class BrowserReport {
  private static final int UNKNOWN = 96;
  private static final double MAX_AGE_MILLIS = 48 * 60 * 1000;
  private static final String[] OPENER = {
    "type", "effectivePolicy", "property", "sourceFile", "lineNumber", "columnNumber"
  };
  private static final int MAX_URI = 1000;
  private static final int MAX_MESSAGE = 10_000;
  private static final Map<String, BrowserReport> KINDS = Map.of(
      "csp-violation",
      new BrowserReport(5, "CSP Violation"),
      "deprecation",
      new BrowserReport(6, "Browser Deprecation"),
      "intervention",
      new BrowserReport(7, "Browser Intervention"),
      "crash",
      new BrowserReport(8, "Browser Crash"),
      "network-error",
      new BrowserReport(10, "Network Error"),
      "coep",
      new BrowserReport(11, "COEP Violation"),
      "coop",
      new BrowserReport(12, "COOP Violation"),
      "document-policy-violation",
      new BrowserReport(13, "Document Policy Violation"));

  private final int type;
  private final @Nullable String name;
  private @Nullable String message;
  private @Nullable String uri;
  private String group = "";
  private Map<String, @Nullable Object> meta = Map.of();

  private BrowserReport(int type, @Nullable String name) {
    this.type = type;
    this.name = name;
  }

  /**
   * Reads the reports of a request, in the form that its media type declares.
   *
   * @throws HttpError if the server would reject the request
   */
  static List<BrowserReport> read(JsonBody body, String mediaType) throws HttpError {
    if (!mediaType.equals("application/reports+json")) {
      Map<String, @Nullable Object> fields = body.fields();
      Object type = fields.get("type");
      return List.of(of(fields, type instanceof String ? (String) type : mediaType));
    }
    List<BrowserReport> reports = new java.util.ArrayList<>();
    for (Object element : body.elements()) {
      if (element instanceof Map) {
        Map<String, @Nullable Object> fields = JsonBody.object(element);
        if (isValid(fields)) {
          reports.add(of(fields, (String) fields.get("type")));
        }
      }
    }
    return reports;
  }

  /** Returns false for a report that the server ignores: too old, or without a type or a URL. */
  private static boolean isValid(Map<String, @Nullable Object> fields) {
    Object age = fields.getOrDefault("age", 0L);
    double millis = age instanceof Number ? ((Number) age).doubleValue() : -1;
    return millis >= 0
        && millis <= MAX_AGE_MILLIS
        && fields.get("type") instanceof String
        && fields.get("url") instanceof String;
  }

  private static BrowserReport of(Map<String, @Nullable Object> fields, @Nullable String type)
      throws HttpError {
    BrowserReport kind = type == null ? null : KINDS.get(type);
    if (kind != null) {
      BrowserReport report = new BrowserReport(kind.type, kind.name);
      Map<String, @Nullable Object> body = map(fields.get("body"));
      report.uri = text(fields.get("url"));
      report.meta = body;
      report.describe(body);
      return report;
    }
    if (fields.get("csp-report") != null) {
      return violation(map(fields.get("csp-report")));
    }
    BrowserReport unknown = new BrowserReport(UNKNOWN, null);
    Object body = fields.get("body");
    unknown.meta = body instanceof Map ? JsonBody.object(body) : fields;
    unknown.uri = text(fields.get("url"));
    unknown.group = unknown.meta.toString();
    return unknown;
  }

  /** Returns the report of the directive {@code report-uri}. */
  private static BrowserReport violation(Map<String, @Nullable Object> body) {
    BrowserReport report = new BrowserReport(5, "CSP Violation");
    String directive = first(body, "effective-directive", "violated-directive");
    report.uri = text(body.get("document-uri"));
    report.message = directive + " directive blocked " + body.get("blocked-uri");
    report.meta = body;
    report.group =
        group(directive, body, "blocked-uri", "source-file", "line-number", "column-number");
    return report;
  }

  private void describe(Map<String, @Nullable Object> body) {
    switch (type) {
      case 5:
        message = body.get("effectiveDirective") + " directive blocked "
            + first(body, "blockedURL", "blockedURI");
        group = group(
            first(body, "effectiveDirective") + ":" + first(body, "blockedURI", "blockedURL"),
            body,
            "sourceFile",
            "lineNumber",
            "columnNumber");
        break;
      case 8:
        message = text(body.get("reason"));
        group = uri + ":" + message;
        break;
      case 10:
        message =
            body.get("type") + " for " + body.get("method") + " " + first(body, "url", "referrer");
        group =
            group(first(body, "url", "referrer"), body, "type", "phase", "method", "status_code");
        break;
      case 11:
        group = group("", body, "type", "blockedURL", "destination");
        break;
      case 12:
        group = group("", body, OPENER);
        break;
      default:
        message = text(body.get("message"));
        String id = first(body, type == 13 ? "policyId" : "id");
        group = group(id, body, "sourceFile", "lineNumber", "columnNumber");
    }
  }

  private static String group(String start, Map<String, @Nullable Object> body, String... names) {
    StringBuilder group = new StringBuilder(start);
    for (String name : names) {
      group.append(':').append(body.get(name));
    }
    return group.toString();
  }

  private static String first(Map<String, @Nullable Object> body, String... names) {
    for (String name : names) {
      Object value = body.get(name);
      if (value instanceof String && !((String) value).isEmpty()) {
        return (String) value;
      }
    }
    return "undefined";
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : String.valueOf(value);
  }

  private static Map<String, @Nullable Object> map(@Nullable Object value) throws HttpError {
    if (!(value instanceof Map)) {
      throw new HttpError(500, "Internal Server Error");
    }
    return JsonBody.object(value);
  }

  /** Returns the event, as a client would have sent it. */
  EventFields event() throws HttpError {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    put(event, "name", name, MAX_MESSAGE);
    put(event, "message", message, MAX_MESSAGE);
    event.put("type", (long) type);
    put(event, "uri", uri, MAX_URI);
    event.put("meta", meta);
    return EventFields.of(JsonBody.of(JsonText.of(event)));
  }

  private static void put(
      Map<String, @Nullable Object> event, String key, @Nullable String text, int limit) {
    if (text != null) {
      event.put(key, text.substring(0, Math.min(limit, text.length())));
    }
  }

  /** Returns the id of the report's issue. */
  String issueId(Project project) {
    return Digest.of(project.key() + ':' + type + ':' + group);
  }
}
