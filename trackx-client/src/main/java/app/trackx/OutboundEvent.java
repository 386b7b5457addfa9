package app.trackx;

import app.trackx.internal.json.JsonValues;
import app.trackx.internal.json.JsonWriter;
import app.trackx.internal.json.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event after the {@link OnErrorHandler}, clipped to the server's limits: the only form that is
 * queued. Immutable; holds only text.
 *
 * <p>The limits are as observed on trackx-api 0.41, in UTF-16 units. The byte limits in addition
 * keep the whole body under 256 KiB for any text: the server silently discards an event that,
 * together with the frames it parsed, exceeds 1 MiB.
 */
final class OutboundEvent {
  static final int MAX_NAME = 512;
  static final int MAX_MESSAGE = 10_000;
  static final int MAX_STACK = 131_072;
  /** The server's parser takes time quadratic in the length of a line. */
  static final int MAX_STACK_LINE = 1_000;

  static final int MAX_URI = 1_000;
  static final int MAX_STACK_BYTES = 128 * 1024;
  static final int MAX_META_BYTES = 48 * 1024;
  private static final int WORST_BYTES_A_UNIT = 6;

  final int type;
  final @Nullable String name;
  final @Nullable String message;
  final @Nullable String stack;
  final @Nullable String uri;
  final Map<String, @Nullable Object> meta;

  private OutboundEvent(EventPayload payload) {
    type = payload.getType().code();
    name = clip(payload.getName(), MAX_NAME);
    message = clip(payload.getMessage(), MAX_MESSAGE);
    uri = clip(payload.getUri(), MAX_URI);
    String text = payload.getStack();
    stack = text == null
        ? null
        : Text.clip(Text.clipLines(text, MAX_STACK_LINE), MAX_STACK, MAX_STACK_BYTES);
    meta = JsonValues.copyOf(payload.getMeta(), MAX_META_BYTES);
  }

  /** Converts the payload that a handler returned. Calls methods of the values in its meta. */
  static OutboundEvent of(EventPayload payload) {
    return new OutboundEvent(payload);
  }

  /**
   * Encodes the body of a request: the JSON that the server accepts has no property except these
   * six, and none that is null, to which it would respond with 422. {@code meta} is always present,
   * since the dashboard's event page fails without it.
   *
   * @param late entries of meta that are only known now; they override those of the event
   */
  byte[] encode(Map<String, Object> late) {
    JsonWriter out = new JsonWriter();
    out.beginObject();
    write(out, "name", name);
    write(out, "message", message);
    write(out, "stack", stack);
    out.name("type");
    out.value(type);
    write(out, "uri", uri);
    out.name("meta");
    out.beginObject();
    for (Map.Entry<?, ?> entry : meta.entrySet()) {
      if (!late.containsKey(entry.getKey())) {
        out.name((String) entry.getKey());
        out.value(entry.getValue());
      }
    }
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

  /** Clips a text to {@code maxUnits} UTF-16 units, whatever their size in JSON. */
  static @Nullable String clip(@Nullable String text, int maxUnits) {
    return text == null ? null : Text.clip(text, maxUnits, maxUnits * WORST_BYTES_A_UNIT);
  }
}
