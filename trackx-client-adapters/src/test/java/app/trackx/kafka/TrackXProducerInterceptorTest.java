package app.trackx.kafka;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.testing.Waiting;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real producer, and a broker that is not there. */
@Timeout(120)
class TrackXProducerInterceptorTest {
  @Test
  void recordThatCannotBeSent_vanishes_unlessIntercepted() throws Exception {
    assertVanishes(() -> send(false));
    Event event = assertArrives(() -> send(true));

    assertThat(event.name()).isEqualTo("org.apache.kafka.common.errors.TimeoutException");
    assertThat(event.type()).isEqualTo(2);
    assertThat(event.meta()).containsEntry("kafka", Map.of("topic", "orders"));
    assertThat(event.json()).doesNotContain("secret");
  }

  private static void send(boolean intercepts) throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    Map<String, Object> options = new HashMap<>();
    options.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port);
    options.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 200);
    if (intercepts) {
      options.put(
          ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, TrackXProducerInterceptor.class.getName());
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
      Future<?> sent = producer.send(new ProducerRecord<>("orders", "secret key", "secret value"));
      Waiting.until(sent::isDone);
    }
  }
}
