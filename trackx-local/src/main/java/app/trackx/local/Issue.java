package app.trackx.local;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of events with the same {@linkplain #fingerprint fingerprint}, which the server considers to be
 * caused by the same bug. An immutable, thread-safe snapshot; later events do not change it.
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

  /** Creates an issue from a stored record. */
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

  /** Returns a serial number that differs from that of an evicted issue with the same id. */
  long serial() {
    return serial;
  }

  Event first() {
    return first;
  }

  /** Returns the serial number of the issue's latest event. */
  long lastEvent() {
    return lastEvent;
  }

  /**
   * Returns the fingerprint of an event. Events of a project have the same fingerprint if their first 40
   * frames, each formatted as {@code callee@file:line:column}, are equal; events without frames, if type, name
   * and message are equal, as observed on trackx-api 0.41. The real server applies a different hash function to
   * the same text.
   *
   * @param project the project's key
   * @param type the event's type, 0 to 99; ignored if there are frames
   * @param name the event's name, or null; ignored if there are frames
   * @param message the event's message, or null; ignored if there are frames
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
   * Returns the issue's id: the fingerprint of its events.
   *
   * @return 32 hexadecimal digits, equal to the {@link Event#issueId()} of its events
   */
  public String id() {
    return first.issueId();
  }

  /**
   * Returns the name of the issue's first event.
   *
   * @return the name; null if that event had none
   */
  public @Nullable String name() {
    return first.name();
  }

  /**
   * Returns the message of the issue's first event.
   *
   * @return the message; null if that event had none
   */
  public @Nullable String message() {
    return first.message();
  }

  /**
   * Returns the type of the issue's first event.
   *
   * @return 0 to 99, as {@link Event#type()}
   */
  public int type() {
    return first.type();
  }

  /**
   * Returns the page or resource of the issue's first event.
   *
   * @return the uri; null if that event had none
   */
  public @Nullable String uri() {
    return first.uri();
  }

  /**
   * Returns the number of the issue's events, including evicted ones.
   *
   * @return at least 1
   */
  public int eventCount() {
    return eventCount;
  }

  /**
   * Returns the number of sessions in which the issue occurred, including evicted ones.
   *
   * @return at least 1
   */
  public int sessionCount() {
    return sessionCount;
  }

  /**
   * Returns the time at which the issue's first event was received.
   *
   * @return the time, never null
   */
  public Instant firstSeen() {
    return first.receivedAt();
  }

  /**
   * Returns the time at which the issue's latest event was received.
   *
   * @return the time, never null
   */
  public Instant lastSeen() {
    return lastSeen;
  }

  /**
   * Returns the frames that all events of the issue share.
   *
   * @return an unmodifiable list of at most 40 frames, parsed again on every call; empty if the issue was
   *     grouped by type, name and message
   */
  public List<Frame> frames() {
    return first.frames();
  }

  /**
   * Returns a one-line description of the issue.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return "Issue[" + name() + ": " + message() + ", " + eventCount + " events]";
  }
}
