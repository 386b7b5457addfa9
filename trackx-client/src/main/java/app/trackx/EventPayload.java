package app.trackx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event before it is sent: the six properties that a TrackX server accepts.
 *
 * <p>Mutable and confined to a worker thread. An {@link OnErrorHandler} may change it until it
 * returns; later changes have no effect. Values beyond the server's limits are clipped after the
 * handler returned. The limits count UTF-16 units, as {@link String#length()} does, and were
 * observed on trackx-api 0.41.
 */
public final class EventPayload {
  private @Nullable String name;
  private @Nullable String message;
  private @Nullable String stack;
  private EventType type;
  private @Nullable String uri;
  private Map<String, @Nullable Object> meta = new LinkedHashMap<>();

  /**
   * Creates an empty event.
   *
   * @param type the event's type
   */
  public EventPayload(EventType type) {
    this.type = type;
  }

  /**
   * Returns the event's name: by default the class name of the error, 512 characters at most.
   *
   * @return null if the event has no name
   */
  public @Nullable String getName() {
    return name;
  }

  /**
   * Sets the event's name.
   *
   * @param name null omits it
   */
  public void setName(@Nullable String name) {
    this.name = name;
  }

  /**
   * Returns the event's message, by default that of the error, 10 000 characters at most.
   *
   * @return null if the event has no message
   */
  public @Nullable String getMessage() {
    return message;
  }

  /**
   * Sets the event's message. The server groups events that have stack frames by these alone, so
   * messages may differ within one issue.
   *
   * @param message null omits it
   */
  public void setMessage(@Nullable String message) {
    this.message = message;
  }

  /**
   * Returns the stack in the server's format, 131 072 characters at most: class names and frames
   * such as {@code at com.acme.Order.pay (com/acme/Order.java:42)}, never a message. The server
   * groups by its first 40 frames.
   *
   * @return null if the event has no stack
   */
  public @Nullable String getStack() {
    return stack;
  }

  /**
   * Sets the stack. The server finds no frames in text of another format, such as that of
   * {@link Throwable#printStackTrace()}.
   *
   * @param stack null omits it
   */
  public void setStack(@Nullable String stack) {
    this.stack = stack;
  }

  /**
   * Returns the event's type.
   *
   * @return the type
   */
  public EventType getType() {
    return type;
  }

  /**
   * Sets the event's type.
   *
   * @param type the type
   */
  public void setType(EventType type) {
    this.type = type;
  }

  /**
   * Returns the location of the error, 1 000 characters at most: by default {@code java:} with
   * class and method of the top frame.
   *
   * @return null if the event has no URI
   */
  public @Nullable String getUri() {
    return uri;
  }

  /**
   * Sets the location of the error.
   *
   * @param uri null omits it
   */
  public void setUri(@Nullable String uri) {
    this.uri = uri;
  }

  /**
   * Returns the event's metadata: the entries of {@link TrackXClient#meta()} and of the caller,
   * {@code release}, {@code environment}, {@code thread}, {@code java}, and {@code causes}, a list
   * of maps with the {@code name} and {@code message} of each cause. A handler that removes more
   * from messages than the {@link Scrubber} does must process those too.
   *
   * <p>The map is mutable and contains strings, numbers, booleans, nulls, and maps and lists of
   * them. Other values put into it are sent as their {@code toString()}. Keys that begin with
   * {@code _} are reserved for the client.
   *
   * <p>When the event is sent, the client may add {@code occurrences}, {@code firstSeen} and
   * {@code lastSeen} (it stands for several errors), {@code capturedAt} (it is sent more than a
   * minute late) and {@code _dropped} (errors dropped before it, by reason), which override entries
   * of the same name.
   *
   * @return the live map, never null
   */
  public Map<String, @Nullable Object> getMeta() {
    return meta;
  }

  /**
   * Replaces the event's metadata.
   *
   * @param meta used as it is, not copied
   */
  public void setMeta(Map<String, @Nullable Object> meta) {
    this.meta = meta;
  }

  /** Returns type and name, nothing that may be personal. */
  @Override
  public String toString() {
    return "EventPayload{" + type + ", " + name + "}";
  }
}
