package app.trackx.relay;

import app.trackx.relay.front.FrontOptions;
import app.trackx.relay.front.Tls;
import app.trackx.relay.intake.Json;
import app.trackx.relay.kafka.KafkaOptions;
import app.trackx.relay.log.Limits;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the settings of flags, environment and file, and checks them. Each fault is a sentence for people. */
final class OptionsReader {
  private static final long LEAST_PENDING = 1L << 20;
  private static final String UNITS = "kmg";

  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<String, String> kafka = new HashMap<>();

  private OptionsReader() {}

  /** A setting is wrong; the message says which, and what would be right. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String sentence) {
      super(sentence);
    }
  }

  /** Reads the settings; those of flags override variables, those override the file. */
  static Options read(String[] flags, Map<String, String> environment) throws Fault {
    OptionsReader variables = new OptionsReader();
    variables.readVariables(environment);
    OptionsReader all = new OptionsReader();
    OptionsReader own = new OptionsReader();
    own.readFlags(flags);
    String file =
        own.values.getOrDefault(Setting.CONFIG, variables.values.getOrDefault(Setting.CONFIG, ""));
    if (!file.isEmpty()) {
      all.readFile(Path.of(file));
    }
    all.add(variables);
    all.add(own);
    return all.options();
  }

  private void add(OptionsReader stronger) {
    values.putAll(stronger.values);
    kafka.putAll(stronger.kafka);
  }

  // ---- sources ---------------------------------------------------------------------------------

  private void readFlags(String[] flags) throws Fault {
    for (int i = 0; i < flags.length; i++) {
      String flag = flags[i];
      int sign = flag.indexOf('=');
      String name = sign < 0 ? flag : flag.substring(0, sign);
      if (!name.startsWith("--")) {
        throw new Fault("\"" + flag + "\" is no option: options begin with --. See --help.");
      }
      name = name.substring(2);
      if (name.startsWith("no-") && sign < 0 && isSwitch(name.substring(3))) {
        values.put(setting(name.substring(3)), "false");
      } else if (isSwitch(name) && sign < 0) {
        values.put(setting(name), "true");
      } else if (sign >= 0) {
        put(name, flag.substring(sign + 1));
      } else if (i + 1 < flags.length) {
        put(name, flags[++i]);
      } else {
        setting(name);
        throw new Fault("--" + name + " needs a value. See --help.");
      }
    }
  }

  private void readVariables(Map<String, String> environment) throws Fault {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith(Setting.VARIABLE)) {
        String name = variable.getKey().substring(Setting.VARIABLE.length());
        put(flag(name.toLowerCase(Locale.ROOT).replace('_', '-')), variable.getValue());
      }
    }
  }

  /** A variable's name has no dots, so one that begins with KAFKA_ and is no setting stands for a property of Kafka. */
  private static String flag(String name) {
    boolean property = name.startsWith("kafka-") && Setting.of(name) == null;
    return property ? name.replace('-', '.') : name;
  }

  private void readFile(Path file) throws Fault {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new Fault("The file " + file + " cannot be read (" + e + "). Check --config.");
    }
    for (String name : properties.stringPropertyNames()) {
      put(name, properties.getProperty(name));
    }
  }

  private void put(String name, String value) throws Fault {
    if (name.startsWith(Setting.KAFKA_PREFIX)) {
      kafka.put(name.substring(Setting.KAFKA_PREFIX.length()), value);
    } else {
      values.put(setting(name), value.trim());
    }
  }

  private static boolean isSwitch(String name) {
    Setting setting = Setting.of(name);
    return setting != null && setting.isSwitch();
  }

  private static Setting setting(String name) throws Fault {
    Setting setting = Setting.of(name);
    if (setting == null) {
      throw new Fault("There is no option \"" + name + "\". See --help.");
    }
    return setting;
  }

  // ---- values ----------------------------------------------------------------------------------

  private Options options() throws Fault {
    FrontOptions front = new FrontOptions(
        address(),
        tls(),
        projects(),
        isOn(Setting.TRUST_PROXY),
        (int) bytes(Setting.MAX_BODY, 1024, Json.MAX_BODY),
        number(Setting.MAX_CONNECTIONS, 1, 100_000),
        Duration.ofSeconds(number(Setting.IDLE_TIMEOUT, 1, 3600)),
        Duration.ofSeconds(number(Setting.STOP_TIMEOUT, 0, 600)));
    int burst = number(Setting.BURST, 0, 1_000_000);
    long maxLog = bytes(Setting.MAX_LOG, Limits.LEAST, 1L << 40);
    return new Options(
        server(),
        front,
        Path.of(text(Setting.DATA)),
        Limits.of(maxLog, Runtime.getRuntime().maxMemory()),
        burst,
        number(Setting.PER_MINUTE, 1, 1_000_000),
        isOn(Setting.SCRUB),
        Duration.ofSeconds(number(Setting.CALL_TIMEOUT, 1, 300)),
        kafkaOptions(),
        isOn(Setting.CHECK));
  }

  private @Nullable KafkaOptions kafkaOptions() throws Fault {
    String brokers = text(Setting.KAFKA);
    if (brokers.isEmpty()) {
      return null;
    }
    long pending = Math.min(
        bytes(Setting.KAFKA_MAX_PENDING, LEAST_PENDING, 1L << 40),
        Runtime.getRuntime().maxMemory() / 3);
    return new KafkaOptions(
        brokers,
        topicName(Setting.KAFKA_TOPIC),
        topicName(Setting.KAFKA_GROUP),
        number(Setting.KAFKA_PARTITIONS, 1, 10_000),
        number(Setting.KAFKA_REPLICATION, 0, 100),
        number(Setting.KAFKA_THREADS, 1, 64),
        pending,
        kafka);
  }

  private String topicName(Setting setting) throws Fault {
    String value = text(setting);
    if (value.matches("[a-zA-Z0-9._-]{1,200}")) {
      return value;
    }
    throw new Fault("--" + setting.flag + " is \"" + value
        + "\". Kafka's names have letters, digits, dots, underscores and"
        + " hyphens, 200 at most.");
  }

  private String text(Setting setting) {
    return values.getOrDefault(setting, setting.standard);
  }

  private boolean isOn(Setting setting) throws Fault {
    String value = text(setting).toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      throw new Fault("--" + setting.flag + " is \"" + value + "\". It has to be true or false.");
    }
    return value.equals("true");
  }

  private int number(Setting setting, int least, int most) throws Fault {
    String value = text(setting);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // as one that is out of range
    }
    throw new Fault("--" + setting.flag + " is \"" + value + "\". It has to be a number from "
        + least + " to " + most + ".");
  }

  private long bytes(Setting setting, long least, long most) throws Fault {
    String value = text(setting).toLowerCase(Locale.ROOT);
    int unit = value.isEmpty() ? -1 : UNITS.indexOf(value.charAt(value.length() - 1));
    try {
      String digits = unit < 0 ? value : value.substring(0, value.length() - 1);
      long number = Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (unit + 1)));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException | ArithmeticException noNumber) {
      // as one that is out of range
    }
    throw new Fault("--" + setting.flag + " is \"" + value
        + "\". It has to be a size such as 64m, from " + size(least) + " to " + size(most) + ".");
  }

  private static String size(long bytes) {
    int unit = 0;
    long number = bytes / 1024;
    while (number >= 1024 && number % 1024 == 0 && unit < UNITS.length() - 1) {
      number /= 1024;
      unit++;
    }
    return "" + number + UNITS.charAt(unit);
  }

  private Set<String> projects() throws Fault {
    Set<String> keys = new TreeSet<>();
    for (String key : text(Setting.PROJECTS).split(",", -1)) {
      if (!key.isBlank()) {
        if (!key.trim().matches("[0-9a-z]{11}")) {
          throw new Fault(
              "--projects has a key that is not 11 characters of 0-9 and a-z. It is on the project's page in the"
                  + " dashboard.");
        }
        keys.add(key.trim());
      }
    }
    return keys;
  }

  private InetSocketAddress address() throws Fault {
    String value = text(Setting.LISTEN);
    int colon = value.lastIndexOf(':');
    String host = colon < 0 ? "0.0.0.0" : value.substring(0, colon).replaceAll("^\\[|]$", "");
    try {
      int port = Integer.parseInt(value.substring(colon + 1));
      if (!host.isEmpty() && port >= 0 && port <= 65_535) {
        return InetSocketAddress.createUnresolved(host, port);
      }
    } catch (NumberFormatException noPort) {
      // as one that is out of range
    }
    throw new Fault("--listen is \"" + value
        + "\". It has to be a port, or host:port, such as 127.0.0.1:8090.");
  }

  private String server() throws Fault {
    String value = text(Setting.SERVER);
    if (value.isEmpty()) {
      throw new Fault(
          "--server is missing. Name the TrackX server, such as --server https://api.trackx.example.com.");
    }
    while (value.endsWith("/")) {
      value = value.substring(0, value.length() - 1);
    }
    if (value.matches(".*/v1(/.*)?")) {
      throw new Fault(
          "--server is the address of one project. Leave out /v1 and what follows: the key comes with each request.");
    }
    try {
      URI uri = new URI(value);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme();
      if ((scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null
          && uri.getUserInfo() == null) {
        return value;
      }
    } catch (URISyntaxException noUrl) {
      // as one of another scheme
    }
    throw new Fault("--server is \"" + value
        + "\". It has to be a URL such as https://api.trackx.example.com.");
  }

  private @Nullable Tls tls() throws Fault {
    String certificate = text(Setting.TLS_CERT);
    String key = text(Setting.TLS_KEY);
    String store = text(Setting.TLS_KEYSTORE);
    if (certificate.isEmpty() != key.isEmpty() || (!store.isEmpty() && !key.isEmpty())) {
      throw new Fault("TLS needs both --tls-cert and --tls-key, or --tls-keystore alone.");
    }
    try {
      if (!key.isEmpty()) {
        return Tls.ofPem(Path.of(certificate), Path.of(key));
      }
      return store.isEmpty() ? null : Tls.ofKeyStore(Path.of(store), password());
    } catch (IOException e) {
      throw new Fault(String.valueOf(e.getMessage()));
    }
  }

  private char[] password() throws Fault {
    String file = text(Setting.TLS_PASSWORD_FILE);
    if (file.isEmpty()) {
      throw new Fault("--tls-keystore needs --tls-password-file, a file with the password.");
    }
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip().toCharArray();
    } catch (IOException e) {
      throw new Fault(
          "The file " + file + " cannot be read (" + e + "). Check --tls-password-file.");
    }
  }
}
