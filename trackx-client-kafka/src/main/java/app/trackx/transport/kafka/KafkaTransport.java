package app.trackx.transport.kafka;

import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A transport that sends events to the Kafka topic of a TrackX relay, which forwards them to the server.
 *
 * <pre>{@code
 * TrackX.setup(TrackXClient.builder(endpoint)
 *     .rateLimit(RateLimit.none())
 *     .transport(KafkaTransport.builder("kafka-1:9092,kafka-2:9092").build()));
 * }</pre>
 *
 * <p>The client's endpoint names the project; the relay knows the server's address. The rate limit is that of
 * the server, so the relay keeps it, and the client needs none.
 *
 * <p>A request counts as sent once Kafka has acknowledged its record with {@code acks=all}. The record's key is
 * a hash of the project and of the error's kind, so equal errors meet in one partition. The record's value
 * contains the request, including the project's key, which is a write credential: whoever may read the topic
 * may send events to the project.
 *
 * <p>No call takes longer than the timeout of the request. If Kafka does not acknowledge a record in that
 * time, the client sends it again later, and an acknowledgement that was merely lost leads to a second event.
 *
 * <p>The transport creates its producer for the first request, closes it when nothing is left to send or after
 * a failure, and creates another when it is needed. All of that runs on the daemon thread {@code trackx-kafka},
 * never on a thread of the application.
 */
public final class KafkaTransport implements Transport {
  /** The topic that a relay reads unless it is configured otherwise. */
  public static final String DEFAULT_TOPIC = "trackx-events";

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final String topic;
  private final ProducerSource producers;
  private final BoundedCalls calls = new BoundedCalls();
  private final KafkaFailures failures;
  private final RequestRecord records;

  private KafkaTransport(String topic, ProducerSource producers, @Nullable String source) {
    this.topic = topic;
    this.producers = producers;
    this.failures = new KafkaFailures(topic);
    this.records = new RequestRecord(source);
  }

  /**
   * Returns a builder of a transport with a producer of its own.
   *
   * @param bootstrapServers addresses of brokers as {@code host:port}, separated by commas
   * @return a new builder
   */
  public static Builder builder(String bootstrapServers) {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    if (bootstrapServers.trim().isEmpty()) {
      throw new IllegalArgumentException("bootstrapServers is empty");
    }
    return new Builder(bootstrapServers, null);
  }

  /**
   * Returns a builder of a transport over a producer of the application, which is never closed.
   *
   * <p>Events are only as safe as the producer's {@code acks}; {@code all}, the default since Kafka 3.0, is
   * required for the promise of this class. The producer must not report its failures to TrackX, for example
   * with an interceptor: each would be an event that fails in turn.
   *
   * @param producer a thread-safe producer that serializes byte arrays as they are
   * @return a new builder
   */
  public static Builder builder(Producer<byte[], byte[]> producer) {
    return new Builder(null, Objects.requireNonNull(producer, "producer"));
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    long deadline = System.nanoTime() + request.timeout().toNanos();
    try {
      calls.run(new Delivery(request, deadline), request.timeout());
      failures.acknowledged();
      return Outcome.sent();
    } catch (ExecutionException e) {
      return failures.outcome(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      return failures.outcome(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for Kafka");
    }
  }

  /** Closes the transport's own producer and its connections; {@link #send} creates another. */
  @Override
  public void idle() {
    try {
      calls.run(
          () -> {
            producers.release();
            return null;
          },
          CLOSE_TIMEOUT);
    } catch (ExecutionException | TimeoutException stuck) {
      // the thread releases it as soon as it can
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the topic, and nothing that is secret. */
  @Override
  public String toString() {
    return "KafkaTransport{" + topic + "}";
  }

  /** Sends one record and waits for its acknowledgement. */
  private final class Delivery implements Callable<@Nullable Void> {
    private final TransportRequest request;
    private final long deadline;

    Delivery(TransportRequest request, long deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    @Override
    public @Nullable Void call() throws Exception {
      try {
        ProducerRecord<byte[], byte[]> record = records.of(topic, request);
        Producer<byte[], byte[]> producer = producers.get(request.timeout());
        long left = Math.max(1, deadline - System.nanoTime());
        producer.send(record).get(left, TimeUnit.NANOSECONDS);
        return null;
      } catch (ExecutionException e) {
        throw released(e.getCause() instanceof Exception ? (Exception) e.getCause() : e);
      } catch (Exception e) {
        throw released(e);
      }
    }

    /**
     * Releases the producer after a failure, unless the record itself was the cause. Otherwise the producer
     * would try to connect, and log that, for as long as the client waits before its next request; and some
     * failures leave it unusable.
     */
    private Exception released(Exception failure) {
      if (!KafkaFailures.concernsRecord(failure)) {
        producers.release();
      }
      return failure;
    }
  }

  /** A builder of transports. Mutable and not thread-safe. */
  public static final class Builder {
    private final @Nullable String servers;
    private final @Nullable Producer<byte[], byte[]> producer;
    private final Map<String, Object> properties = new HashMap<>();
    private String topic = DEFAULT_TOPIC;
    private @Nullable String source;

    private Builder(@Nullable String servers, @Nullable Producer<byte[], byte[]> producer) {
      this.servers = servers;
      this.producer = producer;
    }

    /**
     * Sets the topic. It must be the one that the relay reads.
     *
     * @param topic defaults to {@link #DEFAULT_TOPIC}
     * @return this builder
     */
    public Builder topic(String topic) {
      if (Objects.requireNonNull(topic, "topic").isEmpty()) {
        throw new IllegalArgumentException("topic is empty");
      }
      this.topic = topic;
      return this;
    }

    /**
     * Adds properties of Kafka's producer, for example for TLS and authentication.
     *
     * <p>The transport sets {@code bootstrap.servers}, {@code acks}, {@code enable.idempotence}, the
     * serializers, {@code client.id} and all timeouts itself; these are ignored.
     *
     * @param properties names and values as in Kafka's documentation; copied
     * @return this builder
     * @throws IllegalStateException if the producer is the application's
     */
    public Builder properties(Map<String, ?> properties) {
      if (producer != null) {
        throw new IllegalStateException("the application's producer has properties of its own");
      }
      this.properties.putAll(properties);
      return this;
    }

    /**
     * Sets a name of this machine or instance. The relay counts by it how many instances an error concerns,
     * and keeps their sessions apart; only a daily hash of it leaves the relay.
     *
     * @param source defaults to the variables {@code HOSTNAME} or {@code COMPUTERNAME}, or else to the name
     *     that the operating system returns; 255 characters at most
     * @return this builder
     */
    public Builder source(String source) {
      if (source.isEmpty() || source.length() > RequestRecord.MAX_SOURCE) {
        throw new IllegalArgumentException(
            "source has not 1 to " + RequestRecord.MAX_SOURCE + " characters");
      }
      this.source = source;
      return this;
    }

    /**
     * Creates the transport. Connects to nothing yet.
     *
     * @return a new transport
     */
    public KafkaTransport build() {
      ProducerSource producers = servers == null
          ? new ProducerSource.OfApplication(Objects.requireNonNull(producer))
          : new ProducerSource.Own(servers, properties);
      return new KafkaTransport(topic, producers, source);
    }
  }
}
