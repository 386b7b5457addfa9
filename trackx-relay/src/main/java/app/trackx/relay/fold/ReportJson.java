package app.trackx.relay.fold;

import app.trackx.internal.json.JsonWriter;
import app.trackx.internal.stack.StackText;
import app.trackx.relay.intake.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of one browser's report: an object, or an array of one. The server makes an event of it. */
final class ReportJson {
  private ReportJson() {}

  /** Returns the report of a parsed body; null if there is none. */
  static @Nullable Map<String, @Nullable Object> reportIn(@Nullable Object body) {
    Object report = body instanceof List<?> list && list.size() == 1 ? list.get(0) : body;
    return report instanceof Map ? Json.object(report) : null;
  }

  /** Returns the part of a report that the server shows as the event's meta. */
  static Map<String, @Nullable Object> metaOf(Map<String, @Nullable Object> report) {
    for (String name : new String[] {"body", "csp-report", "expect-ct-report"}) {
      Object meta = report.get(name);
      if (meta instanceof Map) {
        return Json.object(meta);
      }
    }
    return report;
  }

  /** Returns a fingerprint of the whole report except its age and the browser that sent it. */
  static String fingerprint(String key, String contentType, Map<String, @Nullable Object> report) {
    Map<String, @Nullable Object> same = new LinkedHashMap<>(report);
    same.remove("age");
    same.remove("user_agent");
    JsonWriter json = new JsonWriter();
    json.value(same);
    String text = new String(json.toByteArray(), StandardCharsets.UTF_8);
    return StackText.hashOf(key + '\n' + contentType + '\n' + text);
  }
}
