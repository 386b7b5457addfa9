package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.transport.Outcome;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of {@link Backlog} with all interleavings of the steps of a client's threads. */
class BacklogStepsTest {
  static List<Outcome> outcomes() {
    return List.of(
        Outcome.sent(),
        Outcome.retry(0),
        Outcome.retry(500),
        Outcome.rateLimited(429, Duration.ofSeconds(1)),
        Outcome.rejected(400),
        Outcome.misconfigured(403, "Invalid key"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void errors_capturedWhileOthersAreSent_areCountedOnce(Outcome outcome) {
    check(4, false, outcome, "a", "b", "a");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void errors_thatDoNotFit_areCountedOnce(Outcome outcome) {
    check(1, false, outcome, "a", "b", "b", "a");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void errors_evictedByOthers_areCountedOnce(Outcome outcome) {
    check(2, false, outcome, "a", "a", "b", "c");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void errors_atShutdown_areCountedOnce(Outcome outcome) {
    check(4, true, outcome, "a", "a", "b");
  }

  /** The disk thread of one client, between its look at the events and the first that it writes. */
  @Test
  void event_thatAnotherClientHasTakenOver_isNotWritten() {
    Backlogs old = new Backlogs(4);
    Backlogs next = new Backlogs(4);
    old.take("a");
    PendingEvent event = old.backlog.start(true);
    old.backlog.answered(event, Outcome.retry(0)); // so that it is queued again
    old.backlog.handOver(next.backlog);

    assertThat(old.backlog.startWriting(event)).isFalse();
    assertThat(next.backlog.startWriting(event)).isTrue();
  }

  /** The precondition for interleaving whole steps: every method holds the lock. */
  @Test
  void backlog_synchronizesAllMethods() {
    assertThat(Backlog.class.getDeclaredMethods())
        .filteredOn(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
        .isNotEmpty()
        .allMatch(method -> Modifier.isSynchronized(method.getModifiers()));
  }

  private static void check(int capacity, boolean ends, Outcome outcome, String... keys) {
    int orders = Steps.explore(() -> new TwoThreads(capacity, ends, outcome, keys));
    assertThat(orders).isGreaterThan(100);
  }

  private static final class TwoThreads implements Steps.Scenario {
    private final Backlogs backlogs;
    private final boolean ends;
    private final Outcome outcome;
    private final String[] keys;

    TwoThreads(int capacity, boolean ends, Outcome outcome, String... keys) {
      this.backlogs = new Backlogs(capacity);
      this.ends = ends;
      this.outcome = outcome;
      this.keys = keys;
    }

    @Override
    public List<Steps.Actor> actors() {
      Steps.Actor spooling = () -> {
        backlogs.backlog.spool();
        return false;
      };
      List<Steps.Actor> two = List.of(new Processor(), new Sender());
      return ends ? List.of(two.get(0), two.get(1), spooling) : two;
    }

    @Override
    public void end() {
      if (!ends) { // nothing is sent after shutdown
        backlogs.sendAll();
      }
      backlogs.checkAllCounted(keys.length);
    }

    /** Does what {@link Pipeline#process} does, and {@link ProcessWorker} at shutdown. */
    private final class Processor implements Steps.Actor {
      private int at;
      private int step;

      @Override
      public boolean step() {
        if (at == keys.length) {
          backlogs.backlog.end();
          return false;
        }
        step = next(keys[at]);
        at += step == 0 ? 1 : 0;
        return at < keys.length || ends;
      }

      private int next(String key) {
        switch (step) {
          case 0:
            backlogs.counters.captured();
            return backlogs.backlog.fold(key, 0, true) ? 0 : 1;
          default:
            backlogs.backlog.admit(key, null, 0, null, true);
            return 0;
        }
      }
    }

    /** The steps of {@link Pipeline#send}, three times. */
    private final class Sender implements Steps.Actor {
      private PendingEvent current;
      private long errorsSent;
      private int attempts;

      @Override
      public boolean step() {
        PendingEvent event = current;
        if (event == null) {
          current = backlogs.backlog.start(true);
          errorsSent = current == null ? 0 : current.errors; // part of the sent event
          attempts++;
        } else {
          current = null;
          assertThat(event.errors).as("errors in the sent event").isEqualTo(errorsSent);
          backlogs.backlog.answered(event, outcome);
        }
        if (current != null) {
          assertThat(backlogs.backlog.oldest())
              .as("oldest event, which flush waits for")
              .isLessThanOrEqualTo(current.number);
        }
        backlogs.read();
        return attempts < 3 || current != null;
      }
    }
  }
}
