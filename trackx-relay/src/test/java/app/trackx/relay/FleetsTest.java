package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.relay.kafka.KafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares the alert rules and the commands in {@code docs/FLEETS.md} with the relay. */
@Timeout(60)
class FleetsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "FLEETS.md");
  private static final Pattern SERIES = Pattern.compile("(trackx_relay_\\w+)");
  private static final String COMMAND = "java -jar trackx-relay.jar ";

  @TempDir
  Path directory;

  /**
   * A rule with {@code rate} or {@code increase} misses the first drops if they create the series, so that all
   * exist from the start.
   */
  @Test
  void everySeriesOfARule_isExported() throws Exception {
    Set<String> exported = exported();
    List<String> rules = lines("expr: ");
    assertThat(rules).hasSize(4);
    for (String rule : rules) {
      List<String> named =
          SERIES.matcher(rule).results().map(MatchResult::group).toList();
      assertThat(named).as(rule).isNotEmpty();
      assertThat(exported).as(rule).extracting(FleetsTest::name).containsAll(named);
    }
    for (String reason :
        List.of("rejected", "project", "failed", "unreadable", "ping_of_yesterday")) {
      assertThat(exported).contains("trackx_relay_dropped_total{reason=\"" + reason + "\"}");
    }
    for (String reason : List.of("log", "disk", "queue")) {
      assertThat(exported).contains("trackx_relay_refused_total{reason=\"" + reason + "\"}");
    }
  }

  /** Those without Kafka are run by {@code RelayJarTest}, with the jar. */
  @Test
  void commands_areValid() throws Exception {
    List<String> commands = lines(COMMAND);
    assertThat(commands).hasSize(4);
    for (String command : commands) {
      String[] flags =
          command.replaceAll(" +#.*", "").substring(COMMAND.length()).split(" ");
      Options options = OptionsReader.read(flags, Map.of());
      assertThat(options.server()).isEqualTo("https://api.trackx.example.com");
      assertThat(options.check()).isEqualTo(Arrays.asList(flags).contains("--check"));
      assertThat(options.kafka())
          .isEqualTo(
              command.contains("--kafka") ? KafkaOptions.of("kafka-1:9092,kafka-2:9092") : null);
    }
  }

  private Set<String> exported() throws Exception {
    String[] flags = {
      "--server", "http://127.0.0.1:9", "--listen", "127.0.0.1:0", "--data", directory.toString()
    };
    try (Relay relay = Relay.start(OptionsReader.read(flags, Map.of()), TimeSource.SYSTEM)) {
      Set<String> series = new TreeSet<>();
      relay
          .metrics()
          .text()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> series.add(line.substring(0, line.lastIndexOf(' '))));
      return series;
    }
  }

  private static String name(String series) {
    return series.replaceFirst("\\{.*", "");
  }

  private static List<String> lines(String words) throws IOException {
    return Files.readString(DOCUMENT)
        .lines()
        .map(String::trim)
        .filter(line -> line.startsWith(words))
        .toList();
  }
}
