package app.trackx.relay.front;

import app.trackx.internal.json.JsonWriter;
import app.trackx.relay.intake.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server's rules for reports of browsers, as in the source of trackx-api 0.41. */
final class ReportRules {
  /** The media type of a list of reports. */
  static final String LIST = "application/reports+json";

  private static final Set<String> MEDIA_TYPES = Set.of(
      LIST,
      "application/csp-report",
      "application/expect-ct-report+json",
      "application/json",
      "text/plain");
  private static final Set<String> WITH_BODY = Set.of(
      "csp-violation",
      "deprecation",
      "intervention",
      "crash",
      "network-error",
      "coep",
      "coop",
      "document-policy-violation");
  private static final double MAX_AGE_MILLIS = 48 * 60 * 1000;

  private ReportRules() {}

  /** Checks the header. Returns the media type without parameters. */
  static String mediaType(String contentType) throws HttpError {
    if (contentType.isEmpty()) {
      throw new HttpError(400, "Invalid content type");
    }
    String mediaType = contentType.split(";", -1)[0];
    if (!MEDIA_TYPES.contains(mediaType)) {
      throw new HttpError(422, "Invalid content type");
    }
    return mediaType;
  }

  /** Returns whether a body looks like a list of reports to the server. */
  static boolean beginsList(byte @Nullable [] body) {
    return body != null && body.length > 0 && body[0] == '[';
  }

  /** Parses a body. Returns a map or a list; anything else is rejected. */
  static Object parse(byte @Nullable [] body) throws HttpError {
    try {
      Object value = body == null ? null : Json.read(body);
      if (value instanceof Map || value instanceof List) {
        return value;
      }
    } catch (IOException e) {
      // the server's answer for reports is another one than for events
    }
    throw new HttpError(400, "Invalid body");
  }

  /** Returns each report that the server would not ignore as a body of its own. */
  static List<byte[]> split(Object body, String mediaType) throws HttpError {
    if (!mediaType.equals(LIST)) {
      Map<String, @Nullable Object> report = properties(body);
      Object type = report.get("type");
      check(report, isTrue(type) ? type : mediaType);
      return List.of(json(report));
    }
    if (!(body instanceof List<?> elements)) {
      throw new HttpError(400, "Invalid body");
    }
    List<byte[]> reports = new ArrayList<>();
    for (Object element : elements) {
      if (element == null) {
        throw failed();
      }
      if (element instanceof Map && isValid(Json.object(element))) {
        check(Json.object(element), Json.object(element).get("type"));
        reports.add(json(List.of(element)));
      }
    }
    return reports;
  }

  /** Returns the properties that an object or an array has in JavaScript. */
  private static Map<String, @Nullable Object> properties(Object body) {
    if (!(body instanceof List<?> elements)) {
      return Json.object(body);
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (Object element : elements) {
      properties.put(String.valueOf(properties.size()), element);
    }
    return properties;
  }

  /** Returns false for a report that the server ignores: too old, or without a type or a URL. */
  private static boolean isValid(Map<String, @Nullable Object> report) {
    double age =
        report.getOrDefault("age", 0L) instanceof Number number ? number.doubleValue() : -1;
    return age >= 0
        && age <= MAX_AGE_MILLIS
        && report.get("type") instanceof String
        && report.get("url") instanceof String;
  }

  /** Rejects what the server fails at: a report of a known type without a body, and a fraction of a millisecond. */
  private static void check(Map<String, @Nullable Object> report, @Nullable Object type)
      throws HttpError {
    if (type instanceof String known && WITH_BODY.contains(known) && report.get("body") == null) {
      throw failed();
    }
    if (report.get("age") instanceof Number age && age.doubleValue() % 1 != 0) {
      throw new HttpError(500, "cannot store REAL value in INTEGER column issue.ts_last");
    }
  }

  private static HttpError failed() {
    return new HttpError(500, "Internal Server Error");
  }

  /** Returns whether a value counts as true in JavaScript. */
  private static boolean isTrue(@Nullable Object value) {
    return value != null
        && !value.equals(false)
        && !value.equals("")
        && !(value instanceof Number number && number.doubleValue() == 0);
  }

  private static byte[] json(@Nullable Object value) {
    JsonWriter json = new JsonWriter();
    json.value(value);
    return json.toByteArray();
  }
}
