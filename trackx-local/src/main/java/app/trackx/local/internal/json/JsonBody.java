package app.trackx.local.internal.json;

import app.trackx.local.internal.http.HttpError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid JSON body: its bytes as received, and its parsed value. */
public final class JsonBody {
  private final byte @Nullable [] bytes;
  private final @Nullable Object value;

  private JsonBody(byte @Nullable [] bytes, @Nullable Object value) {
    this.bytes = bytes;
    this.value = value;
  }

  /** Parses a body. A missing body is treated as an empty object. */
  public static JsonBody of(byte @Nullable [] bytes) throws HttpError {
    if (bytes == null) {
      return new JsonBody(null, Map.of());
    }
    try {
      return new JsonBody(bytes, JsonReader.read(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new HttpError(422, "Invalid content");
    }
  }

  /** Returns the bytes as received, not a copy; null if there was no body. */
  public byte @Nullable [] bytes() {
    return bytes;
  }

  /**
   * Returns the value's properties as JavaScript defines them: numbers, booleans, empty arrays and empty strings have
   * none; those of a string are its characters, those of an array its elements; on null, access fails.
   */
  public Map<String, @Nullable Object> properties() throws HttpError {
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

  /**
   * Returns the value's properties if it is an object.
   *
   * @throws HttpError if it is not
   */
  public Map<String, @Nullable Object> fields() throws HttpError {
    if (!(value instanceof Map)) {
      throw new HttpError(400, "Invalid body");
    }
    return object(value);
  }

  public boolean isArray() {
    return value instanceof List;
  }

  /**
   * Returns the value's elements if it is an array.
   *
   * @throws HttpError if it is not
   */
  public List<?> elements() throws HttpError {
    if (!(value instanceof List)) {
      throw new HttpError(400, "Invalid body");
    }
    return (List<?>) value;
  }

  /** Casts a parsed JSON object to a map. */
  @SuppressWarnings("unchecked") // JsonReader creates no other maps
  public static Map<String, @Nullable Object> object(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
