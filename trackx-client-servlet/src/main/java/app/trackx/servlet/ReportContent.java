package app.trackx.servlet;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a browser's report that leaves: its kind, its URL, and known fields of its body.
 * Queries and fragments of URLs are cut, and ids in their paths replaced. Of a page that is not the
 * application's, a referrer keeps the origin alone.
 *
 * <p>Other fields are left out, among them the {@code User-Agent}, samples of scripts, headers,
 * addresses of servers, and the policy, which the application knows and which may hold a nonce.
 */
final class ReportContent {
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_KEYWORD = 40;

  /** The kinds that the server knows, except those of a browser's script. */
  private static final Set<String> KINDS = new HashSet<>(Arrays.asList(
      "csp-violation",
      "network-error",
      "deprecation",
      "intervention",
      "crash",
      "coep",
      "coop",
      "document-policy-violation"));

  private static final Set<String> URLS = new HashSet<>(Arrays.asList(
      "documentURL", "blockedURL", "sourceFile", "nextResponseURL", "previousResponseURL", "url"));

  private static final Set<String> FIELDS = new HashSet<>(Arrays.asList(
      "effectiveDirective",
      "disposition",
      "statusCode",
      "lineNumber",
      "columnNumber",
      "id",
      "message",
      "anticipatedRemoval",
      "reason",
      "type",
      "phase",
      "method",
      "protocol",
      "status_code",
      "elapsed_time",
      "sampling_fraction",
      "destination",
      "effectivePolicy",
      "property",
      "policyId"));

  /** The fields of the directive {@code report-uri}, and those of the Reporting API. */
  private static final String[][] CSP = {
    {"document-uri", "documentURL"},
    {"blocked-uri", "blockedURL"},
    {"source-file", "sourceFile"},
    {"referrer", "referrer"},
    {"violated-directive", "effectiveDirective"},
    {"effective-directive", "effectiveDirective"},
    {"disposition", "disposition"},
    {"status-code", "statusCode"},
    {"line-number", "lineNumber"},
    {"column-number", "columnNumber"}
  };

  private final WebUrl own;
  private final RouteTemplates routes;

  /** Creates the content of reports of one origin. */
  ReportContent(WebUrl own, RouteTemplates routes) {
    this.own = own;
    this.routes = routes;
  }

  /** Returns a report to send; null if it is of another origin, or of no known kind. */
  @Nullable
  Map<String, Object> of(Map<?, ?> report) {
    Object violation = report.get("csp-report");
    if (violation instanceof Map) {
      Map<String, Object> body = renamed((Map<?, ?>) violation);
      return of("csp-violation", body.get("documentURL"), body, null);
    }
    Object type = report.get("type");
    Object body = report.get("body");
    return type instanceof String && KINDS.contains(type) && body instanceof Map
        ? of((String) type, report.get("url"), (Map<?, ?>) body, report.get("age"))
        : null;
  }

  private @Nullable Map<String, Object> of(
      String type, @Nullable Object url, Map<?, ?> body, @Nullable Object age) {
    WebUrl page = url instanceof String ? WebUrl.parse((String) url) : null;
    if (page == null || !own.hasHostOf(page)) {
      return null;
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("type", type);
    report.put("url", route(page));
    report.put("body", body(body));
    if (age instanceof Number) {
      report.put("age", age);
    }
    return report;
  }

  private static Map<String, Object> renamed(Map<?, ?> violation) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (String[] names : CSP) {
      Object value = violation.get(names[0]);
      if (value != null) {
        body.put(names[1], value);
      }
    }
    return body;
  }

  private Map<String, Object> body(Map<?, ?> source) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      String name = (String) entry.getKey();
      Object value = value(name, entry.getValue());
      if (value != null) {
        body.put(name, value);
      }
    }
    return body;
  }

  private @Nullable Object value(String name, @Nullable Object value) {
    if (URLS.contains(name)) {
      return value instanceof String ? url((String) value) : null;
    }
    if (name.equals("referrer")) {
      return value instanceof String ? referrer((String) value) : null;
    }
    if (!FIELDS.contains(name)) {
      return null;
    }
    if (value instanceof String) {
      String text = (String) value;
      return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }
    return value instanceof Number || value instanceof Boolean ? value : null;
  }

  private @Nullable String url(String text) {
    WebUrl url = WebUrl.parse(text);
    if (url == null) {
      return keyword(text);
    }
    return own.hasHostOf(url) ? route(url) : url.origin() + RouteTemplates.withoutIds(url.path());
  }

  private @Nullable String referrer(String text) {
    WebUrl url = WebUrl.parse(text);
    if (url == null) {
      return null;
    }
    return own.hasHostOf(url) ? route(url) : url.origin() + "/";
  }

  private String route(WebUrl url) {
    return url.origin() + routes.of(url.path());
  }

  /** Returns what is no URL of the web: a keyword such as {@code inline}, or a scheme alone. */
  private static @Nullable String keyword(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if ((c < 'a' || c > 'z') && c != '-') {
        return null;
      }
    }
    boolean malformed = word.isEmpty() || word.equals("http") || word.equals("https");
    return malformed || word.length() > LONGEST_KEYWORD ? null : word;
  }
}
