package app.trackx.local.internal.page;

import app.trackx.local.internal.json.ParseBudget;
import app.trackx.local.internal.store.IssueStatus;
import app.trackx.local.internal.store.IssueTitle;
import app.trackx.local.internal.store.Store;
import app.trackx.local.internal.store.StoredEvent;
import app.trackx.local.internal.store.StoredIssue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the issues with what their events say about them: releases, environments and errors by the hour. Releases are
 * in the order in which the first event of each was received; the last of them is the current release.
 */
final class IssueOverview {
  private static final int MAX_CHOICES = 100;

  private final List<StoredIssue> issues;
  private final List<StoredEvent> events;
  private final Instant now;
  private final Map<String, IssueActivity> activities = new HashMap<>();
  private final List<String> releases;

  private IssueOverview(Store store) {
    issues = store.issues();
    events = store.events();
    now = store.now();
    SortedMap<Long, String> bySerial = new TreeMap<>();
    for (StoredIssue issue : issues) {
      activity(issue.id()).addNames(issue.first());
      add(bySerial, issue.first());
    }
    for (StoredEvent event : events) {
      activity(event.issueId()).add(event, now);
      add(bySerial, event);
    }
    releases = new ArrayList<>(new LinkedHashSet<>(bySerial.values()));
  }

  static IssueOverview of(Store store) {
    return new IssueOverview(store);
  }

  private static void add(Map<Long, String> releases, StoredEvent event) {
    String release = event.release();
    if (release != null) {
      releases.put(event.serial(), release);
    }
  }

  private IssueActivity activity(String issueId) {
    return activities.computeIfAbsent(issueId, id -> new IssueActivity());
  }

  /** Returns the errors of an issue in the last 24 hours by the hour, oldest first. */
  long[] hours(StoredIssue issue) {
    return activity(issue.id()).hours();
  }

  /** Returns whether the first event of an issue is of the current release, and there was an earlier release. */
  boolean isNew(StoredIssue issue) {
    return releases.size() > 1 && current().equals(issue.first().release());
  }

  /**
   * Returns whether an issue has come back: it was resolved, or it was seen before the last release but one, not in that one,
   * and again in the current one.
   */
  boolean isRegressed(StoredIssue issue) {
    if (issue.regressed()) {
      return true;
    }
    int last = releases.size() - 1;
    IssueActivity activity = activity(issue.id());
    return last > 1
        && activity.isIn(current())
        && !activity.isIn(releases.get(last - 1))
        && !current().equals(issue.first().release())
        && activity.releases().size() > 1;
  }

  private String current() {
    return releases.get(releases.size() - 1);
  }

  /** Returns how many errors clients have dropped, according to the events in the store. */
  long dropped() {
    return events.stream().mapToLong(StoredEvent::dropped).sum();
  }

  /** Returns all issues, most recently seen first. */
  List<StoredIssue> all() {
    return issues;
  }

  /** Returns the issues that match a query, in its order. */
  List<StoredIssue> matching(ListQuery query) {
    List<StoredIssue> found = new ArrayList<>();
    for (StoredIssue issue : issues) {
      if (isShown(issue, query.show) && matchesFilters(issue, query)) {
        found.add(issue);
      }
    }
    if (!query.text.isEmpty()) {
      found.retainAll(withText(found, query.text));
    }
    if (query.order != null) {
      found.sort(query.order);
    }
    return found;
  }

  private boolean isShown(StoredIssue issue, ListQuery.Show show) {
    switch (show) {
      case ALL:
        return true;
      case NEW:
        return issue.status() == IssueStatus.OPEN && isNew(issue);
      case REGRESSED:
        return issue.status() == IssueStatus.OPEN && isRegressed(issue);
      default:
        return issue.status().name().equals(show.name());
    }
  }

  private boolean matchesFilters(StoredIssue issue, ListQuery query) {
    IssueActivity activity = activity(issue.id());
    return (query.type == null || query.type == issue.type())
        && (query.release == null || activity.isIn(query.release))
        && (query.environment == null || activity.environments().contains(query.environment))
        && (query.since == null || !issue.lastSeen().isBefore(now.minus(query.since)));
  }

  /** Returns those issues that contain a text in their title, or in the message of one of their events. */
  private Set<StoredIssue> withText(List<StoredIssue> candidates, String text) {
    Pattern pattern =
        Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    Map<String, StoredIssue> left = new HashMap<>();
    Set<StoredIssue> found = Collections.newSetFromMap(new IdentityHashMap<>());
    for (StoredIssue issue : candidates) {
      if (titleContains(pattern, issue)) {
        found.add(issue);
      } else {
        left.put(issue.id(), issue);
      }
    }
    for (StoredEvent event : events) {
      StoredIssue issue = left.get(event.issueId());
      if (issue != null && contains(pattern, event.message())) {
        found.add(issue);
        left.remove(event.issueId());
      }
    }
    return found;
  }

  private static boolean titleContains(Pattern pattern, StoredIssue issue) {
    IssueTitle title = titleOf(issue);
    return contains(pattern, issue.name())
        || contains(pattern, issue.message())
        || contains(pattern, issue.uri())
        || contains(pattern, title.template())
        || contains(pattern, title.callee())
        || contains(pattern, title.place());
  }

  private static boolean contains(Pattern pattern, @Nullable String text) {
    return text != null && pattern.matcher(text).find();
  }

  /** Returns the title of an issue. Parses its first event on the first call. */
  static IssueTitle titleOf(StoredIssue issue) {
    StoredEvent first = issue.first();
    ParseBudget.SHOWN.acquire(first.bodySize());
    try {
      return first.title();
    } finally {
      ParseBudget.SHOWN.release(first.bodySize());
    }
  }

  /** Returns the latest releases, latest first. */
  List<String> latestReleases() {
    List<String> latest = new ArrayList<>(releases);
    Collections.reverse(latest);
    return limited(latest);
  }

  List<String> environments() {
    Set<String> names = new TreeSet<>();
    activities.values().forEach(activity -> names.addAll(activity.environments()));
    return limited(names);
  }

  List<Integer> types() {
    Set<Integer> types = new TreeSet<>();
    issues.forEach(issue -> types.add(issue.type()));
    return limited(types);
  }

  private static <T> List<T> limited(Collection<T> choices) {
    List<T> all = new ArrayList<>(choices);
    return all.subList(0, Math.min(all.size(), MAX_CHOICES));
  }
}
