package app.trackx.local;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server takes for one bug: all events with the same {@linkplain #fingerprint
 * fingerprint}. An immutable snapshot, safe for use by any thread; later events do not change it.
 */
public final class Issue {
  private final Event first;
  private final long serial;
  private final int eventCount;
  private final int sessionCount;
  private final Instant lastSeen;
  private final long lastEvent;

  private Issue(
      Event first,
      long serial,
      int eventCount,
      int sessionCount,
      Instant lastSeen,
      long lastEvent) {
    this.first = first;
    this.serial = serial;
    this.eventCount = eventCount;
    this.sessionCount = sessionCount;
    this.lastSeen = lastSeen;
    this.lastEvent = lastEvent;
  }

  static Issue firstSeenIn(Event event, long serial) {
    return new Issue(event, serial, 1, 0, event.receivedAt(), event.serial());
  }

  /** One that was written down earlier. */
  static Issue restored(
      Event first, long serial, int events, int sessions, Instant lastSeen, long lastEvent) {
    return new Issue(first, serial, events, sessions, lastSeen, lastEvent);
  }

  Issue seenIn(Event event) {
    return new Issue(
        first, serial, eventCount + 1, sessionCount, event.receivedAt(), event.serial());
  }

  Issue inNewSession() {
    return new Issue(first, serial, eventCount, sessionCount + 1, lastSeen, lastEvent);
  }

  /** Tells this issue from one with the same id that was dropped before it. */
  long serial() {
    return serial;
  }

  Event first() {
    return first;
  }

  /** The serial number of its latest event. */
  long lastEvent() {
    return lastEvent;
  }

  /**
   * Tells which events are one issue, as observed on trackx-api 0.41: those of one project whose
   * first 40 frames read the same, {@code callee@file:line:column} each; and only if an event has
   * no frame, those with the same type, name and message. The real server uses another hash
   * function over the same text.
   *
   * @param project the project's key
   * @param type the event's type, 0 to 99; counts only without frames
   * @param name the event's name, or null; counts only without frames
   * @param message the event's message, or null; counts only without frames
   * @param frames the frames of the event's stack, as {@link StackParser#parse} returns them
   * @return 32 hexadecimal digits, the same for events of the same issue
   */
  public static String fingerprint(
      String project,
      int type,
      @Nullable String name,
      @Nullable String message,
      List<Frame> frames) {
    StringBuilder text = new StringBuilder(project).append(':');
    if (frames.isEmpty()) {
      text.append(type).append(':').append(orUndefined(name));
      text.append(':').append(orUndefined(message));
    }
    String separator = "";
    for (Frame frame : frames.subList(0, Math.min(frames.size(), StackParser.MAX_FRAMES))) {
      text.append(separator).append(frame);
      separator = "\n";
    }
    return Digest.of(text.toString());
  }

  private static String orUndefined(@Nullable String text) {
    return text == null ? "undefined" : text;
  }

  /**
   * The issue's identity: the fingerprint of its events.
   *
   * @return 32 hexadecimal digits, equal to the {@link Event#issueId()} of its events
   */
  public String id() {
    return first.issueId();
  }

  /**
   * The name of the issue's first event.
   *
   * @return the name; null if that event had none
   */
  public @Nullable String name() {
    return first.name();
  }

  /**
   * The message of the issue's first event.
   *
   * @return the message; null if that event had none
   */
  public @Nullable String message() {
    return first.message();
  }

  /**
   * The type of the issue's first event.
   *
   * @return 0 to 99, as {@link Event#type()}
   */
  public int type() {
    return first.type();
  }

  /**
   * The page or resource of the issue's first event.
   *
   * @return the uri; null if that event had none
   */
  public @Nullable String uri() {
    return first.uri();
  }

  /**
   * How many events the issue has had, including those that are no longer kept.
   *
   * @return at least 1
   */
  public int eventCount() {
    return eventCount;
  }

  /**
   * In how many sessions the issue was seen, including those that are no longer kept.
   *
   * @return at least 1
   */
  public int sessionCount() {
    return sessionCount;
  }

  /**
   * When the first event of the issue was received.
   *
   * @return the time, never null
   */
  public Instant firstSeen() {
    return first.receivedAt();
  }

  /**
   * When the latest event of the issue was received.
   *
   * @return the time, never null
   */
  public Instant lastSeen() {
    return lastSeen;
  }

  /**
   * The frames that all events of the issue share.
   *
   * @return at most 40 frames, unmodifiable and parsed anew at each call; empty if the issue is one
   *     of name and message
   */
  public List<Frame> frames() {
    return first.frames();
  }

  /**
   * Describes the issue in one line, for a person to read.
   *
   * @return a text whose form may change
   */
  @Override
  public String toString() {
    return "Issue[" + name() + ": " + message() + ", " + eventCount + " events]";
  }
}
