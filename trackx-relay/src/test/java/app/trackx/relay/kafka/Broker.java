package app.trackx.relay.kafka;

import java.util.Map;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real broker in this JVM, on a loopback port of its own. */
public final class Broker implements AutoCloseable {
  private final KafkaClusterTestKit kit;

  private Broker(KafkaClusterTestKit kit) {
    this.kit = kit;
  }

  /** Runs a broker until its input ends, for measurements. Prints its address. */
  public static void main(String[] arguments) throws Exception {
    try (Broker broker = start()) {
      System.out.println(broker.servers());
      while (System.in.read() >= 0) {
        // ends with the input
      }
    }
  }

  public static Broker start() throws Exception {
    TestKitNodes nodes = new TestKitNodes.Builder()
        .setCombined(true)
        .setNumBrokerNodes(1)
        .setNumControllerNodes(1)
        .build();
    KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
    settings(1).forEach(builder::setConfigProp);
    KafkaClusterTestKit kit = builder.build();
    try {
      kit.format();
      kit.startup();
      kit.waitForReadyBrokers();
    } catch (Exception e) {
      kit.close();
      throw e;
    }
    return new Broker(kit);
  }

  /** Settings of a broker for few and small topics. */
  static Map<String, String> settings(int brokers) {
    String replicas = Integer.toString(Math.min(3, brokers));
    String inSync = brokers > 2 ? "2" : "1";
    return Map.ofEntries(
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("offsets.topic.replication.factor", replicas),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", replicas),
        Map.entry("transaction.state.log.min.isr", inSync),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("log.cleaner.dedupe.buffer.size", "2000000"),
        Map.entry("log.index.size.max.bytes", "1048576"));
  }

  public String servers() {
    return kit.bootstrapServers();
  }

  @Override
  public void close() throws Exception {
    kit.close();
  }
}
