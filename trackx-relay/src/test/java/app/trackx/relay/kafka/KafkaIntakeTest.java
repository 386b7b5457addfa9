package app.trackx.relay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.relay.intake.IntakeFullException;
import app.trackx.relay.intake.Received;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaIntakeTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaIntake intake = new KafkaIntake("events", producer);

  private static Received event() {
    return Requests.event(Requests.KEY, 1, 1);
  }

  @Test
  void request_isSafeWhenKafkaHasAcknowledgedIt() {
    CompletableFuture<Void> safe = intake.accept(List.of(event()));
    assertThat(safe).isNotDone();

    producer.completeNext();

    assertThat(safe).isCompleted();
  }

  @Test
  void record_isTheRequest() throws Exception {
    Received event = event();
    intake.accept(List.of(event));

    assertThat(Received.of(producer.history().get(0).value())).isEqualTo(event);
    assertThat(producer.history().get(0).topic()).isEqualTo("events");
  }

  @Test
  void severalRequests_areSafeTogether() {
    CompletableFuture<Void> safe = intake.accept(List.of(event(), event()));
    producer.completeNext();
    assertThat(safe).isNotDone();

    producer.completeNext();

    assertThat(safe).isCompleted();
  }

  @Test
  void failureOfOne_failsAll() {
    CompletableFuture<Void> safe = intake.accept(List.of(event(), event()));
    producer.errorNext(new NotEnoughReplicasException("too few"));
    producer.completeNext();

    assertThatThrownBy(safe::get)
        .hasCauseInstanceOf(IntakeFullException.class)
        .hasMessageContaining("Kafka: NotEnoughReplicasException");
  }

  @Test
  void fullBuffer_failsAtOnce() {
    producer.sendException = new TimeoutException("no memory within 0 ms");

    assertThatThrownBy(() -> intake.accept(List.of(event())).get())
        .hasCauseInstanceOf(IntakeFullException.class);
  }

  @Test
  void nothing_isSafe() {
    assertThat(intake.accept(List.of())).isCompleted();
  }

  /** A topic that it forgot would fail requests, since it may not wait for metadata. */
  @Test
  void producer_neverForgetsTheTopic() {
    long idle = (Long) KafkaIntake.configuration(KafkaOptions.of("broker:9092"))
        .get(ProducerConfig.METADATA_MAX_IDLE_CONFIG);

    assertThat(System.currentTimeMillis() + idle)
        .isGreaterThan(System.currentTimeMillis() + Duration.ofDays(365).toMillis());
  }
}
