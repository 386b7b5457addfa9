package app.trackx.relay.kafka;

import app.trackx.internal.session.UtcDay;
import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.Ping;
import app.trackx.relay.forward.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what waits for the server, and hands it to the forwarding thread. There is one task of it in the whole group, because its
 * topic has one partition.
 *
 * <p>How nothing is lost and next to nothing sent twice:
 *
 * <ol>
 *   <li>An entry that is due is <i>claimed</i>: what waits is moved aside in the store, and a commit is requested.
 *   <li>Only when that is committed, the claim is handed over, as an immutable request. Errors of that kind that come now wait
 *       beside it.
 *   <li>The forwarding thread sends it and hands back a verdict. This thread never waits for that.
 *   <li>When the server has answered, the claim is removed from the store. If this relay dies before that is committed, the next
 *       owner of the task finds the claim and sends the same request once more. If the server did not accept it, the claim stays
 *       and is handed over again.
 * </ol>
 *
 * <p>So what is sent twice is at most {@link #MAX_HANDED_OVER} requests for each relay that dies, each the same to the byte.
 * Confined to the task's thread.
 */
final class OutboxProcessor implements Processor<String, byte[], Void, Void> {
  static final String STORE = "outbox";
  static final Duration TICK = Duration.ofMillis(50);

  /** The one that is being sent and the next one; more would go out before a new kind that comes now. */
  static final int MAX_HANDED_OVER = 2;

  private static final int MAX_PINGS_HANDED_OVER = 1;
  private static final String PINGS = "ping/";
  private static final String BUDGET = "budget";
  private static final long REST_MILLIS = TimeUnit.MINUTES.toMillis(61);

  private final HandOver handOver;
  private final KafkaCounters counters;
  private final OutboxGauges gauges;
  private final SendBudget.Limit limit;
  private final long maxWeight;
  private final Commits.Source commitsOf;

  private final DueIndex index = new DueIndex();
  private final Map<String, Size> sizes = new HashMap<>();
  private final List<HandOver.Offer> claims = new ArrayList<>();
  private long weight;
  private long errors;
  private int kinds;
  private SendBudget budget;
  private boolean commitNow;
  private long commitsBefore;

  private ProcessorContext<Void, Void> context;
  private KeyValueStore<String, byte[]> store;
  private Commits commits;

  @SuppressWarnings("NullAway.Init") // by init
  OutboxProcessor(
      HandOver handOver,
      KafkaCounters counters,
      OutboxGauges gauges,
      SendBudget.Limit limit,
      long maxWeight,
      Commits.Source commitsOf) {
    this.handOver = handOver;
    this.counters = counters;
    this.gauges = gauges;
    this.limit = limit;
    this.maxWeight = maxWeight;
    this.commitsOf = commitsOf;
  }

  // ---- what comes in ---------------------------------------------------------------------------

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    this.commits = commitsOf.of(context);
    long now = context.currentSystemTimeMs();
    this.budget = SendBudget.full(limit, now);
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> stored = all.next();
        restore(stored.key, stored.value, now);
      }
    }
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    publish(now);
  }

  private void restore(String key, byte[] stored, long now) {
    if (key.equals(BUDGET)) {
      restore(stored);
      return;
    }
    Entry entry = read(stored);
    weigh(key, entry);
    if (!handOver.knows(key, entry.claim())) { // else its verdict will come
      index(key, entry, now);
    }
  }

  private void restore(byte[] stored) {
    try {
      budget = SendBudget.of(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // as with a delta
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Delta delta = delta(record.value());
    long now = context.currentSystemTimeMs();
    if (delta.errors() != null) {
      add(delta.errors(), now);
    } else if (delta.ping() != null) {
      add(delta.ping(), now);
    }
  }

  /**
   * Reads what a task of this topology wrote. If another version of the relay did, this task fails until one of that version
   * has it, and nothing is lost.
   */
  private static Delta delta(byte[] bytes) {
    try {
      return Delta.of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Aggregate errors, long now) {
    String key = errors.id().text();
    Entry known = get(key);
    if (known == null && weight >= maxWeight) {
      counters.overflowed(errors.count());
      return;
    }
    Entry entry = known == null || known.errors() == null
        ? Entry.of(errors)
        : new Entry(known.claim(), known.errors().with(errors, now), null);
    put(key, entry);
    if (entry.claim() == 0) {
      index(key, entry, now);
    }
  }

  private void add(Ping ping, long now) {
    String key = PINGS + ping.day() + '/' + Long.toHexString(ping.fingerprint());
    if (ping.day() != UtcDay.of(now)) {
      counters.late();
      return;
    }
    if (get(key) != null) {
      return; // known today
    }
    if (weight >= maxWeight) {
      counters.overflowed(0);
      return;
    }
    Entry entry = Entry.of(ping);
    put(key, entry);
    index(key, entry, now);
  }

  // ---- what goes out ---------------------------------------------------------------------------

  private void tick(long now) {
    handOverClaims();
    for (HandOver.Settled settled : handOver.verdicts()) {
      settle(settled, now);
    }
    forget(now);
    claim(now);
    if (commitNow) {
      commitNow = false;
      commitsBefore = commits.count();
      context.commit();
    }
    publish(now);
  }

  /** Hands over what was claimed, if that is committed. */
  private void handOverClaims() {
    if (!claims.isEmpty() && commits.count() > commitsBefore) {
      claims.forEach(handOver::offer);
      claims.clear();
    }
  }

  /** Claims as many as may be handed over, each for a token of the server's rate limit. */
  private void claim(long now) {
    int free = MAX_HANDED_OVER - handOver.handedOver(false) - claimed(false);
    for (; free > 0 && mayClaim(false, now); free--) {
      String key = index.nextError(now);
      if (key == null) {
        break;
      }
      claim(key, now);
    }
    String ping = index.nextError(now) == null ? index.nextPing(now) : null;
    if (ping != null
        && handOver.handedOver(true) + claimed(true) < MAX_PINGS_HANDED_OVER
        && mayClaim(true, now)) {
      claim(ping, now);
    }
  }

  private boolean mayClaim(boolean ping, long now) {
    budget = budget.refilled(limit, now);
    return budget.allows(limit, ping);
  }

  private int claimed(boolean pings) {
    return (int) claims.stream()
        .filter(offer -> (offer.parcel().ping() != null) == pings)
        .count();
  }

  private void claim(String key, long now) {
    index.remove(key);
    Entry entry = get(key);
    if (entry == null) {
      return;
    }
    if (isTooLate(entry, now)) {
      counters.late();
      delete(key);
      return;
    }
    Entry claimed = entry.claimed(now);
    put(key, claimed);
    budget = budget.spent();
    store.put(BUDGET, budget.toBytes());
    claims.add(new HandOver.Offer(key, claimed.claim(), claimed.parcel()));
    commitNow = true; // even if it was claimed before: that must be committed, too
  }

  private static boolean isTooLate(Entry entry, long now) {
    return entry.ping() != null && entry.ping().day() != UtcDay.of(now);
  }

  private void settle(HandOver.Settled settled, long now) {
    String key = settled.offer().key();
    Entry entry = get(key);
    if (entry == null || entry.claim() != settled.offer().claim()) {
      return; // another relay had the task meanwhile, and has settled it
    }
    Verdict verdict = settled.verdict();
    Entry next =
        verdict == Verdict.SENT || verdict == Verdict.DISCARDED ? after(entry, now) : entry;
    if (next != entry) {
      put(key, next);
      commitNow = true; // until then, the death of this relay would have it sent again
    }
    index(key, next, verdict == Verdict.FAILED ? now : 0, now);
  }

  /** Returns the entry without its claim. */
  private static Entry after(Entry entry, long now) {
    return entry.errors() == null ? Entry.done() : Entry.of(entry.errors().sent(now));
  }

  /** Looks at entries that have rested: known kinds that would count as new, and pings of other days. */
  private void forget(long now) {
    for (String key = index.rested(now); key != null; key = index.rested(now)) {
      Entry entry = get(key);
      boolean old = entry == null
          || (entry.errors() == null
              ? isOfAnotherDay(key, now)
              : entry.errors().isForgettable(now));
      if (old) {
        index.remove(key);
        delete(key);
      } else {
        index.put(key, DueIndex.Rank.REST, now + REST_MILLIS);
      }
    }
  }

  private static boolean isOfAnotherDay(String key, long now) {
    return !key.startsWith(PINGS + UtcDay.of(now) + '/');
  }

  // ---- store and index -------------------------------------------------------------------------

  private void index(String key, Entry entry, long now) {
    index(key, entry, 0, now);
  }

  /**
   * Adds an entry to the index.
   *
   * @param behind if not 0, it goes behind others that came before that time
   */
  private void index(String key, Entry entry, long behind, long now) {
    Aggregate errors = entry.errors();
    if (entry.ping() != null) {
      index.put(key, DueIndex.Rank.PING, Math.max(behind, entry.claim()));
    } else if (errors == null) {
      index.put(key, DueIndex.Rank.REST, now + REST_MILLIS);
    } else if (errors.isInFlight() || errors.hasWaiting()) {
      DueIndex.Rank rank = errors.isNew() ? DueIndex.Rank.NEW : DueIndex.Rank.KNOWN;
      long at = errors.isNew() ? Math.min(now, errors.firstSeen()) : now + errors.untilDue(now);
      index.put(key, rank, Math.max(behind, errors.isInFlight() ? Math.min(at, now) : at));
    } else {
      index.put(key, DueIndex.Rank.REST, now + REST_MILLIS);
    }
  }

  private @Nullable Entry get(String key) {
    byte[] stored = store.get(key);
    return stored == null ? null : read(stored);
  }

  private static Entry read(byte[] stored) {
    try {
      return Entry.of(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // as with a delta
    }
  }

  private void put(String key, Entry entry) {
    store.put(key, entry.toBytes());
    weigh(key, entry);
  }

  private void delete(String key) {
    store.delete(key);
    count(sizes.remove(key), -1);
  }

  private void weigh(String key, Entry entry) {
    Aggregate all = entry.errors();
    Size now = new Size(entry.weight() + 2 * key.length(), all == null ? 0 : all.count());
    count(sizes.put(key, now), -1);
    count(now, 1);
  }

  private void count(@Nullable Size size, int sign) {
    if (size != null) {
      weight += (long) sign * size.weight();
      errors += sign * size.errors();
      kinds += size.errors() > 0 ? sign : 0;
    }
  }

  /** What an entry takes and stands for. */
  private record Size(int weight, long errors) {}

  private void publish(long now) {
    gauges.publish(new OutboxGauges.Numbers(
        kinds, errors, index.count(DueIndex.Rank.PING), index.oldest(now), weight));
  }

  @Override
  public void close() {
    handOver.revoke();
    gauges.leave();
  }
}
