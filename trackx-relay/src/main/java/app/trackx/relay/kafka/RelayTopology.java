package app.trackx.relay.kafka;

import app.trackx.relay.fold.SightingReader;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: the topic of requests, folding in as many tasks as it has partitions, the outbox's topic with one partition, and
 * its one task. All names are fixed, since Kafka Streams names topics after them.
 *
 * <p>Stores are in memory, with changelog topics: they hold seconds of folded errors, and what the server's rate limit keeps
 * waiting, which has a limit in bytes. A relay that takes over reads them back from Kafka, wherever it runs.
 */
final class RelayTopology {
  private final KafkaOptions options;
  private final SightingReader reader;
  private final SourceTokens tokens;
  private final HandOver handOver;
  private final KafkaCounters counters;
  private final OutboxGauges gauges;
  private final SendBudget.Limit limit;
  private final Commits.Source commits;

  RelayTopology(
      KafkaOptions options,
      SightingReader reader,
      SourceTokens tokens,
      HandOver handOver,
      KafkaCounters counters,
      OutboxGauges gauges,
      SendBudget.Limit limit,
      Commits.Source commits) {
    this.options = options;
    this.reader = reader;
    this.tokens = tokens;
    this.handOver = handOver;
    this.counters = counters;
    this.gauges = gauges;
    this.limit = limit;
    this.commits = commits;
  }

  Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            options.topic(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("requests"))
        .process(new Folds(), Named.as("fold"))
        .repartition(Repartitioned.with(Serdes.String(), Serdes.ByteArray())
            .withNumberOfPartitions(1)
            .withName("outbox"))
        .process(new Outboxes(), Named.as("forward"));
    return builder.build();
  }

  private static StoreBuilder<?> store(String name, boolean cached) {
    StoreBuilder<?> store = Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    return cached ? store.withCachingEnabled() : store;
  }

  private final class Folds implements ProcessorSupplier<byte[], byte[], String, byte[]> {
    @Override
    public Processor<byte[], byte[], String, byte[]> get() {
      return new FoldProcessor(reader, tokens, counters);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // the cache keeps all but the last value of a kind in a commit interval out of the changelog
      return Set.of(store(FoldProcessor.STORE, true));
    }
  }

  private final class Outboxes implements ProcessorSupplier<String, byte[], Void, Void> {
    @Override
    public Processor<String, byte[], Void, Void> get() {
      return new OutboxProcessor(
          handOver, counters, gauges, limit, options.maxPendingBytes(), commits);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(store(OutboxProcessor.STORE, false));
    }
  }
}
