package app.trackx.local;

import app.trackx.local.internal.stack.Fingerprint;
import app.trackx.local.internal.store.StoredIssue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of events with the same {@linkplain #fingerprint fingerprint}, which the server considers to be
 * caused by the same bug. An immutable, thread-safe snapshot; later events do not change it. Snapshots are equal if the issue did not change
 * between them.
 */
public final class Issue {
  private final StoredIssue stored;

  Issue(StoredIssue stored) {
    this.stored = stored;
  }

  StoredIssue stored() {
    return stored;
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
    return Fingerprint.of(project, type, name, message, Frame.parsed(frames));
  }

  /**
   * Returns the issue's id: the fingerprint of its events.
   *
   * @return 32 hexadecimal digits, equal to the {@link Event#issueId()} of its events
   */
  public String id() {
    return stored.id();
  }

  /**
   * Returns the name of the issue's first event.
   *
   * @return the name; null if that event had none
   */
  public @Nullable String name() {
    return stored.name();
  }

  /**
   * Returns the message of the issue's first event.
   *
   * @return the message; null if that event had none
   */
  public @Nullable String message() {
    return stored.message();
  }

  /**
   * Returns the type of the issue's first event.
   *
   * @return 0 to 99, as {@link Event#type()}
   */
  public int type() {
    return stored.type();
  }

  /**
   * Returns the page or resource of the issue's first event.
   *
   * @return the uri; null if that event had none
   */
  public @Nullable String uri() {
    return stored.uri();
  }

  /**
   * Returns the number of the issue's events, including evicted ones.
   *
   * @return at least 1
   */
  public int eventCount() {
    return stored.eventCount();
  }

  /**
   * Returns the number of sessions in which the issue occurred, including evicted ones.
   *
   * @return at least 1
   */
  public int sessionCount() {
    return stored.sessionCount();
  }

  /**
   * Returns the time at which the issue's first event was received.
   *
   * @return the time, never null
   */
  public Instant firstSeen() {
    return stored.firstSeen();
  }

  /**
   * Returns the time at which the issue's latest event was received.
   *
   * @return the time, never null
   */
  public Instant lastSeen() {
    return stored.lastSeen();
  }

  /**
   * Returns the frames that all events of the issue share.
   *
   * @return an unmodifiable list of at most 40 frames, parsed again on every call; empty if the issue was
   *     grouped by type, name and message
   */
  public List<Frame> frames() {
    return Frame.of(stored.frames());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Issue && stored.equals(((Issue) other).stored);
  }

  @Override
  public int hashCode() {
    return stored.hashCode();
  }

  /**
   * Returns a one-line description of the issue.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return "Issue[" + name() + ": " + message() + ", " + eventCount() + " events]";
  }
}
