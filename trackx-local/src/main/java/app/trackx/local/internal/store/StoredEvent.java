package app.trackx.local.internal.store;

import app.trackx.local.internal.agents.UserAgent;
import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.json.JsonBody;
import app.trackx.local.internal.privacy.PersonalData;
import app.trackx.local.internal.stack.StackFrame;
import app.trackx.local.internal.stack.StackReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that the server accepted. Immutable and thread-safe.
 *
 * <p>It holds the request body and parsed copies of name, message and uri only. The other properties are parsed again on
 * every call, because parsed JSON can take thirty times the memory of its text.
 */
public final class StoredEvent {
  private static final long MAX_OCCURRENCES = 1_000_000_000;
  private static final int MAX_LABEL = 100;

  private final long serial;
  private final byte @Nullable [] body;
  private final @Nullable String name;
  private final @Nullable String message;
  private final @Nullable String uri;
  private final int type;
  private final UserAgent agent;
  private final Instant receivedAt;
  private final String issueId;
  private final long occurrences;
  private final long dropped;
  private final @Nullable String release;
  private final @Nullable String environment;
  private volatile int personal = -1; // not determined yet
  private volatile @Nullable IssueTitle title;

  StoredEvent(
      long serial, EventFields fields, UserAgent agent, Instant receivedAt, String issueId) {
    this.serial = serial;
    this.body = fields.body.bytes();
    this.name = fields.name;
    this.message = fields.message;
    this.uri = fields.uri;
    this.type = (int) fields.type;
    this.agent = agent;
    this.receivedAt = receivedAt;
    this.issueId = issueId;
    this.occurrences = occurrences(fields.meta.get("occurrences"));
    this.dropped = dropped(fields.meta.get("_dropped"));
    this.release = label(fields.meta.get("release"));
    this.environment = label(fields.meta.get("environment"));
  }

  private static long occurrences(@Nullable Object value) {
    return value instanceof Long ? Math.max(1, Math.min(MAX_OCCURRENCES, (Long) value)) : 1;
  }

  private static long dropped(@Nullable Object value) {
    long sum = 0;
    if (value instanceof Map) {
      for (Object count : ((Map<?, ?>) value).values()) {
        sum += count instanceof Long ? Math.max(0, Math.min(MAX_OCCURRENCES, (Long) count)) : 0;
      }
    }
    return sum;
  }

  private static @Nullable String label(@Nullable Object value) {
    return value instanceof String
            && !((String) value).isEmpty()
            && ((String) value).length() <= MAX_LABEL
        ? (String) value
        : null;
  }

  /** Returns how many errors the event stands for: clients send repeats of an error as one event with their number. */
  public long occurrences() {
    return occurrences;
  }

  /** Returns how many errors, of any issue, the client dropped before it sent the event. */
  public long dropped() {
    return dropped;
  }

  /** Returns the release in the event's meta; null if there is none or it is longer than a name. */
  public @Nullable String release() {
    return release;
  }

  /** Returns the environment in the event's meta; null if there is none or it is longer than a name. */
  public @Nullable String environment() {
    return environment;
  }

  /** Returns the title of the issue whose first event this is, determined on the first call. */
  public IssueTitle title() {
    IssueTitle known = title;
    if (known == null) {
      EventFields fields = fields();
      known = IssueTitle.of(fields.meta, fields.frames());
      title = known;
    }
    return known;
  }

  /** Returns the event's unique serial number, which increases in the order of receipt. */
  public long serial() {
    return serial;
  }

  /** Parses the body again, which was validated when it was received. */
  public EventFields fields() {
    try {
      return EventFields.of(JsonBody.of(body));
    } catch (HttpError e) {
      throw new IllegalStateException("an accepted body no longer passes validation", e);
    }
  }

  /** Returns the approximate memory that the event takes up, in bytes, give or take a few hundred. */
  long size() {
    return bodySize() + 2L * (length(name) + length(message) + length(uri));
  }

  public int bodySize() {
    return body == null ? 0 : body.length;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Returns the number of texts that look like personal data, determined on the first call. */
  public int personal() {
    int known = personal;
    if (known < 0) {
      known = PersonalData.in(fields().properties()).stream()
          .mapToInt(finding -> finding.marks().size())
          .sum();
      personal = known;
    }
    return known;
  }

  /** Returns the event's name, such as the class of an exception. */
  public @Nullable String name() {
    return name;
  }

  /** Returns the event's message. */
  public @Nullable String message() {
    return message;
  }

  /** Returns the stack as the client sent it. */
  public @Nullable String stack() {
    return fields().stack;
  }

  /** Returns the event's type, a number defined by TrackX. */
  public int type() {
    return type;
  }

  /** Returns the page or resource where the event occurred, as the client sent it. */
  public @Nullable String uri() {
    return uri;
  }

  /** Returns the event's meta: additional data from the client. */
  public Map<String, @Nullable Object> meta() {
    return fields().meta;
  }

  /** Returns the frames of the {@link #stack()}, as {@link StackReader} reads them. */
  public List<StackFrame> frames() {
    return fields().frames();
  }

  /** Returns the operating system according to the {@code User-Agent} header. */
  public @Nullable String os() {
    return agent.os();
  }

  /** Returns the browser according to the {@code User-Agent} header. */
  public @Nullable String browser() {
    return agent.browser();
  }

  /** Returns the request body, unchanged. */
  public String json() {
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  /** Returns a copy of the request body; empty if there was none. */
  public byte[] bytes() {
    return body == null ? new byte[0] : body.clone();
  }

  /** Returns the request body, not a copy; null if there was none. */
  byte @Nullable [] body() {
    return body;
  }

  /** Returns the time at which the event was received, according to this machine's clock. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** Returns the id of the issue that the event belongs to. */
  public String issueId() {
    return issueId;
  }
}
