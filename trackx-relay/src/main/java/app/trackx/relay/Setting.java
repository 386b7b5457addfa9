package app.trackx.relay;

import app.trackx.relay.kafka.KafkaOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of all settings, their defaults, and what they mean. */
enum Setting {
  SERVER(
      "server", "", "URL of the TrackX server, such as https://api.trackx.example.com. Required."),
  LISTEN(
      "listen", "8090", "[host:]port on which the relay listens; without a host on all addresses."),
  DATA("data", "trackx-relay-data", "Directory of the log, for this relay alone."),
  MAX_LOG("max-log", "1g", "Size of the log on disk, at most; with k, m or g."),
  BURST("burst", "30", "Requests to the server at once, at most; 0 for no limit."),
  PER_MINUTE("per-minute", "6", "Requests to the server a minute, after a burst."),
  SCRUB("scrub", "true", "Redact personal data in what comes in. --no-scrub switches it off."),
  PROJECTS(
      "projects", "", "Keys of the projects that are served, separated by commas; none for all."),
  TRUST_PROXY("trust-proxy", "false", "Take a client's address from X-Real-IP or X-Forwarded-For."),
  MAX_BODY("max-body", "1m", "Size of a request's body, at most 1m, as on the server."),
  MAX_CONNECTIONS("max-connections", "1000", "Connections of clients at the same time, at most."),
  IDLE_TIMEOUT("idle-timeout", "30", "Seconds after which an idle connection is closed."),
  STOP_TIMEOUT(
      "stop-timeout", "10", "Seconds that a stop waits for requests that are being answered."),
  CALL_TIMEOUT("call-timeout", "10", "Seconds that a request to the server may take."),
  TLS_CERT("tls-cert", "", "File with the certificates of the relay, PEM; needs --tls-key."),
  TLS_KEY("tls-key", "", "File with the private key, PEM (PKCS #8)."),
  TLS_KEYSTORE("tls-keystore", "", "File with both, PKCS #12 or JKS, in place of these two."),
  TLS_PASSWORD_FILE("tls-password-file", "", "File with the password of the key store."),
  KAFKA("kafka", "", "Addresses of Kafka brokers; without it the log is on this machine's disk."),
  KAFKA_TOPIC("kafka-topic", KafkaOptions.TOPIC, "Topic with the requests."),
  KAFKA_GROUP(
      "kafka-group",
      KafkaOptions.GROUP,
      "Name of the group of relays, and of what they create in Kafka."),
  KAFKA_PARTITIONS("kafka-partitions", "6", "Partitions of the topic, when the relay creates it."),
  KAFKA_REPLICATION(
      "kafka-replication",
      "0",
      "Replicas of topics that the relay creates; 0 for three, or as many as brokers."),
  KAFKA_THREADS("kafka-threads", "1", "Threads that fold."),
  KAFKA_MAX_PENDING(
      "kafka-max-pending",
      "128m",
      "Memory for what waits for the server; a third of the heap at most."),
  CONFIG("config", "", "File with settings, one name=value a line."),
  CHECK("check", "false", "Check the set-up, say what is wrong, and exit.");

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

  static String help() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Usage: java -jar trackx-relay.jar --server https://api.trackx.example.com [options]\n\n");
    for (Setting setting : values()) {
      String name = "--" + setting.flag + (setting.isSwitch() ? "" : " …");
      text.append(String.format(Locale.ROOT, "  %-24s %s", name, setting.meaning));
      if (!setting.standard.isEmpty() && !setting.isSwitch()) {
        text.append(" Default: ").append(setting.standard);
      }
      text.append('\n');
    }
    return text.append("\nEach is also a variable, such as ")
        .append(PER_MINUTE.variable())
        .append(", or a line of the file, such as per-minute=6.\n")
        .append("A flag overrides a variable, and a variable the file.\n")
        .toString();
  }
}
