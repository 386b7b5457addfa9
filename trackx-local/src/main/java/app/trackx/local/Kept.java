package app.trackx.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a journal holds from earlier, in the order in which the store keeps it. */
final class Kept {
  static final Kept NOTHING = new Kept(List.of(), List.of(), Map.of());

  private final List<Event> events;
  private final List<Issue> issues;
  private final Map<String, Session> sessions;

  Kept(List<Event> events, List<Issue> issues, Map<String, Session> sessions) {
    this.events = List.copyOf(events);
    this.issues = List.copyOf(issues);
    this.sessions = new LinkedHashMap<>(sessions);
  }

  List<Event> events() {
    return events;
  }

  /** The one seen last at the end. */
  List<Issue> issues() {
    return issues;
  }

  /** By the key under which the store knows them. */
  Map<String, Session> sessions() {
    return sessions;
  }
}
