package app.trackx.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that proved to be JSON: its text as received, and its value. One that is not there at all
 * counts as an empty object. Its bytes are those of the text, and kept apart only if they are not:
 * what is no UTF-8 is replaced in the text.
 */
final class JsonBody {
  private final String text;
  private final byte @Nullable [] malformed;
  private final @Nullable Object value;

  private JsonBody(String text, byte @Nullable [] malformed, @Nullable Object value) {
    this.text = text;
    this.malformed = malformed;
    this.value = value;
  }

  static JsonBody of(byte @Nullable [] bytes) throws Refusal {
    if (bytes == null) {
      return new JsonBody("", null, Map.of());
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean same = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    try {
      return new JsonBody(text, same ? null : bytes, JsonReader.read(text));
    } catch (IOException e) {
      throw new Refusal(422, "Invalid content");
    }
  }

  String text() {
    return text;
  }

  /** Exactly what was received. */
  byte[] bytes() {
    return malformed == null ? text.getBytes(StandardCharsets.UTF_8) : malformed.clone();
  }

  /**
   * The value's properties as JavaScript sees them: numbers, booleans, empty arrays and empty texts
   * have none; the characters of a text and the elements of an array are theirs; null cannot be
   * asked.
   */
  Map<String, @Nullable Object> properties() throws Refusal {
    if (value == null) {
      throw new Refusal(500, "Internal Server Error");
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
