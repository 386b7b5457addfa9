package app.trackx.relay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaProblemTest {
  private static String words(Exception cause) {
    return KafkaProblem.inWords(new ExecutionException(cause), KafkaOptions.of("kafka-1:9092"));
  }

  @Test
  void eachProblem_hasItsRemedy() {
    assertThat(words(new ConfigException("bad"))).contains("bad", "host:port");
    assertThat(words(new SaslAuthenticationException("no"))).contains("kafka.sasl.*");
    assertThat(words(new TopicAuthorizationException("t"))).contains("READ, WRITE", "trackx-relay");
    assertThat(words(new InvalidReplicationFactorException("3"))).contains("--kafka-replication");
    assertThat(words(new PolicyViolationException("p"))).contains("max.message.bytes");
    assertThat(words(new UnknownTopicOrPartitionException())).contains("no topic trackx-events");
    assertThat(words(new TimeoutException())).contains("kafka-1:9092", "advertised.listeners");
    assertThat(words(new KafkaException("other"))).contains("cannot be used (KafkaException)");
  }
}
