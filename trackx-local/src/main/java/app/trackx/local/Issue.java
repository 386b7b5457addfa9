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
  private final long errors;
  private final Instant lastSeen;
  private final long lastEvent;
  private final IssueStatus status;
  private final boolean regressed;

  private Issue(Draft draft) {
    this.first = draft.first;
    this.serial = draft.serial;
    this.eventCount = draft.eventCount;
    this.sessionCount = draft.sessionCount;
    this.errors = draft.errors;
    this.lastSeen = draft.lastSeen;
    this.lastEvent = draft.lastEvent;
    this.status = draft.status;
    this.regressed = draft.regressed;
  }

  /** The values of an issue that is being created. */
  static final class Draft {
    private final Event first;
    private final long serial;
    int eventCount;
    int sessionCount;
    long errors;
    Instant lastSeen;
    long lastEvent;
    IssueStatus status = IssueStatus.OPEN;
    boolean regressed;

    Draft(Event first, long serial) {
      this.first = first;
      this.serial = serial;
      this.lastSeen = first.receivedAt();
      this.lastEvent = first.serial();
    }

    Issue issue() {
      return new Issue(this);
    }
  }

  private Draft draft() {
    Draft draft = new Draft(first, serial);
    draft.eventCount = eventCount;
    draft.sessionCount = sessionCount;
    draft.errors = errors;
    draft.lastSeen = lastSeen;
    draft.lastEvent = lastEvent;
    draft.status = status;
    draft.regressed = regressed;
    return draft;
  }

  static Issue firstSeenIn(Event event, long serial) {
    return new Draft(event, serial).issue().seenIn(event);
  }

  /** Returns the issue with a further event, which reopens a resolved issue. */
  Issue seenIn(Event event) {
    Draft draft = draft();
    draft.eventCount++;
    draft.errors += event.occurrences();
    draft.lastSeen = event.receivedAt();
    draft.lastEvent = event.serial();
    if (status == IssueStatus.RESOLVED) {
      draft.status = IssueStatus.OPEN;
      draft.regressed = true;
    }
    return draft.issue();
  }

  Issue inNewSession() {
    Draft draft = draft();
    draft.sessionCount++;
    return draft.issue();
  }

  /** Returns the issue with a status that a person gave it. It has not regressed since. */
  Issue with(IssueStatus status) {
    Draft draft = draft();
    draft.status = status;
    draft.regressed = false;
    return draft.issue();
  }

  /** Returns the number of errors that the issue's events stand for, including evicted events; at least their number. */
  long errors() {
    return errors;
  }

  IssueStatus status() {
    return status;
  }

  /** Returns whether the issue was resolved, and an event has reopened it since. */
  boolean regressed() {
    return regressed;
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
