package app.trackx.local.junit;

import app.trackx.local.Event;
import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about an issue. Each assertion narrows down the set of matching issues: if there are two issues of
 * a class, {@code inMethod} selects the one in that method. Each waits, up to the timeout, until an issue
 * matches all assertions so far.
 */
public final class IssueAssert extends AbstractAssert<IssueAssert, Issue> {
  private final TrackXLocal server;
  private final Duration timeout;
  private final BiPredicate<TrackXLocal, Issue> wanted;
  private final String description;

  private IssueAssert(
      Issue actual,
      TrackXLocal server,
      Duration timeout,
      BiPredicate<TrackXLocal, Issue> wanted,
      String description) {
    super(actual, IssueAssert.class);
    this.server = server;
    this.timeout = timeout;
    this.wanted = wanted;
    this.description = description;
  }

  static IssueAssert of(TrackXLocal server, Duration timeout, String name, String about) {
    IssueAssert assertion =
        await(server, timeout, (from, issue) -> name.equals(issue.name()), name, about);
    return about.isEmpty() ? assertion : assertion.as(about);
  }

  private static IssueAssert await(
      TrackXLocal server,
      Duration timeout,
      BiPredicate<TrackXLocal, Issue> wanted,
      String description,
      String about) {
    server.await(from -> first(from, wanted) != null, timeout);
    Issue issue = first(server, wanted);
    if (issue == null) {
      String prefix = about.isEmpty() ? "" : "[" + about + "] ";
      throw new AssertionError(prefix + "Expecting an issue " + description + ", but after "
          + timeout.toMillis() + " ms " + ReceivedIssues.by(server));
    }
    return new IssueAssert(issue, server, timeout, wanted, description);
  }

  private static @Nullable Issue first(TrackXLocal server, BiPredicate<TrackXLocal, Issue> wanted) {
    return server.issues().stream()
        .filter(issue -> wanted.test(server, issue))
        .findFirst()
        .orElse(null);
  }

  private IssueAssert narrow(BiPredicate<TrackXLocal, Issue> more, String condition) {
    String all = description + ' ' + condition;
    return await(server, timeout, wanted.and(more), all, info.descriptionText());
  }

  /**
   * Waits for an issue with a frame in a method.
   *
   * @param method the method's name, such as {@code pay}, optionally qualified, such as {@code Checkout.pay} or
   *     {@code com.acme.Checkout.pay}
   * @return assertions about that issue
   */
  public IssueAssert inMethod(String method) {
    return narrow(
        (from, issue) -> issue.frames().stream().anyMatch(frame -> isIn(frame, method)),
        "in method " + method);
  }

  private static boolean isIn(Frame frame, String method) {
    return frame.callee().equals(method) || frame.callee().endsWith('.' + method);
  }

  /**
   * Waits for an issue whose first event has a message that contains a text.
   *
   * @param part the text, case-sensitive
   * @return assertions about that issue
   */
  public IssueAssert withMessage(String part) {
    return narrow(
        (from, issue) -> Objects.toString(issue.message(), "").contains(part),
        "with the message \"" + part + '"');
  }

  /**
   * Waits for an issue with exactly {@code count} events.
   *
   * @param count the number of events at the time of the check; later events are not waited for
   * @return assertions about that issue
   */
  public IssueAssert withEvents(int count) {
    return narrow((from, issue) -> issue.eventCount() == count, "with " + count + " events");
  }

  /**
   * Waits for an issue with an event whose meta contains an entry.
   *
   * @param key the entry's key
   * @param value the entry's value, as parsed from JSON: {@code String}, {@code Boolean}, {@code Long}, {@code
   *     Double}, {@code Map}, {@code List} or null; an {@code Integer} is converted to {@code Long}
   * @return assertions about that issue
   */
  public IssueAssert withMeta(String key, @Nullable Object value) {
    Object json = value instanceof Integer ? Long.valueOf((Integer) value) : value;
    return narrow(
        (from, issue) -> from.events().stream()
            .filter(event -> event.issueId().equals(issue.id()))
            .map(Event::meta)
            .anyMatch(meta -> meta.containsKey(key) && Objects.equals(meta.get(key), json)),
        "with meta " + key + " = " + value);
  }
}
