package app.trackx.relay;

import app.trackx.relay.kafka.KafkaOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of all settings, their defaults, and what they mean. */
enum Setting {
  SERVER("server", "", "URL of the TrackX server, without /v1 and key. Required."),
  LISTEN("listen", "8090", "Port on all addresses, or host:port."),
  DATA("data", "trackx-relay-data", "Directory of the log. Each relay needs its own."),
  MAX_LOG("max-log", "1g", "Maximum size of the log on disk, in bytes, or with k, m or g."),
  BURST("burst", "30", "Maximum burst of requests to the server; 0 turns the rate limit off."),
  PER_MINUTE("per-minute", "6", "Requests to the server per minute, after a burst."),
  SCRUB("scrub", "true", "Redact personal data in events. On by default; --no-scrub turns it off."),
  PROJECTS("projects", "", "Keys of the accepted projects, separated by commas. Default: all."),
  TRUST_PROXY(
      "trust-proxy",
      "false",
      "Take a client's address from CF-Connecting-IP, X-Real-IP or X-Forwarded-For."),
  MAX_BODY("max-body", "1m", "Maximum size of an event, up to 1m, the server's limit."),
  MAX_CONNECTIONS("max-connections", "1000", "Maximum number of open connections of clients."),
  IDLE_TIMEOUT("idle-timeout", "30", "Seconds after which an idle connection is closed."),
  STOP_TIMEOUT("stop-timeout", "10", "Maximum seconds that a stop waits for open requests."),
  CALL_TIMEOUT("call-timeout", "10", "Timeout of a request to the server, in seconds."),
  TLS_CERT("tls-cert", "", "PEM file with the relay's certificates; needs --tls-key."),
  TLS_KEY("tls-key", "", "PEM file with the private key (PKCS #8)."),
  TLS_KEYSTORE("tls-keystore", "", "Key store (PKCS #12 or JKS) with both; replaces these two."),
  TLS_PASSWORD_FILE("tls-password-file", "", "File with the password of the key store."),
  KAFKA("kafka", "", "Addresses of Kafka brokers. Without it, the log is on this machine's disk."),
  KAFKA_TOPIC("kafka-topic", KafkaOptions.TOPIC, "Topic of the requests."),
  KAFKA_GROUP(
      "kafka-group",
      KafkaOptions.GROUP,
      "Name of the group of relays, and prefix of its other topics."),
  KAFKA_PARTITIONS("kafka-partitions", "6", "Partitions of the topic, if the relay creates it."),
  KAFKA_REPLICATION(
      "kafka-replication",
      "0",
      "Replicas of topics that the relay creates; 0 means three, or one per broker if there are fewer."),
  KAFKA_THREADS("kafka-threads", "1", "Number of folding threads."),
  KAFKA_MAX_PENDING(
      "kafka-max-pending",
      "128m",
      "Maximum memory for pending events; at most a third of the heap."),
  CONFIG("config", "", "File with options, one name=value per line."),
  CHECK(
      "check",
      "false",
      "Check directory or Kafka, port and server, report what is wrong, and exit.");

  /** The prefix of environment variables. */
  static final String VARIABLE = "TRACKX_RELAY_";

  /** Settings that begin so are handed to Kafka's clients. */
  static final String KAFKA_PREFIX = "kafka.";

  final String flag;
  final String standard;
  final String meaning;

  Setting(String flag, String standard, String meaning) {
    this.flag = flag;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** Returns the setting of a flag, without its dashes; null if there is none. */
  static @Nullable Setting of(String flag) {
    for (Setting setting : values()) {
      if (setting.flag.equals(flag)) {
        return setting;
      }
    }
    return null;
  }

  /** Returns whether the flag stands alone, without a value. */
  boolean isSwitch() {
    return standard.equals("true") || standard.equals("false");
  }

  String variable() {
    return VARIABLE + flag.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static String line(String name, String meaning) {
    return String.format(Locale.ROOT, "  %-24s %s%n", name, meaning);
  }

  static String help() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Usage: java -jar trackx-relay.jar --server https://api.trackx.example.com [options]\n\n");
    for (Setting setting : values()) {
      if (setting == CONFIG) {
        text.append(line(
            "--" + KAFKA_PREFIX + "NAME …",
            "A property of Kafka's clients, such as --kafka.security.protocol=SSL."));
      }
      String name = "--" + setting.flag + (setting.isSwitch() ? "" : " …");
      String standard = setting.isSwitch() || setting.standard.isEmpty()
          ? ""
          : " Default: " + setting.standard + '.';
      text.append(line(name, setting.meaning + standard));
    }
    text.append(line("--version", "Print the version, and exit."));
    return text.append("\nEach option can also be an environment variable, such as ")
        .append(PER_MINUTE.variable())
        .append(",\nor a line in the file of --config, such as per-minute=6.\n")
        .append("A flag overrides a variable, and a variable the file.\n")
        .toString();
  }
}
