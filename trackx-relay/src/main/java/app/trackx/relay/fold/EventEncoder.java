package app.trackx.relay.fold;

import app.trackx.internal.json.JsonWriter;
import app.trackx.relay.intake.Json;
import app.trackx.relay.intake.RequestKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the body of the event that stands for several: that of the first, with the counts in its meta. */
final class EventEncoder {
  private EventEncoder() {}

  static byte[] encode(Occurrences all, long now) {
    try {
      Object body = Json.read(all.body());
      Map<String, @Nullable Object> meta = meta(all.kind(), body);
      if (meta != null) {
        Counts.putInto(meta, all, now);
        JsonWriter json = new JsonWriter();
        json.value(body);
        byte[] counted = json.toByteArray();
        if (counted.length <= Json.MAX_BODY) {
          return counted;
        }
      }
    } catch (IOException noJson) {
      // it was written here, but the counts are worth less than the event
    }
    return all.body();
  }

  private static @Nullable Map<String, @Nullable Object> meta(
      RequestKind kind, @Nullable Object body) {
    if (kind == RequestKind.REPORT) {
      Map<String, @Nullable Object> report = ReportJson.reportIn(body);
      return report == null ? null : ReportJson.metaOf(report);
    }
    if (!(body instanceof Map)) {
      return null;
    }
    Map<String, @Nullable Object> event = Json.object(body);
    Object meta = event.computeIfAbsent("meta", name -> new LinkedHashMap<String, Object>());
    return meta instanceof Map ? Json.object(meta) : null;
  }
}
