package app.trackx.relay.front;

import app.trackx.internal.json.JsonWriter;
import app.trackx.relay.intake.Json;
import java.io.IOException;
import java.util.ArrayList;
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

  /** Returns each report that the server would not ignore as a body of its own. */
  static List<byte[]> split(byte[] body, String mediaType) throws HttpError {
    Object value = parse(body);
    if (!mediaType.equals(LIST)) {
      if (!(value instanceof Map)) {
        throw new HttpError(400, "Invalid body");
      }
      Map<String, @Nullable Object> report = Json.object(value);
      checkBody(report, report.get("type") instanceof String type ? type : mediaType);
      return List.of(json(value));
    }
    if (!(value instanceof List<?> elements)) {
      throw new HttpError(400, "Invalid body");
    }
    List<byte[]> reports = new ArrayList<>();
    for (Object element : elements) {
      if (element instanceof Map) {
        Map<String, @Nullable Object> report = Json.object(element);
        if (isValid(report)) {
          checkBody(report, String.valueOf(report.get("type")));
          reports.add(json(List.of(element)));
        }
      }
    }
    return reports;
  }

  /** Parses a body; an invalid or missing one is rejected. */
  static @Nullable Object parse(byte[] body) throws HttpError {
    if (body.length > 0) {
      try {
        return Json.read(body);
      } catch (IOException e) {
        // the server's answer for reports is another one than for events
      }
    }
    throw new HttpError(400, "Invalid body");
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

  private static void checkBody(Map<String, @Nullable Object> report, String type)
      throws HttpError {
    Object body = WITH_BODY.contains(type) ? report.get("body") : report.get("csp-report");
    boolean required = WITH_BODY.contains(type) || body != null;
    if (required && !(body instanceof Map)) {
      throw new HttpError(500, "Internal Server Error");
    }
  }

  private static byte[] json(@Nullable Object value) {
    JsonWriter json = new JsonWriter();
    json.value(value);
    return json.toByteArray();
  }
}
