package app.trackx.local.internal.api;

import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.json.JsonBody;
import app.trackx.local.internal.json.JsonText;
import app.trackx.local.internal.stack.Digest;
import app.trackx.local.internal.stack.JavaScriptNumber;
import app.trackx.local.internal.store.EventFields;
import app.trackx.local.internal.store.Project;
import java.util.LinkedHashMap;
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

  /** Receives the reports of a request, one after the other. */
  interface Sink {
    void accept(BrowserReport report) throws HttpError;
  }

  /**
   * Reads the reports of a request, in the form that its media type declares. Reports before an invalid one are accepted.
   *
   * @throws HttpError if the server would reject the request
   */
  static void read(JsonBody body, String mediaType, Sink sink) throws HttpError {
    if (!mediaType.equals("application/reports+json")) {
      Map<String, @Nullable Object> fields = body.isArray() ? indexed(body) : body.fields();
      Object type = fields.get("type");
      sink.accept(of(fields, isTrue(type) ? type : mediaType));
      return;
    }
    for (Object element : body.elements()) {
      Map<String, @Nullable Object> fields = map(element);
      if (isValid(fields)) {
        sink.accept(of(fields, fields.get("type")));
      }
    }
  }

  /** Returns the properties that an array has in JavaScript. */
  private static Map<String, @Nullable Object> indexed(JsonBody body) throws HttpError {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Object element : body.elements()) {
      fields.put(String.valueOf(fields.size()), element);
    }
    return fields;
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

  private static BrowserReport of(Map<String, @Nullable Object> fields, @Nullable Object type)
      throws HttpError {
    BrowserReport kind = type instanceof String ? KINDS.get(type) : null;
    BrowserReport report;
    if (kind != null) {
      report = new BrowserReport(kind.type, kind.name);
      report.uri = text(fields.get("url"));
      report.meta = meta(fields);
      report.describe(map(fields.get("body")));
    } else if (isTrue(fields.get("csp-report"))) {
      report = violation(map(fields.get("csp-report")));
    } else if (isTrue(fields.get("expect-ct-report"))) {
      report = certificate(map(fields.get("expect-ct-report")));
    } else {
      report = new BrowserReport(UNKNOWN, null);
      report.meta = meta(fields);
      report.uri = text(firstTrue(fields, "url", "document-uri", "document_uri"));
      report.group = report.meta.toString();
    }
    checkAge(fields.get("age"));
    return report;
  }

  /** Rejects a fraction of a millisecond, which the server's database cannot store. */
  private static void checkAge(@Nullable Object age) throws HttpError {
    double millis = age instanceof Number ? ((Number) age).doubleValue() : 0;
    if (millis != Math.rint(millis)) {
      throw new HttpError(500, "cannot store REAL value in INTEGER column issue.ts_last");
    }
  }

  private static Map<String, @Nullable Object> meta(Map<String, @Nullable Object> fields) {
    Object body = fields.get("body");
    return body instanceof Map ? JsonBody.object(body) : fields;
  }

  /** Returns the report of a certificate without transparency. */
  private static BrowserReport certificate(Map<String, @Nullable Object> body) {
    BrowserReport report = new BrowserReport(9, "Expect-CT Violation");
    Object scheme = firstTrue(body, "scheme");
    report.uri = (scheme == null ? "https" : scheme) + "://" + first(body, "hostname", "host") + ':'
        + js(body, "port");
    report.meta = body;
    report.group =
        group(report.uri, body, "served-certificate-chain", "validated-certificate-chain");
    return report;
  }

  /** Returns the report of the directive {@code report-uri}. */
  private static BrowserReport violation(Map<String, @Nullable Object> body) {
    BrowserReport report = new BrowserReport(5, "CSP Violation");
    String directive = first(body, "effective-directive", "violated-directive");
    report.uri = text(body.get("document-uri"));
    report.message = directive + " directive blocked " + js(body, "blocked-uri");
    report.meta = body;
    report.group =
        group(directive, body, "blocked-uri", "source-file", "line-number", "column-number");
    return report;
  }

  private void describe(Map<String, @Nullable Object> body) {
    switch (type) {
      case 5:
        message = js(body, "effectiveDirective") + " directive blocked "
            + first(body, "blockedURL", "blockedURI");
        group = group(
            js(body, "effectiveDirective") + ":" + first(body, "blockedURI", "blockedURL"),
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
            js(body, "type") + " for " + js(body, "method") + " " + first(body, "url", "referrer");
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
      group.append(':').append(js(body, name));
    }
    return group.toString();
  }

  /** Returns the first property that counts as true in JavaScript, or else the last, as text. */
  private static String first(Map<String, @Nullable Object> body, String... names) {
    Object found = firstTrue(body, names);
    return found == null ? js(body, names[names.length - 1]) : String.valueOf(found);
  }

  private static @Nullable Object firstTrue(Map<String, @Nullable Object> body, String... names) {
    for (String name : names) {
      if (isTrue(body.get(name))) {
        return body.get(name);
      }
    }
    return null;
  }

  /** Returns a property as JavaScript puts it into a text. */
  private static String js(Map<String, @Nullable Object> body, String name) {
    Object value = body.get(name);
    if (value instanceof Number) {
      return JavaScriptNumber.text(((Number) value).doubleValue());
    }
    return body.containsKey(name) ? String.valueOf(value) : "undefined";
  }

  /** Returns whether a value counts as true in JavaScript. */
  private static boolean isTrue(@Nullable Object value) {
    return value != null
        && !value.equals(false)
        && !value.equals("")
        && !(value instanceof Number && ((Number) value).doubleValue() == 0);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : String.valueOf(value);
  }

  /** Returns an object's properties. Other values have none of those that are read here; on null, access fails. */
  private static Map<String, @Nullable Object> map(@Nullable Object value) throws HttpError {
    if (value == null) {
      throw new HttpError(500, "Internal Server Error");
    }
    return value instanceof Map ? JsonBody.object(value) : Map.of();
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
