package app.trackx.local.internal.store;

import app.trackx.local.internal.bounds.BoundedMap;
import app.trackx.local.internal.stack.Fingerprint;
import app.trackx.local.internal.stack.StackFrame;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The received events, issues and sessions, bounded in size and guarded by one lock.
 *
 * <p>Counters are part of the issues, so they remain correct when events are evicted. The sessions already counted for an
 * issue are recorded separately, by the issue's serial number, so an issue that was evicted and recurs starts from zero.
 */
public final class Store {
  static final int MAX_EVENTS = 10_000;
  static final int MAX_ISSUES = 10_000;
  static final int MAX_SESSIONS = 100_000;
  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final int HEAP_SHARE = 8;

  private final Clock clock;
  private final Journal journal;
  private final Object lock = new Object();
  // all below: guarded by lock
  private final DailySalt salt = new DailySalt();
  private final BoundedMap<Long, StoredEvent> events;
  private final BoundedMap<String, StoredIssue> issues;
  private final BoundedMap<String, StoredSession> sessions;
  private final BoundedMap<String, Boolean> counted;
  private long eventSerial;
  private long issueSerial;
  private long received;
  private long refused;
  private long version;
  private boolean closed;

  public Store(Clock clock) {
    this(clock, Journal.NONE);
  }

  /** Creates a store that records its data in a journal. Restore earlier data before adding new data. */
  public Store(Clock clock, Journal journal) {
    this(clock, journal, MAX_EVENTS, maxBytes(), MAX_SESSIONS);
  }

  Store(Clock clock, Journal journal, int maxEvents, long maxBytes, int maxSessions) {
    this.clock = clock;
    this.journal = journal;
    events = new BoundedMap<>(maxEvents, maxBytes, StoredEvent::size);
    issues = new BoundedMap<>(MAX_ISSUES, maxBytes, issue -> issue.first().size());
    sessions = new BoundedMap<>(maxSessions, Long.MAX_VALUE, session -> 1);
    counted = new BoundedMap<>(2 * maxSessions, Long.MAX_VALUE, session -> 1);
  }

  /** Returns the maximum memory of the events; the first events of the issues may take as much again. */
  private static long maxBytes() {
    return Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  void restore(StoredEvent event) {
    synchronized (lock) {
      events.putLast(event.serial(), event);
      eventSerial = Math.max(eventSerial, event.serial() + 1);
    }
  }

  void restore(StoredIssue issue) {
    synchronized (lock) {
      issues.putLast(issue.id(), issue);
      eventSerial = Math.max(eventSerial, issue.lastEvent() + 1);
      issueSerial = Math.max(issueSerial, issue.serial() + 1);
    }
  }

  void restore(String key, StoredSession session) {
    synchronized (lock) {
      sessions.putLast(key, session);
    }
  }

  public void event(Project project, EventFields fields, List<StackFrame> frames, Visitor visitor) {
    String issueId =
        Fingerprint.of(project.key(), (int) fields.type, fields.name, fields.message, frames);
    event(project, fields, visitor, issueId);
  }

  /** Adds an event to an issue that is not the one of its frames or message. */
  public void event(Project project, EventFields fields, Visitor visitor, String issueId) {
    synchronized (lock) {
      Instant now = clock.instant();
      StoredEvent event = new StoredEvent(eventSerial, fields, visitor.agent(), now, issueId);
      events.putLast(eventSerial++, event);
      String session = register(project, visitor, now, true);
      StoredIssue known = issues.get(issueId);
      StoredIssue issue =
          known == null ? StoredIssue.firstSeenIn(event, issueSerial++) : known.seenIn(event);
      String pair = issue.serial() + "/" + session;
      if (counted.get(pair) == null) {
        issue = issue.inNewSession();
      }
      counted.putLast(pair, true);
      issues.putLast(issueId, issue);
      StoredIssue oldest = issues.firstOr(issue);
      journal.event(event, issue, events.firstOr(event).serial(), oldest.lastEvent());
      received++;
      changed();
    }
  }

  /** Gives an issue a status. Returns whether the issue exists. */
  public boolean mark(String issueId, IssueStatus status) {
    synchronized (lock) {
      StoredIssue issue = issues.get(issueId);
      if (issue == null) {
        return false;
      }
      StoredIssue marked = issue.with(status);
      issues.put(
          issueId, marked); // keeps its position: the list is in the order of the latest events
      journal.status(marked);
      changed();
      return true;
    }
  }

  /** Removes an issue and its events; its sessions stay. Returns whether the issue existed. */
  public boolean remove(String issueId) {
    synchronized (lock) {
      StoredIssue issue = issues.get(issueId);
      if (issue == null) {
        return false;
      }
      issues.remove(issueId);
      List<Long> serials = new ArrayList<>();
      for (StoredEvent event : events.values()) {
        if (event.issueId().equals(issueId)) {
          serials.add(event.serial());
          events.remove(event.serial());
        }
      }
      journal.removed(issue, serials);
      changed();
      return true;
    }
  }

  public void ping(Project project, Visitor visitor) {
    synchronized (lock) {
      register(project, visitor, clock.instant(), false);
    }
  }

  /** Counts a request that the limit refused. */
  public void refused() {
    synchronized (lock) {
      refused++;
      changed();
    }
  }

  /** Adds or marks the visitor's session of today. Returns its key. */
  private String register(Project project, Visitor visitor, Instant now, boolean withError) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    String hash = visitor.hash(salt.on(today));
    String key = project.key() + '/' + hash;
    StoredSession known = sessions.get(key);
    if (known == null) {
      set(key, new StoredSession(hash, now, withError));
    } else if (withError && !known.withError()) {
      set(key, known.markedWithError());
    }
    return key;
  }

  private void set(String key, StoredSession session) {
    sessions.put(key, session);
    journal.session(key, session);
    changed();
  }

  private void changed() {
    version++;
    lock.notifyAll();
  }

  /** Returns a number that changes with every change of the store. */
  public long version() {
    synchronized (lock) {
      return version;
    }
  }

  /** Waits until the version differs from the given one, up to the timeout. Returns the current version. */
  public long awaitChange(long seen, Duration timeout) throws InterruptedException {
    awaitOther(seen, timeout);
    return version();
  }

  /**
   * Waits until a condition is met. Evaluates the condition without the lock, because it is user code, and once more after
   * the last change.
   */
  public boolean awaitThat(BooleanSupplier condition, Duration timeout) {
    long start = System.nanoTime();
    long nanos = saturatedNanos(timeout);
    long seen = version();
    boolean met = condition.getAsBoolean();
    try {
      long left = nanos;
      while (!met && left > 0 && !awaitOther(seen, Duration.ofNanos(left))) {
        seen = version();
        met = condition.getAsBoolean();
        left = nanos - (System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return met || condition.getAsBoolean();
  }

  /** Waits until the version differs from the given one or the store is closed. Returns whether it is closed. */
  private boolean awaitOther(long seen, Duration timeout) throws InterruptedException {
    return await(() -> version != seen, timeout);
  }

  /** Waits until the store is closed, up to the timeout. Returns whether it is closed. */
  public boolean awaitClose(Duration timeout) throws InterruptedException {
    return await(() -> false, timeout);
  }

  public @Nullable StoredEvent event(long serial) {
    synchronized (lock) {
      return events.get(serial);
    }
  }

  public @Nullable StoredIssue issue(String id) {
    synchronized (lock) {
      return issues.get(id);
    }
  }

  public List<StoredEvent> events() {
    synchronized (lock) {
      return Collections.unmodifiableList(events.values());
    }
  }

  public Instant now() {
    return clock.instant();
  }

  public long refusedRequests() {
    synchronized (lock) {
      return refused;
    }
  }

  /** Returns the issues, most recently seen first. */
  public List<StoredIssue> issues() {
    List<StoredIssue> latestLast;
    synchronized (lock) {
      latestLast = issues.values();
    }
    Collections.reverse(latestLast);
    return Collections.unmodifiableList(latestLast);
  }

  public List<StoredSession> sessions() {
    synchronized (lock) {
      return Collections.unmodifiableList(sessions.values());
    }
  }

  /** Returns the numbers of sessions of the last 24 hours, by the hour. */
  public List<HourlySessions> hours() {
    return HourlySessions.last(24, clock.instant(), sessions());
  }

  public boolean awaitEvents(int count, Duration timeout) {
    try {
      await(() -> received >= count, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lock) {
      return received >= count;
    }
  }

  /** Waits until a condition is met or the store is closed. Returns whether it is closed. */
  private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    long nanos = saturatedNanos(timeout);
    long left = nanos;
    synchronized (lock) {
      while (!condition.getAsBoolean() && !closed && left > 0) {
        lock.wait(left / 1_000_000, (int) (left % 1_000_000));
        left = nanos - (System.nanoTime() - start);
      }
      return closed;
    }
  }

  private static long saturatedNanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  public void clear() {
    synchronized (lock) {
      events.clear();
      issues.clear();
      sessions.clear();
      counted.clear();
      journal.clear();
      received = 0;
      refused = 0;
      changed();
    }
  }

  /** Closes the journal and wakes all waiting threads. The data can still be read. */
  public void close() {
    synchronized (lock) {
      if (!closed) {
        journal.close();
      }
      closed = true;
      lock.notifyAll();
    }
  }
}
