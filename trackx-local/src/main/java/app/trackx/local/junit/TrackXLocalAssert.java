package app.trackx.local.junit;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about the events that a local server has received. Assertions that expect an issue wait for it, up
 * to the timeout. Assertions about a total number or about absence wait until no event has arrived for 200 ms.
 * Failure messages list the received issues.
 */
public final class TrackXLocalAssert extends AbstractAssert<TrackXLocalAssert, TrackXLocal> {
  private static final Duration QUIET = Duration.ofMillis(200);

  private final Duration timeout;

  TrackXLocalAssert(TrackXLocal actual, Duration timeout) {
    super(actual, TrackXLocalAssert.class);
    this.timeout = timeout;
  }

  /**
   * Waits for an issue whose name is that of an exception class. Subclasses do not match.
   *
   * @param type the class that the client reported; for a pure wrapper, that of the wrapped exception
   * @return assertions about that issue
   */
  public IssueAssert hasIssue(Class<? extends Throwable> type) {
    return hasIssue(type.getName());
  }

  /**
   * Waits for an issue with a name.
   *
   * @param name the full name, such as {@code com.acme.PaymentException}
   * @return assertions about that issue
   */
  public IssueAssert hasIssue(String name) {
    return IssueAssert.of(actual, timeout, name, info.descriptionText());
  }

  /**
   * Waits for a number of issues, and then until no event has arrived for 200 ms.
   *
   * @param count the exact number of issues
   * @return this
   */
  public TrackXLocalAssert hasIssues(int count) {
    actual.await(server -> server.issues().size() >= count, timeout);
    awaitQuiet();
    if (actual.issues().size() != count) {
      throw failure("%s", "Expecting " + count + " issues, but " + ReceivedIssues.by(actual));
    }
    return this;
  }

  /**
   * Waits until no event has arrived for 200 ms, and checks that the server has received none. Pings do not
   * count. An event that the client has not sent yet is not noticed: flush the client first.
   *
   * @return this
   */
  public TrackXLocalAssert hasNoIssues() {
    return hasIssues(0);
  }

  /**
   * Checks that no received event contains any of the given texts, in any property. Ignores case, and also
   * finds texts that are percent-encoded or escaped in JSON. Waits for the first event, and then until no event
   * has arrived for 200 ms. Fails if no event was received, because that would prove nothing. Request headers
   * are not checked, since the server does not store them.
   *
   * @param texts the texts that must not leave the application; not empty
   * @return this
   * @throws IllegalArgumentException if there is no text, or an empty one
   */
  public TrackXLocalAssert nothingLeaves(String... texts) {
    List<String> secrets = List.of(texts);
    if (secrets.isEmpty() || secrets.contains("")) {
      throw new IllegalArgumentException("texts is empty or contains an empty text: " + secrets);
    }
    actual.await(server -> !server.events().isEmpty(), timeout);
    awaitQuiet();
    List<Event> events = actual.events();
    if (events.isEmpty()) {
      throw failure(
          "%s",
          "Expecting an event to search for " + secrets + ", but " + ReceivedIssues.by(actual));
    }
    for (int i = 0; i < events.size(); i++) {
      for (String secret : secrets) {
        String place = EventTexts.of(events.get(i)).find(secret);
        if (place != null) {
          throw failure(
              "%s",
              "Expecting no event to contain \"" + secret + "\", but event " + (i + 1) + " of "
                  + events.size() + " contains it in " + place);
        }
      }
    }
    return this;
  }

  /** Waits, up to the timeout, until no event has arrived for a while. */
  private void awaitQuiet() {
    long end = System.nanoTime() + timeout.toNanos();
    int seen = actual.events().size();
    while (actual.await(more(seen), QUIET) && System.nanoTime() < end) {
      seen = actual.events().size();
    }
  }

  private static Predicate<TrackXLocal> more(int seen) {
    return server -> server.events().size() > seen;
  }
}
