package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.internal.logging.Trails;
import app.trackx.local.Event;
import app.trackx.testing.VirtualThreads;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The records before an error, as Log4j passes them to the appender at the root. */
@Timeout(60)
class Log4jTrailTest {
  private static final String ON = "<TrackX name=\"T\" trail=\"true\"/>";

  private final Log4j log4j = new Log4j().withSetup();
  private final RequestContext request = new RequestContext();

  @AfterEach
  void close() {
    RequestContext.set(null);
    log4j.close();
  }

  private Event failed() {
    log4j.logger().error("failed", new IllegalStateException("boom"));
    request.end(500);
    return log4j.event();
  }

  private static String planted(String text) {
    return new StringBuilder(text).append(System.nanoTime()).toString();
  }

  @Test
  void recordsOfTheRequest_areLevelLoggerAndTemplate() {
    log4j.start(ON);
    RequestContext.set(request);
    log4j.logger().info("order {} of {}", 17, "bob");
    log4j.context().getLogger("shop.Stock").warn("low on {}", 4);
    log4j.logger().log(Level.forName("NOTICE", 350), "noticed {}", 1);
    log4j.logger().printf(Level.INFO, "formatted %s", "x");
    log4j.logger().debug("not notable {}", 1);

    Event event = failed();
    assertThat(Trails.of(event))
        .containsExactly(
            "INFO " + Log4j.LOGGER + " order {} of {}",
            "WARN shop.Stock low on {}",
            "NOTICE " + Log4j.LOGGER + " noticed {}",
            "INFO " + Log4j.LOGGER + " formatted %s");
    assertThat(Trails.millis(event)).allMatch(ms -> ms >= 0 && ms < 20_000);
  }

  @Test
  void byDefault_nothingIsKept() {
    log4j.start("<TrackX name=\"T\"/>");
    RequestContext.set(request);
    log4j.logger().info("order {}", 17);

    assertThat(failed().meta()).doesNotContainKey("trail");
  }

  @Test
  void data_neverLeavesWithTheTrail() {
    log4j.start(ON);
    RequestContext.set(request);
    String name = planted("PLANTED-name");
    try (CloseableThreadContext.Instance context =
        CloseableThreadContext.put("user", planted("PLANTED-mdc"))) {
      assertThat(context).isNotNull();
      for (int i = 0; i < 3; i++) {
        log4j.logger().info("of {}", planted("PLANTED-argument"));
        log4j.logger().info("of " + name);
        log4j.logger().info("of " + name + " {}", 17);
        log4j.logger().info(name);
        log4j.logger().info((CharSequence) new StringBuilder(name));
        log4j.logger().info(new ObjectMessage(name));
        log4j.logger().info(new StringMapMessage().with("mail", name));
        log4j.logger().warn("with exception", new RuntimeException(planted("PLANTED-message")));
        log4j.logger().info(MarkerManager.getMarker("PLANTED-marker"), "marked {}", 1);
      }
    }
    Event event = failed();

    assertThat(event.json()).doesNotContain("PLANTED");
    assertThat(Trails.of(event))
        .endsWith(
            "INFO " + Log4j.LOGGER + " of {}",
            "INFO " + Log4j.LOGGER,
            "INFO " + Log4j.LOGGER,
            "INFO " + Log4j.LOGGER,
            "INFO " + Log4j.LOGGER,
            "INFO " + Log4j.LOGGER,
            "INFO " + Log4j.LOGGER,
            "WARN " + Log4j.LOGGER + " with exception",
            "INFO " + Log4j.LOGGER + " marked {}");
  }

  @Test
  void messageThatFormatsItself_isNotAskedTo() {
    int[] asked = new int[1];
    Object content = new Object() {
      @Override
      public String toString() {
        asked[0]++;
        return "x";
      }
    };
    Log4jLine line = new Log4jLine(
        Log4jLogEvent.newBuilder().setMessage(new ObjectMessage(content)).build(), null);

    assertThat(line.messageOfCode()).isNull();
    assertThat(line.hasArguments()).isTrue();
    assertThat(asked[0]).isZero();
  }

  @Test
  void levelOfTheReference_appliesToTheTrail() {
    log4j.startWith(Log4j.file(ON, "<AppenderRef ref=\"T\" level=\"WARN\"/>"));
    RequestContext.set(request);
    log4j.logger().info("below {}", 1);
    log4j.logger().warn("kept {}", 1);

    assertThat(Trails.of(failed())).containsExactly("WARN " + Log4j.LOGGER + " kept {}");
  }

  @ParameterizedTest
  @EnumSource
  void behindAQueue_nothingIsKept(TrackXAppenderAsyncTest.Way way) {
    way.start(log4j, false, ON);
    RequestContext.set(request);
    log4j.logger().info("order {}", 17);

    assertThat(failed().meta()).doesNotContainKey("trail");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThread_hasATrail() {
    log4j.start(ON);
    VirtualThreads.run(() -> {
      RequestContext.set(request);
      log4j.logger().info("virtual {}", 1);
      log4j.logger().error("failed", new IllegalStateException("boom"));
      request.end(500);
    });

    assertThat(Trails.of(log4j.event())).containsExactly("INFO " + Log4j.LOGGER + " virtual {}");
  }
}
