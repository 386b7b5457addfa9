package app.trackx;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that went through the {@link OnErrorHandler} and fits the server's limits: the only
 * thing that is queued and encoded. Immutable, text alone.
 *
 * <p>Limits as observed on trackx-api 0.41, counted in UTF-16 units. The byte limits beside them
 * keep the whole body under 256 KiB whatever the text: the server discards silently what, with the
 * frames it parsed, comes to over 1 MiB.
 */
final class OutboundEvent {
  static final int MAX_NAME = 512;
  static final int MAX_MESSAGE = 10_000;
  static final int MAX_STACK = 131_072;
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
    stack = text == null ? null : Text.clip(text, MAX_STACK, MAX_STACK_BYTES);
    meta = JsonValues.copyOf(payload.getMeta(), MAX_META_BYTES);
  }

  /** Takes over what a handler returned. Runs code of the values in its meta. */
  static OutboundEvent of(EventPayload payload) {
    return new OutboundEvent(payload);
  }

  /** The text, if any, cut to so many UTF-16 units, whatever they take as JSON. */
  static @Nullable String clip(@Nullable String text, int maxUnits) {
    return text == null ? null : Text.clip(text, maxUnits, maxUnits * WORST_BYTES_A_UNIT);
  }
}
