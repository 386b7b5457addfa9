package app.trackx.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A body that proved to be JSON: its bytes as received, and its value. */
final class JsonBody {
  private final byte @Nullable [] bytes;
  private final @Nullable Object value;

  private JsonBody(byte @Nullable [] bytes, @Nullable Object value) {
    this.bytes = bytes;
    this.value = value;
  }

  /** Parses a body; one that is not there at all counts as an empty object. */
  static JsonBody of(byte @Nullable [] bytes) throws HttpError {
    if (bytes == null) {
      return new JsonBody(null, Map.of());
    }
    try {
      return new JsonBody(bytes, JsonReader.read(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new HttpError(422, "Invalid content");
    }
  }

  /** Exactly what was received, not a copy; null if there was no body. */
  byte @Nullable [] bytes() {
    return bytes;
  }

  /**
   * The value's properties as JavaScript sees them: numbers, booleans, empty arrays and empty texts
   * have none; the characters of a text and the elements of an array are theirs; null cannot be
   * asked.
   */
  Map<String, @Nullable Object> properties() throws HttpError {
    if (value == null) {
      throw new HttpError(500, "Internal Server Error");
    }
    if (value instanceof Map) {
      return object(value);
    }
    boolean hasElements = value instanceof List && !((List<?>) value).isEmpty();
    boolean hasCharacters = value instanceof String && !((String) value).isEmpty();
    return hasElements || hasCharacters ? Map.of("0", value) : Map.of();
  }

  /** The map that a JSON object was read into. */
  @SuppressWarnings("unchecked") // the reader makes no map but this
  static Map<String, @Nullable Object> object(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
