package app.trackx.kafka;

import app.trackx.Capture;
import app.trackx.EventType;
import app.trackx.TrackX;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reports records that a Kafka producer could not send. {@code send} returns a future that is seldom read.
 *
 * <pre>{@code
 * interceptor.classes=app.trackx.kafka.TrackXProducerInterceptor
 * }</pre>
 *
 * <p>Reports go to the client of {@link TrackX#setup(String)}, with the topic as {@code meta.kafka.topic};
 * never key, value or headers. A callback or a reader that reports the same error makes no second event.
 * Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class TrackXProducerInterceptor<K, V> implements ProducerInterceptor<K, V> {
  /** Creates an interceptor; the producer does. */
  public TrackXProducerInterceptor() {}

  @Override
  public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    return record;
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure == null) {
      return;
    }
    Capture event = TrackX.client().capture(EventType.UNHANDLED_REJECTION).reason(failure);
    if (metadata != null) {
      event.meta("kafka", Collections.singletonMap("topic", metadata.topic()));
    }
    event.send();
  }

  @Override
  public void close() {
    // holds nothing
  }

  @Override
  public void configure(Map<String, ?> configuration) {
    // has no options
  }
}
