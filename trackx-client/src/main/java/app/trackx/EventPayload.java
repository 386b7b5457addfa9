package app.trackx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as it is about to be sent: the six properties that a TrackX server accepts.
 *
 * <p>Mutable, and confined to the delivery thread: an {@link OnErrorHandler} may change it until it
 * returns, later changes have no effect. What is over the server's limits is clipped when the
 * handler has returned; the limits count UTF-16 units, as {@link String#length()} does, and were
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
   * An empty event.
   *
   * @param type what kind of event
   */
  public EventPayload(EventType type) {
    this.type = type;
  }

  /**
   * What failed: the class name of the error by default, 512 characters at most.
   *
   * @return null if the event has no name
   */
  public @Nullable String getName() {
    return name;
  }

  /**
   * Says what failed.
   *
   * @param name null leaves it out
   */
  public void setName(@Nullable String name) {
    this.name = name;
  }

  /**
   * What the error says, 10 000 characters at most.
   *
   * @return null if the event has no message
   */
  public @Nullable String getMessage() {
    return message;
  }

  /**
   * Sets what the error says. An event that has stack frames is grouped by them alone, so a message
   * may differ from time to time and still belong to one issue.
   *
   * @param message null leaves it out
   */
  public void setMessage(@Nullable String message) {
    this.message = message;
  }

  /**
   * The stack in the form that the server reads, 131 072 characters at most: class names and frames
   * such as {@code at com.acme.Order.pay (com/acme/Order.java:42)}, never a message. The server
   * groups by its first 40 frames.
   *
   * @return null if the event has no stack
   */
  public @Nullable String getStack() {
    return stack;
  }

  /**
   * Sets the stack. Text in any other form, such as that of {@link Throwable#printStackTrace()},
   * yields no frames there.
   *
   * @param stack null leaves it out
   */
  public void setStack(@Nullable String stack) {
    this.stack = stack;
  }

  /**
   * What kind of event this is.
   *
   * @return the type
   */
  public EventType getType() {
    return type;
  }

  /**
   * Says what kind of event this is.
   *
   * @param type the type
   */
  public void setType(EventType type) {
    this.type = type;
  }

  /**
   * Where it happened, 1 000 characters at most: {@code java:} with class and method of the top
   * frame by default.
   *
   * @return null if the event has no URI
   */
  public @Nullable String getUri() {
    return uri;
  }

  /**
   * Says where it happened.
   *
   * @param uri null leaves it out
   */
  public void setUri(@Nullable String uri) {
    this.uri = uri;
  }

  /**
   * What else goes with the event: what {@link TrackXClient#meta()} and the caller said, {@code
   * release}, {@code environment}, {@code thread}, {@code java}, and {@code causes}, a list of maps
   * with the {@code name} and {@code message} of each cause. What takes more out of messages than
   * the {@link Scrubber} does must look at those too. Mutable; holds strings, numbers, booleans, nulls, and maps and
   * lists of them. Other values that are put here go as their {@code toString()}. Keys that begin
   * with {@code _} are the client's own. When the event leaves, it may be given {@code occurrences},
   * {@code firstSeen} and {@code lastSeen} (it stands for several errors), {@code capturedAt} (it
   * leaves more than a minute late) and {@code _dropped} (errors lost before it, by reason), which
   * go over entries of the same name.
   *
   * @return the live map, never null
   */
  public Map<String, @Nullable Object> getMeta() {
    return meta;
  }

  /**
   * Replaces what else goes with the event.
   *
   * @param meta used as it is, not copied
   */
  public void setMeta(Map<String, @Nullable Object> meta) {
    this.meta = meta;
  }

  /** The type and the name, nothing that may be personal. */
  @Override
  public String toString() {
    return "EventPayload{" + type + ", " + name + "}";
  }
}
