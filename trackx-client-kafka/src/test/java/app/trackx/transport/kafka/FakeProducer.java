package app.trackx.transport.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own fake, made with the one constructor that all supported versions have. */
class FakeProducer extends MockProducer<byte[], byte[]> {
  FakeProducer(boolean acknowledges) {
    super(
        Cluster.empty(),
        acknowledges,
        new OnePartition(),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static final class OnePartition implements Partitioner {
    @Override
    public int partition(
        String topic, Object key, byte[] keyBytes, Object value, byte[] bytes, Cluster cluster) {
      return 0;
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }
}
