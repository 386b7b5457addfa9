package app.trackx.relay;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.relay.forward.Forwarder;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.kafka.KafkaBackend;
import app.trackx.relay.kafka.KafkaOptions;
import app.trackx.relay.metrics.Metrics;
import java.io.IOException;
import java.io.InterruptedIOException;

/** The form with Kafka: the log is a topic, any number of relays fold it, and one of them forwards. */
final class KafkaRelay implements Backend {
  private final KafkaBackend kafka;
  private final Forwarder forwarder;

  private KafkaRelay(KafkaBackend kafka, Forwarder forwarder) {
    this.kafka = kafka;
    this.forwarder = forwarder;
  }

  static KafkaRelay start(Options options, KafkaOptions brokers, Metrics metrics, TimeSource time)
      throws IOException {
    KafkaBackend kafka;
    try {
      kafka = KafkaBackend.start(
          brokers, EmbeddedBackend.reader(options), options.burst(), options.perMinute(), metrics);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while connecting to Kafka");
    }
    Forwarder forwarder = new Forwarder(
        kafka.outbox(),
        EmbeddedBackend.transport(),
        EmbeddedBackend.gate(options, time),
        options.server(),
        options.callTimeout(),
        metrics);
    forwarder.start();
    return new KafkaRelay(kafka, forwarder);
  }

  @Override
  public Intake intake() {
    return kafka.intake();
  }

  @Override
  public DailySecret secret() {
    return kafka.secret();
  }

  @Override
  public boolean isHealthy() {
    return kafka.isHealthy();
  }

  @Override
  public void close() {
    forwarder.close(); // first, so that its last verdict is committed
    kafka.close();
  }
}
