package app.trackx;

import app.trackx.internal.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encoder of events as the JSON that the server accepts: no property except its six, and none that
 * is null, to which it would respond with 422. {@code meta} is always present, since the
 * dashboard's event page fails without it.
 */
final class EventEncoder {
  /**
   * Encodes the body of a request.
   *
   * @param late entries of meta that are only known now; they override those of the event
   */
  byte[] encode(OutboundEvent event, Map<String, Object> late) {
    JsonWriter out = new JsonWriter();
    out.beginObject();
    write(out, "name", event.name);
    write(out, "message", event.message);
    write(out, "stack", event.stack);
    out.name("type");
    out.value(event.type);
    write(out, "uri", event.uri);
    out.name("meta");
    out.beginObject();
    writeOthers(out, event.meta, late);
    out.entries(late);
    out.endObject();
    out.endObject();
    return out.toByteArray();
  }

  private static void write(JsonWriter out, String field, @Nullable String text) {
    if (text != null) {
      out.name(field);
      out.value(text);
    }
  }

  private static void writeOthers(JsonWriter out, Map<?, ?> meta, Map<String, Object> late) {
    for (Map.Entry<?, ?> entry : meta.entrySet()) {
      if (!late.containsKey(entry.getKey())) {
        out.name((String) entry.getKey());
        out.value(entry.getValue());
      }
    }
  }
}
