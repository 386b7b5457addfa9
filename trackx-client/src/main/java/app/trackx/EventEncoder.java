package app.trackx;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as the JSON that the server accepts: no property but its six, and none that is
 * null, which it would answer with 422. {@code meta} is always there, since the dashboard's event
 * page fails without.
 */
final class EventEncoder {
  private final JsonFactory json = new JsonFactory();

  /**
   * The body of a request.
   *
   * @param late entries of meta that are known only now; they go over those of the event
   */
  byte[] encode(ReadyEvent event, Map<String, Object> late) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
    try (JsonGenerator out = json.createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      writeText(out, "name", event.name);
      writeText(out, "message", event.message);
      writeText(out, "stack", event.stack);
      out.writeNumberField("type", event.type);
      writeText(out, "uri", event.uri);
      out.writeFieldName("meta");
      writeMap(out, event.meta, late);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeText(JsonGenerator out, String field, @Nullable String text)
      throws IOException {
    if (text != null) {
      out.writeStringField(field, text);
    }
  }

  private static void writeMap(JsonGenerator out, Map<?, ?> map, Map<?, ?> over)
      throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!over.containsKey(entry.getKey())) {
        out.writeFieldName((String) entry.getKey());
        writeValue(out, entry.getValue());
      }
    }
    for (Map.Entry<?, ?> entry : over.entrySet()) {
      out.writeFieldName((String) entry.getKey());
      writeValue(out, entry.getValue());
    }
    out.writeEndObject();
  }

  private static void writeValue(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map) {
      writeMap(out, (Map<?, ?>) value, Collections.emptyMap());
    } else if (value instanceof List) {
      out.writeStartArray();
      for (Object element : (List<?>) value) {
        writeValue(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean) {
      out.writeBoolean((Boolean) value);
    } else if (value instanceof Long) {
      out.writeNumber((Long) value);
    } else if (value instanceof Double) {
      out.writeNumber((Double) value);
    } else if (value instanceof Float) {
      out.writeNumber((Float) value);
    } else if (value instanceof BigDecimal) {
      out.writeNumber((BigDecimal) value);
    } else {
      out.writeString((String) value);
    }
  }
}
