package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.relay.kafka.KafkaOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  private static KafkaOptions read(Map<String, String> environment, String... flags)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("--server", "https://api.example.com"));
    all.addAll(List.of(flags));
    return OptionsReader.read(all.toArray(new String[0]), environment).kafka();
  }

  @Test
  void withoutBrokers_theLogIsOnThisMachine() throws Exception {
    assertThat(read(Map.of())).isNull();
  }

  @Test
  void defaults_areThoseOfTheDocument() throws Exception {
    assertThat(read(Map.of(), "--kafka", "kafka-1:9092"))
        .isEqualTo(KafkaOptions.of("kafka-1:9092"));
  }

  @Test
  void everything_canBeSet() throws Exception {
    KafkaOptions options = read(
        Map.of(),
        "--kafka=a:1,b:2",
        "--kafka-topic=errors",
        "--kafka-group=shop",
        "--kafka-partitions=12",
        "--kafka-replication=2",
        "--kafka-threads=3",
        "--kafka-max-pending=32m",
        "--kafka.security.protocol=SSL");

    assertThat(options)
        .isEqualTo(new KafkaOptions(
            "a:1,b:2", "errors", "shop", 12, 2, 3, 32 << 20, Map.of("security.protocol", "SSL")));
    assertThat(options).hasToString("KafkaOptions{a:1,b:2, errors, shop}");
  }

  @Test
  void variables_meanSettingsOrPropertiesOfKafka() throws Exception {
    KafkaOptions options = read(Map.of(
        "TRACKX_RELAY_KAFKA", "a:1",
        "TRACKX_RELAY_KAFKA_GROUP", "shop",
        "TRACKX_RELAY_KAFKA_SECURITY_PROTOCOL", "SSL"));

    assertThat(options.group()).isEqualTo("shop");
    assertThat(options.properties()).containsExactly(Map.entry("security.protocol", "SSL"));
  }

  @Test
  void wrongValues_areFaultsInWords() {
    assertThatThrownBy(() -> read(Map.of(), "--kafka=a:1", "--kafka-topic=no spaces"))
        .hasMessageContaining("--kafka-topic is \"no spaces\"");
    assertThatThrownBy(() -> read(Map.of(), "--kafka=a:1", "--kafka-threads=0"))
        .hasMessageContaining("from 1 to 64");
  }
}
