package app.trackx.transport.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Where the producer comes from. Called by the thread of {@link BoundedCalls} alone. */
interface ProducerSource {
  /**
   * Returns the producer, and creates it if there is none.
   *
   * @param timeout the time limit of a request
   */
  Producer<byte[], byte[]> get(Duration timeout);

  /** Closes the producer if it is the transport's own. Records that were not acknowledged are dropped. */
  void release();

  /** The application's producer. */
  final class OfApplication implements ProducerSource {
    private final Producer<byte[], byte[]> producer;

    OfApplication(Producer<byte[], byte[]> producer) {
      this.producer = producer;
    }

    @Override
    public Producer<byte[], byte[]> get(Duration timeout) {
      return producer;
    }

    @Override
    public void release() {
      // the application closes it
    }
  }

  /** The transport's own producer. */
  final class Own implements ProducerSource {
    /**
     * The start of the names of all producers. The core knows Kafka's threads of these producers by it, so that
     * what they log is not reported.
     */
    private static final String CLIENT_ID = "trackx-client-";

    /** The client has one request under way, of 256 KiB at most. */
    private static final long BUFFER_BYTES = 4 << 20;

    private static final int MAX_REQUEST_BYTES = 2 << 20;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String servers;
    private final Map<String, Object> properties;

    /** Volatile because a thread of {@link BoundedCalls} that has ended may have created it. */
    private volatile @Nullable Producer<byte[], byte[]> producer;

    Own(String servers, Map<String, ?> properties) {
      this.servers = servers;
      this.properties = new HashMap<>(properties);
    }

    @Override
    public Producer<byte[], byte[]> get(Duration timeout) {
      Producer<byte[], byte[]> current = producer;
      if (current == null) {
        current = new KafkaProducer<>(
            configuration(timeout), new ByteArraySerializer(), new ByteArraySerializer());
        producer = current;
      }
      return current;
    }

    /**
     * Half of the time is for finding the partition's leader and half for the acknowledgement, so that Kafka has
     * given up the record when the client hears of the failure.
     */
    Map<String, Object> configuration(Duration timeout) {
      int half = (int) Math.max(2, Math.min(Integer.MAX_VALUE, timeout.toMillis()) / 2);
      Map<String, Object> all = new HashMap<>(properties);
      all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
      all.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID + COUNT.incrementAndGet());
      all.put(ProducerConfig.ACKS_CONFIG, "all");
      all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) half);
      all.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
      all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, half);
      all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, half);
      all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
      all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
      all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
      all.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
      all.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
      return all;
    }

    @Override
    public void release() {
      Producer<byte[], byte[]> current = producer;
      producer = null;
      if (current != null) {
        current.close(Duration.ZERO);
      }
    }
  }
}
