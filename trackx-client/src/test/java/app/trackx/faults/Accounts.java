package app.trackx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackXClient;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what the clients say against what the server saw: the counters add up, what the clients
 * call sent is what the server took, counted in errors and not in events, and nothing was sent
 * again after the server had said that it took it.
 *
 * <p>Of a request that was read and not answered, nobody but the server knows whether it took it,
 * and the client sends it again. A test in which that happens has to say of which errors.
 */
public final class Accounts {
  private final FaultyServer server;
  private final Counts counts;
  private final Set<String> undecided = new TreeSet<>();

  private Accounts(FaultyServer server, Counts counts) {
    this.server = server;
    this.counts = counts;
  }

  public static Accounts of(FaultyServer server, TrackXClient... clients) {
    Counts sum = new Counts(0, 0, 0, 0, 0, 0);
    for (TrackXClient client : clients) {
      sum = sum.plus(Counts.of(client));
    }
    return of(server, sum);
  }

  static Accounts of(FaultyServer server, Counts counts) {
    return new Accounts(server, counts);
  }

  /** These were read by the server and got no answer: they may be stored twice, or not at all. */
  public Accounts undecided(String... markers) {
    undecided.addAll(Set.of(markers));
    return this;
  }

  public void addUp() {
    assertThat(counts.captured())
        .as("captured = sent + folded + cancelled + dropped + pending: %s", counts)
        .isEqualTo(counts.sent()
            + counts.folded()
            + counts.cancelled()
            + counts.dropped()
            + counts.pending());
    assertThat(server.undecided()).as("read, and not answered").isEqualTo(undecided);
    assertThat(errorsTaken())
        .as("errors that the server took: %s", counts)
        .isEqualTo(counts.sent() + counts.folded());
    assertNothingTwice(server);
  }

  /** No event came again after the server had said that it took it. */
  static void assertNothingTwice(FaultyServer server) {
    Set<String> taken = new HashSet<>();
    for (Exchange exchange : server.exchanges()) {
      if (exchange.isEvent()) {
        assertThat(taken).as("taken before " + exchange).doesNotContain(exchange.marker());
        if (exchange.verdict() == Exchange.Verdict.TAKEN) {
          taken.add(exchange.marker());
        }
      }
    }
  }

  private long errorsTaken() {
    return server.exchanges(Exchange.Verdict.TAKEN).stream()
        .filter(Exchange::isEvent)
        .mapToLong(Exchange::occurrences)
        .sum();
  }
}
