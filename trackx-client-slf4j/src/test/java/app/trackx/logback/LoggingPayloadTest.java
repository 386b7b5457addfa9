package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.local.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/**
 * The data of a log record that is sent, key by key. A change here changes what users have told
 * their data-protection officers: it needs an entry in the change log, docs/PRIVACY.md and
 * privacy-logging.json.
 */
@Tag("logback")
class LoggingPayloadTest {
  @Test
  void withException_byDefault_isThisAndNothingElse() {
    MDC.put("user", "bob");
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("order {} failed", 17, new IllegalStateException("no stock"));

      assertThat(setup.event().meta().keySet())
          .containsExactlyInAnyOrder("_c", "_v", "java", "thread", "log", "logger", "level");
    } finally {
      MDC.clear();
    }
  }

  @Test
  void withoutException_byDefault_isThisAndNothingElse() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("order {} failed", 17);

      assertThat(setup.event().meta().keySet())
          .containsExactlyInAnyOrder("_c", "_v", "java", "thread", "template", "logger", "level");
    }
  }

  @Test
  void withEverythingThatMayApply_holdsNoKeyThatIsNotDeclared() throws IOException {
    MDC.put("tenant", "acme");
    try (LogbackSetup setup = LogbackSetup.reporting(
        "<release>1</release><environment>e</environment><mdcKeys>tenant</mdcKeys>"
            + "<trail>true</trail>")) {
      RequestContext request = new RequestContext();
      RequestContext.set(request);
      setup.logger().error(MarkerFactory.getDetachedMarker("ALERT"), "order {}", 1);
      setup.logger().error("order {}", 1, new IllegalStateException("no stock"));
      request.end(0);

      Set<String> keys = new TreeSet<>();
      for (Event event : setup.events(2)) {
        keys.addAll(event.meta().keySet());
      }
      keys.removeAll(Set.of("_c", "_v", "java", "thread"));
      assertThat(keys)
          .containsExactlyInAnyOrder(
              "log",
              "logger",
              "level",
              "template",
              "markers",
              "mdc",
              "release",
              "environment",
              "trail");
      String declared = declared();
      assertThat(keys).allSatisfy(key -> assertThat(declared).contains("\"" + key + "\":"));
    } finally {
      RequestContext.set(null);
      MDC.clear();
    }
  }

  private static String declared() throws IOException {
    try (InputStream in =
        TrackXAppender.class.getResourceAsStream("/META-INF/trackx/privacy-logging.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
