package app.trackx.relay.kafka;

import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.Sighting;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Folds the requests of one partition, so that the outbox, which has one partition, gets no more than a record for each kind
 * of error in ten seconds, however many errors there are.
 *
 * <p>The store has what was folded since the last record to the outbox; it is committed together with that record and with the
 * position in the topic. The first error of a kind is passed on at the next half second. Confined to the task's thread.
 */
final class FoldProcessor implements Processor<byte[], byte[], String, byte[]> {
  static final String STORE = "folds";
  static final Duration TICK = Duration.ofMillis(500);

  /** The first interval of the schedule of known errors: sooner, the outbox could not send it anyway. */
  static final long INTERVAL_MILLIS = 10_000;

  private static final Pattern KEY = Pattern.compile("[0-9a-z]{11}");
  private static final Pattern HEADER = Pattern.compile("[ -~]{0,1000}");

  private final SightingReader reader;
  private final SourceTokens tokens;
  private final KafkaCounters counters;

  /** When each entry of the store is passed on, in the order in which they came. */
  private final Map<String, Long> due = new LinkedHashMap<>();

  /** When a kind was last passed on, the oldest first; no older than the interval. */
  private final LinkedHashMap<String, Long> passedOn = new LinkedHashMap<>();

  private ProcessorContext<String, byte[]> context;
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init") // by init
  FoldProcessor(SightingReader reader, SourceTokens tokens, KafkaCounters counters) {
    this.reader = reader;
    this.tokens = tokens;
    this.counters = counters;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    long now = context.currentSystemTimeMs();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        due.put(entry.key, now);
      }
    }
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::passOn);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Received received = received(record.value());
    if (received == null) {
      return;
    }
    // if Kafka does not return the secret, the task fails, and reads this record again
    Received request = tokens.withToken(received);
    Delta delta = delta(request);
    if (delta == null) {
      return;
    }
    if (delta.ping() != null) {
      context.forward(new Record<>(request.key(), delta.toBytes(), record.timestamp()));
    } else {
      fold(delta);
    }
  }

  /** Returns null, and counts it, if it is none: one record that cannot be read must not stop all others for ever. */
  private @Nullable Received received(byte[] value) {
    try {
      Received received = Received.of(value);
      if (isValid(received)) {
        return received;
      }
      counters.unreadable(new IOException("invalid headers"));
      return null;
    } catch (IOException | RuntimeException e) {
      counters.unreadable(e);
      return null;
    }
  }

  /** Whoever may write to the topic must not write into the requests to the server. */
  private static boolean isValid(Received received) {
    return KEY.matcher(received.key()).matches()
        && !received.origin().isEmpty()
        && Stream.of(received.origin(), received.userAgent(), received.contentType())
            .allMatch(header -> HEADER.matcher(header).matches());
  }

  /** Returns null, and counts it, for what cannot be read, and for what the server would drop. */
  private @Nullable Delta delta(Received request) {
    try {
      if (request.kind() == RequestKind.PING) {
        return Delta.of(SightingReader.ping(request));
      }
      Sighting sighting = reader.read(request);
      if (sighting != null) {
        return Delta.of(Aggregate.of(sighting, context.currentSystemTimeMs()));
      }
      counters.ignored();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      counters.unreadable(e);
    }
    return null;
  }

  private void fold(Delta delta) {
    Aggregate errors = Objects.requireNonNull(delta.errors());
    long now = context.currentSystemTimeMs();
    String key = errors.id().text();
    byte[] stored = store.get(key);
    store.put(
        key, stored == null ? errors.toBytes() : read(stored).with(errors, now).toBytes());
    if (stored == null) {
      Long last = passedOn.get(key);
      due.put(key, last == null ? now : last + INTERVAL_MILLIS);
    }
  }

  /** Reads what another version may have stored; its task then has to be run by that version. */
  private static Aggregate read(byte[] stored) {
    try {
      return Aggregate.of(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void passOn(long now) {
    for (Iterator<Map.Entry<String, Long>> all = due.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Long> entry = all.next();
      if (entry.getValue() <= now) {
        all.remove();
        passOn(entry.getKey(), now);
      }
    }
    Iterator<Long> oldest = passedOn.values().iterator();
    while (oldest.hasNext() && oldest.next() <= now - INTERVAL_MILLIS) {
      oldest.remove();
    }
  }

  private void passOn(String key, long now) {
    byte[] stored = store.get(key);
    if (stored == null) {
      return;
    }
    context.forward(new Record<>(key, Delta.of(read(stored)).toBytes(), now));
    store.delete(key);
    passedOn.remove(key);
    passedOn.put(key, now);
  }
}
