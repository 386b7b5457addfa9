package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.local.TrackXLocal;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.json.JsonParserFactory;
import org.xml.sax.InputSource;

/** Compares the trail that {@code docs/LOGGING.md} prints with that of an event. */
@Timeout(60)
class LoggingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONFIGURATION = """
      <configuration>
        <appender name="TRACKX" class="app.trackx.logback.TrackXAppender">
          <endpoint>%s</endpoint>
          <trail>true</trail>
        </appender>
        <root level="INFO"><appender-ref ref="TRACKX"/></root>
      </configuration>
      """;

  @Test
  void trail_isThatOfAnEvent() throws Exception {
    LoggerContext context = new LoggerContext();
    try (TrackXLocal server = TrackXLocal.start()) {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(
          new InputSource(new StringReader(CONFIGURATION.formatted(server.endpoint()))));
      try (RequestContext.Job job = RequestContext.startJob()) {
        context.getLogger("com.acme.shop.Orders").info("order {} accepted", 17);
        context.getLogger("com.acme.shop.Stock").warn("low on {}", "apples");
        context.getLogger("com.acme.shop.Orders").error("failed", new IllegalStateException());
      }
      assertThat(server.awaitEvents(1, PATIENCE)).isTrue();

      assertThat(withoutTimes(server.events().get(0).meta().get("trail"))).isEqualTo(printed());
    } finally {
      context.stop();
    }
  }

  private static List<Map<String, Object>> printed() {
    String json = "{" + Documents.snippet("docs/LOGGING.md", "json", "\"trail\"") + "}";
    return withoutTimes(JsonParserFactory.getJsonParser().parseMap(json).get("trail"));
  }

  /** Returns the records, each of which has had a time. */
  private static List<Map<String, Object>> withoutTimes(Object trail) {
    return ((List<?>) trail)
        .stream()
            .map(element -> {
              Map<String, Object> record = new HashMap<>();
              ((Map<?, ?>) element).forEach((key, value) -> record.put((String) key, value));
              assertThat(record.remove("ms")).isInstanceOf(Number.class);
              return record;
            })
            .toList();
  }
}
