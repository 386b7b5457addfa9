package app.trackx.local.junit;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about what a local server has received. Those that ask for something wait for it, up
 * to the timeout, and go on as soon as it is there; those that ask for nothing wait until no more
 * has come in for a fifth of a second. A failure shows what was received.
 */
public final class TrackXLocalAssert extends AbstractAssert<TrackXLocalAssert, TrackXLocal> {
  private static final Duration QUIET = Duration.ofMillis(200);

  private final Duration timeout;

  TrackXLocalAssert(TrackXLocal actual, Duration timeout) {
    super(actual, TrackXLocalAssert.class);
    this.timeout = timeout;
  }

  /**
   * Waits for an issue of a class of errors: one whose name is that of the class. A subclass is
   * another.
   *
   * @param type the class that the client reported; not that of a pure wrapper around it
   * @return assertions about that issue
   */
  public IssueAssert hasIssue(Class<? extends Throwable> type) {
    return hasIssue(type.getName());
  }

  /**
   * Waits for an issue with a name.
   *
   * @param name the whole name, such as {@code com.acme.PaymentException}
   * @return assertions about that issue
   */
  public IssueAssert hasIssue(String name) {
    return IssueAssert.of(actual, timeout, name, info.descriptionText());
  }

  /**
   * Waits for a number of issues, and then for quiet.
   *
   * @param count how many there must be, exactly
   * @return this
   */
  public TrackXLocalAssert hasIssues(int count) {
    actual.await(server -> server.issues().size() >= count, timeout);
    awaitQuiet();
    if (actual.issues().size() != count) {
      throw failure("%s", "Expecting " + count + " issues, but " + Received.by(actual));
    }
    return this;
  }

  /**
   * Waits for quiet, and checks that no event has come in. Pings are none. An event that is still
   * on its way is not seen: let the client flush first.
   *
   * @return this
   */
  public TrackXLocalAssert hasNoIssues() {
    return hasIssues(0);
  }

  /**
   * Checks that none of some texts is in anything that was received, in whatever property, in any
   * case, and percent-encoded or escaped in JSON too. Waits for the first event and then for quiet;
   * fails if no event has come in, because that would prove nothing. Events alone are looked
   * into: of the headers of requests a server keeps nothing.
   *
   * @param texts what must not leave the application; not empty
   * @return this
   * @throws IllegalArgumentException if there is no text, or an empty one
   */
  public TrackXLocalAssert nothingLeaves(String... texts) {
    List<String> secrets = List.of(texts);
    if (secrets.isEmpty() || secrets.contains("")) {
      throw new IllegalArgumentException("nothing to look for: " + secrets);
    }
    actual.await(server -> !server.events().isEmpty(), timeout);
    awaitQuiet();
    List<Event> events = actual.events();
    if (events.isEmpty()) {
      throw failure(
          "%s", "Expecting an event that could hold " + secrets + ", but " + Received.by(actual));
    }
    for (int i = 0; i < events.size(); i++) {
      for (String secret : secrets) {
        String place = Texts.of(events.get(i)).find(secret);
        if (place != null) {
          throw failure(
              "%s",
              "Expecting that nothing leaves with \"" + secret + "\", but event " + (i + 1) + " of "
                  + events.size() + " has it in " + place);
        }
      }
    }
    return this;
  }

  /** Until nothing has come in for a while; bounded, as everything here. */
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
