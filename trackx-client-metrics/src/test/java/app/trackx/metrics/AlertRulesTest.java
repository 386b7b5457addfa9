package app.trackx.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackXClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the alert rules in {@code docs/OPERATIONS.md} with what Prometheus scrapes. */
class AlertRulesTest {
  private static final Pattern SERIES = Pattern.compile("(trackx_\\w+)(\\{[^}]*})?");
  private static final Pattern EXPRESSION = Pattern.compile("^ +expr: (.*)$", Pattern.MULTILINE);
  private static List<String> expressions;
  private static String rules;
  private static Map<String, Double> scraped;

  @BeforeAll
  static void read() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "OPERATIONS.md"));
    Matcher block = Pattern.compile("```yaml\n(groups:.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(block.find()).isTrue();
    rules = block.group(1);
    expressions = EXPRESSION
        .matcher(rules)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toList());
    Prometheus prometheus = new Prometheus();
    try (TrackXClient client = new RecordingTransport().client()) {
      new TrackXMetrics(client).bindTo(prometheus.registry);
      scraped = prometheus.scrape();
    }
  }

  @Test
  void everySeriesOfARule_isExported() {
    TreeSet<String> names = new TreeSet<>();
    for (String expression : expressions) {
      for (MatchResult series : SERIES.matcher(expression).results().collect(Collectors.toList())) {
        names.add(series.group(1));
        assertThat(scraped.keySet())
            .as(expression)
            .anyMatch(exported -> exported.split("\\{")[0].equals(series.group(1))
                && (series.group(2) == null || exported.endsWith(series.group(2))));
      }
    }
    assertThat(names)
        .contains(
            "trackx_dropped_errors_total",
            "trackx_captured_errors_total",
            "trackx_sent_events_total",
            "trackx_spooled_errors_total",
            "trackx_delivery_state");
  }

  @Test
  void everyGrouping_isByALabelThatIsExported() {
    assertThat(expressions)
        .anyMatch(expression -> expression.contains("by (job, instance, reason)"));
    assertThat(scraped.keySet())
        .filteredOn(series -> series.startsWith("trackx_dropped_errors_total"))
        .allMatch(series -> series.contains("{reason="));
  }

  @Test
  void everyRule_hasANameAnExpressionASeverityAndAText() {
    String[] alerts = rules.split("- alert: ");
    assertThat(expressions).hasSizeGreaterThanOrEqualTo(5).hasSize(alerts.length - 1);
    for (int i = 1; i < alerts.length; i++) {
      assertThat(alerts[i])
          .containsPattern("^TrackX\\w+\n +expr: \\S")
          .contains("severity: ", "summary: ");
    }
    for (String expression : expressions) {
      assertThat(expression.chars().filter(c -> c == '(').count())
          .isEqualTo(expression.chars().filter(c -> c == ')').count());
    }
  }
}
