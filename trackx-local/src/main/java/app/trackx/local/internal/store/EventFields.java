package app.trackx.local.internal.store;

import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.json.JsonBody;
import app.trackx.local.internal.stack.StackFrame;
import app.trackx.local.internal.stack.StackReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The validated properties of an event. Instances are created by {@link #of} only, which validates them.
 *
 * <p>Properties are checked in the server's order: unknown properties, then name, message, type, uri, stack and meta. A
 * property may be absent, but not a JSON null.
 */
public final class EventFields {
  private static final Set<String> KNOWN =
      Set.of("name", "message", "stack", "type", "uri", "meta");
  private static final double UNKNOWN_EVENT = 97;

  final JsonBody body;
  private final Map<String, @Nullable Object> properties;
  public final @Nullable String name;
  public final @Nullable String message;
  public final double type;
  public final @Nullable String uri;
  public final @Nullable String stack;
  public final Map<String, @Nullable Object> meta;

  private EventFields(JsonBody body, Map<String, @Nullable Object> properties) throws HttpError {
    this.body = body;
    this.properties = properties;
    name = text(properties, "name", 512);
    message = text(properties, "message", 10_000);
    type = type(properties);
    uri = text(properties, "uri", 1000);
    stack = text(properties, "stack", 131_072);
    meta = meta(properties);
  }

  public static EventFields of(JsonBody body) throws HttpError {
    Map<String, @Nullable Object> properties = body.properties();
    if (!KNOWN.containsAll(properties.keySet())) {
      throw new HttpError(400, "Unexpected property");
    }
    return new EventFields(body, properties);
  }

  /** Returns whether the server accepts the event and then drops it, because its type is not an integer. */
  public boolean isLost() {
    return type != Math.rint(type);
  }

  /** Parses the frames of the stack. */
  public List<StackFrame> frames() {
    return StackReader.readNullable(stack);
  }

  /** Returns all properties as they were sent. */
  public Map<String, @Nullable Object> properties() {
    return properties;
  }

  private static @Nullable String text(Map<String, @Nullable Object> body, String name, int limit)
      throws HttpError {
    if (!body.containsKey(name)) {
      return null;
    }
    Object value = body.get(name);
    if (!(value instanceof String) || ((String) value).length() > limit) {
      throw new HttpError(422, "Invalid " + name);
    }
    return (String) value;
  }

  private static double type(Map<String, @Nullable Object> body) throws HttpError {
    if (!body.containsKey("type")) {
      return UNKNOWN_EVENT;
    }
    Object value = body.get("type");
    double type = value instanceof Number ? ((Number) value).doubleValue() : -1;
    if (type < 0 || type > 99) {
      throw new HttpError(422, "Invalid type");
    }
    return type;
  }

  private static Map<String, @Nullable Object> meta(Map<String, @Nullable Object> body)
      throws HttpError {
    if (!body.containsKey("meta")) {
      return Map.of();
    }
    Object value = body.get("meta");
    if (!(value instanceof Map)) {
      throw new HttpError(422, "Invalid meta");
    }
    return JsonBody.object(value);
  }
}
