package app.trackx.relay.front;

import app.trackx.relay.intake.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's rules for the body of an event, in its order and with its words, as observed on trackx-api 0.41: unknown
 * properties, then name, message, type, uri, stack and meta.
 */
final class EventRules {
  private static final Set<String> KNOWN =
      Set.of("name", "message", "stack", "type", "uri", "meta");

  private EventRules() {}

  /** Parses a body; a missing one, null, counts as an empty object. */
  static @Nullable Object parse(byte @Nullable [] body) throws HttpError {
    if (body == null) {
      return new LinkedHashMap<String, Object>();
    }
    try {
      return Json.read(body);
    } catch (IOException e) {
      throw new HttpError(422, "Invalid content");
    }
  }

  /** Checks a parsed body. Returns its properties, as JavaScript defines them. */
  static Map<String, @Nullable Object> check(@Nullable Object body) throws HttpError {
    Map<String, @Nullable Object> event = properties(body);
    if (!KNOWN.containsAll(event.keySet())) {
      throw new HttpError(400, "Unexpected property");
    }
    text(event, "name", 512);
    text(event, "message", 10_000);
    Object type = event.getOrDefault("type", 97L);
    double code = type instanceof Number number ? number.doubleValue() : -1;
    if (code < 0 || code > 99) {
      throw new HttpError(422, "Invalid type");
    }
    text(event, "uri", 1000);
    text(event, "stack", 131_072);
    if (event.containsKey("meta") && !(event.get("meta") instanceof Map)) {
      throw new HttpError(422, "Invalid meta");
    }
    return event;
  }

  /**
   * Numbers, booleans, empty arrays and empty strings have no properties; those of a string are its characters, those of an
   * array its elements; on null, access fails.
   */
  private static Map<String, @Nullable Object> properties(@Nullable Object body) throws HttpError {
    if (body == null) {
      throw new HttpError(500, "Internal Server Error");
    }
    if (body instanceof Map) {
      return Json.object(body);
    }
    boolean hasElements = body instanceof List<?> list && !list.isEmpty();
    boolean hasCharacters = body instanceof String text && !text.isEmpty();
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    if (hasElements || hasCharacters) {
      properties.put("0", body);
    }
    return properties;
  }

  private static void text(Map<String, @Nullable Object> event, String name, int limit)
      throws HttpError {
    if (event.containsKey(name)
        && !(event.get(name) instanceof String text && text.length() <= limit)) {
      throw new HttpError(422, "Invalid " + name);
    }
  }
}
