package app.trackx.local;

import app.trackx.local.internal.store.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that the server accepted and stored. Immutable and thread-safe. Events are equal if a server stored them as
 * one.
 *
 * <p>Texts are returned as the client sent them. Neither the client's IP address nor the {@code User-Agent}
 * header is stored, as observed on trackx-api 0.41.
 *
 * <p>An event holds the request body and parsed copies of name, message and uri only. The other properties are
 * parsed again on every call, because parsed JSON can take thirty times the memory of its text: keep a reference
 * to a value that you use repeatedly.
 */
public final class Event {
  private final StoredEvent stored;

  Event(StoredEvent stored) {
    this.stored = stored;
  }

  StoredEvent stored() {
    return stored;
  }

  /**
   * Returns the event's name, such as the class of an exception.
   *
   * @return at most 512 UTF-16 units; null if the client sent none
   */
  public @Nullable String name() {
    return stored.name();
  }

  /**
   * Returns the event's message.
   *
   * @return at most 10 000 UTF-16 units; null if the client sent none
   */
  public @Nullable String message() {
    return stored.message();
  }

  /**
   * Returns the stack as the client sent it. {@link #frames()} returns the frames parsed from it.
   *
   * @return at most 131 072 UTF-16 units; null if the client sent none
   */
  public @Nullable String stack() {
    return stored.stack();
  }

  /**
   * Returns the event's type, a number defined by TrackX: 1 unhandled error, 2 unhandled rejection, 3 console
   * error, 4 programmatic, 70 custom logger, 99 test, and so on.
   *
   * @return 0 to 99; 97 (unknown event) if the client sent none
   */
  public int type() {
    return stored.type();
  }

  /**
   * Returns the page or resource where the event occurred, as the client sent it. If there is none, the real
   * server shows the {@code Referer} or {@code Origin} header instead; this method returns null, so that tests
   * see what was sent.
   *
   * @return at most 1000 UTF-16 units; null if the client sent none
   */
  public @Nullable String uri() {
    return stored.uri();
  }

  /**
   * Returns the event's meta: additional data from the client. Integers of up to 18 digits are {@code Long}, other
   * numbers {@code Double}, objects {@code Map}, arrays {@code List}, and JSON nulls are null.
   *
   * @return an unmodifiable map in the order of the JSON text; empty if the client sent none, never null
   */
  public Map<String, @Nullable Object> meta() {
    return stored.meta();
  }

  /**
   * Returns the frames of the {@link #stack()}, as parsed by {@link StackParser}.
   *
   * @return an unmodifiable list of the first 40 frames; empty if there was no stack or none of its lines was
   *     recognized
   */
  public List<Frame> frames() {
    return Frame.of(stored.frames());
  }

  /**
   * Returns the operating system according to the {@code User-Agent} header: the text in its first parentheses,
   * up to a semicolon. The real server parses the header in more detail, including the version. Like that
   * server, this one takes some words for an operating system wherever they occur outside parentheses, such as
   * {@code qnx}, and returns them with the characters that follow: a visitor's token must contain none.
   *
   * @return such as {@code Linux} or {@code Mac OS X 14.5}; null if the header has no such part or one longer than
   *     64 characters
   */
  public @Nullable String os() {
    return stored.os();
  }

  /**
   * Returns the browser according to the {@code User-Agent} header. Other parts of the header, such as {@code
   * Java/17.0}, are not stored. Like the real server, this one takes some words for a browser wherever they occur
   * outside parentheses, such as {@code w3m}, and returns them with the characters that follow: a visitor's token
   * must contain none.
   *
   * @return name and version, such as {@code Firefox 128.0}; null if it is no known browser and contains no such word
   */
  public @Nullable String browser() {
    return stored.browser();
  }

  /**
   * Returns the request body, unchanged.
   *
   * @return the JSON text; empty if the body was empty or not declared as JSON, never null
   */
  public String json() {
    return stored.json();
  }

  /**
   * Returns the time at which the event was received, according to this machine's clock.
   *
   * @return the time, never null
   */
  public Instant receivedAt() {
    return stored.receivedAt();
  }

  /**
   * Returns the id of the issue that the event belongs to.
   *
   * @return the {@link Issue#id()}, never null
   */
  public String issueId() {
    return stored.issueId();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event && stored.equals(((Event) other).stored);
  }

  @Override
  public int hashCode() {
    return stored.hashCode();
  }

  /**
   * Returns a one-line description of the event.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return "Event[type " + type() + ", " + name() + ": " + message() + "]";
  }
}
