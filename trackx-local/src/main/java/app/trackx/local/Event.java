package app.trackx.local;

import app.trackx.local.internal.privacy.PersonalData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event that the server accepted and kept. Immutable and safe for use by any thread.
 *
 * <p>Its texts are as the client sent them. Nothing here tells where it came from: neither the
 * address nor the {@code User-Agent} header is kept, as observed on trackx-api 0.41.
 *
 * <p>It holds the body as it was received, and apart from it only name, message and uri. The rest
 * is parsed anew at each call, because the values of a small JSON text can take up thirty times its
 * size: keep what you use more than once.
 */
public final class Event {
  private final long serial;
  private final byte @Nullable [] body;
  private final @Nullable String name;
  private final @Nullable String message;
  private final @Nullable String uri;
  private final int type;
  private final Agent agent;
  private final Instant receivedAt;
  private final String issueId;
  private volatile int personal = -1; // not looked for yet

  Event(long serial, EventFields fields, Agent agent, Instant receivedAt, String issueId) {
    this.serial = serial;
    this.body = fields.body.bytes();
    this.name = fields.name;
    this.message = fields.message;
    this.uri = fields.uri;
    this.type = (int) fields.type;
    this.agent = agent;
    this.receivedAt = receivedAt;
    this.issueId = issueId;
  }

  /** Tells this event from all others, and which came first. */
  long serial() {
    return serial;
  }

  /** All of it, parsed anew: it passed the checks before. */
  EventFields fields() {
    try {
      return EventFields.of(JsonBody.of(body));
    } catch (HttpError e) {
      throw new IllegalStateException("a body that was accepted is refused now", e);
    }
  }

  /** The bytes that it takes up, give or take a few hundred. */
  long size() {
    return bodySize() + 2L * (length(name) + length(message) + length(uri));
  }

  int bodySize() {
    return body == null ? 0 : body.length;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** How many things in it look like personal data; they are looked for when first asked. */
  int personal() {
    int known = personal;
    if (known < 0) {
      known = PersonalData.in(fields().properties()).stream()
          .mapToInt(finding -> finding.marks().size())
          .sum();
      personal = known;
    }
    return known;
  }

  /**
   * The event's name, such as an exception's class.
   *
   * @return at most 512 UTF-16 units; null if the client sent none
   */
  public @Nullable String name() {
    return name;
  }

  /**
   * The event's message.
   *
   * @return at most 10 000 UTF-16 units; null if the client sent none
   */
  public @Nullable String message() {
    return message;
  }

  /**
   * The stack as the client sent it; {@link #frames()} is what the server read from it.
   *
   * @return at most 131 072 UTF-16 units; null if the client sent none
   */
  public @Nullable String stack() {
    return fields().stack;
  }

  /**
   * The kind of event, by TrackX's number: 1 unhandled error, 2 unhandled rejection, 3 console
   * error, 4 programmatic, 70 custom logger, 99 test, and so on.
   *
   * @return 0 to 99; 97, unknown event, if the client sent none
   */
  public int type() {
    return type;
  }

  /**
   * The page or resource where it happened, as the client sent it. The real server shows the {@code
   * Referer} or {@code Origin} header in its place when there is none; here it stays null, so that
   * a test sees what was sent.
   *
   * @return at most 1000 UTF-16 units; null if the client sent none
   */
  public @Nullable String uri() {
    return uri;
  }

  /**
   * The client's own data. Whole numbers of up to 18 digits are {@code Long}, other numbers {@code
   * Double}; objects are maps, arrays lists; a JSON null is a null value.
   *
   * @return an unmodifiable map in the order of the JSON text; empty if the client sent none, never
   *     null
   */
  public Map<String, @Nullable Object> meta() {
    return fields().meta;
  }

  /**
   * What the server read from {@link #stack()}, by the rules of {@link StackParser}.
   *
   * @return the first 40 frames, unmodifiable; empty if there was no stack or nothing in it was
   *     understood
   */
  public List<Frame> frames() {
    return fields().frames();
  }

  /**
   * The operating system by the {@code User-Agent} header: what stands in its first parentheses, up
   * to a semicolon. This is simpler than the real server's reading, which also tells the browser
   * and takes the version apart.
   *
   * @return at most 64 characters, such as {@code Linux} or {@code Mac OS X 14.5}; null if the
   *     header has no such part or a longer one
   */
  public @Nullable String os() {
    return agent.os();
  }

  /**
   * The browser by the {@code User-Agent} header, if it is a well-known one. What else the header
   * says, such as {@code Java/17.0}, is not kept.
   *
   * @return name and version, such as {@code Firefox 128.0}; null if it is none of the five that
   *     are known
   */
  public @Nullable String browser() {
    return agent.browser();
  }

  /**
   * The body of the request, character for character.
   *
   * @return the JSON text; empty if the body was empty or not declared as JSON, never null
   */
  public String json() {
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  /** The body of the request, byte for byte; empty if there was none. */
  byte[] bytes() {
    return body == null ? new byte[0] : body.clone();
  }

  /** The same, but not a copy; null if there was none. */
  byte @Nullable [] body() {
    return body;
  }

  /**
   * When the event was received, by this machine's clock.
   *
   * @return the time, never null
   */
  public Instant receivedAt() {
    return receivedAt;
  }

  /**
   * The issue that the event belongs to.
   *
   * @return the {@link Issue#id()}, never null
   */
  public String issueId() {
    return issueId;
  }

  /**
   * Describes the event in one line, for a person to read.
   *
   * @return a text whose form may change
   */
  @Override
  public String toString() {
    return "Event[type " + type() + ", " + name() + ": " + message() + "]";
  }
}
