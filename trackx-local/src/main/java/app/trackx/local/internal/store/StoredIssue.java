package app.trackx.local.internal.store;

import app.trackx.local.internal.stack.StackFrame;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of events with the same fingerprint. Immutable and thread-safe; an event makes a new one. */
public final class StoredIssue {
  private final StoredEvent first;
  private final long serial;
  private final int eventCount;
  private final int sessionCount;
  private final long errors;
  private final Instant lastSeen;
  private final long lastEvent;
  private final IssueStatus status;
  private final boolean regressed;

  private StoredIssue(Draft draft) {
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
    private final StoredEvent first;
    private final long serial;
    int eventCount;
    int sessionCount;
    long errors;
    Instant lastSeen;
    long lastEvent;
    IssueStatus status = IssueStatus.OPEN;
    boolean regressed;

    Draft(StoredEvent first, long serial) {
      this.first = first;
      this.serial = serial;
      this.lastSeen = first.receivedAt();
      this.lastEvent = first.serial();
    }

    StoredIssue issue() {
      return new StoredIssue(this);
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

  static StoredIssue firstSeenIn(StoredEvent event, long serial) {
    return new Draft(event, serial).issue().seenIn(event);
  }

  /** Returns the issue with a further event, which reopens a resolved issue. */
  StoredIssue seenIn(StoredEvent event) {
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

  StoredIssue inNewSession() {
    Draft draft = draft();
    draft.sessionCount++;
    return draft.issue();
  }

  /** Returns the issue with a status that a person gave it. It has not regressed since. */
  StoredIssue with(IssueStatus status) {
    Draft draft = draft();
    draft.status = status;
    draft.regressed = false;
    return draft.issue();
  }

  /** Returns the number of errors that the issue's events stand for, including evicted events; at least their number. */
  public long errors() {
    return errors;
  }

  public IssueStatus status() {
    return status;
  }

  /** Returns whether the issue was resolved, and an event has reopened it since. */
  public boolean regressed() {
    return regressed;
  }

  /** Returns a serial number that differs from that of an evicted issue with the same id. */
  long serial() {
    return serial;
  }

  public StoredEvent first() {
    return first;
  }

  /** Returns the serial number of the issue's latest event. */
  public long lastEvent() {
    return lastEvent;
  }

  /** Returns the issue's id: the fingerprint of its events. */
  public String id() {
    return first.issueId();
  }

  /** Returns the name of the issue's first event. */
  public @Nullable String name() {
    return first.name();
  }

  /** Returns the message of the issue's first event. */
  public @Nullable String message() {
    return first.message();
  }

  /** Returns the type of the issue's first event. */
  public int type() {
    return first.type();
  }

  /** Returns the page or resource of the issue's first event. */
  public @Nullable String uri() {
    return first.uri();
  }

  /** Returns the number of the issue's events, including evicted ones. */
  public int eventCount() {
    return eventCount;
  }

  /** Returns the number of sessions in which the issue occurred, including evicted ones. */
  public int sessionCount() {
    return sessionCount;
  }

  /** Returns the time at which the issue's first event was received. */
  public Instant firstSeen() {
    return first.receivedAt();
  }

  /** Returns the time at which the issue's latest event was received. */
  public Instant lastSeen() {
    return lastSeen;
  }

  /** Returns the frames that all events of the issue share. */
  public List<StackFrame> frames() {
    return first.frames();
  }
}
