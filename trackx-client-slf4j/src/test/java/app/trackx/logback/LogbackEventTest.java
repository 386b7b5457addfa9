package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Events of records, with a real configuration and sent to a real server. */
@Tag("logback")
class LogbackEventTest {
  @Test
  void withException_isAnEventOfTheException() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("order {} failed", 17, new IllegalStateException("no stock"));

      Event event = setup.event();
      assertThat(event.type()).isEqualTo(70);
      assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
      assertThat(event.message()).isEqualTo("no stock");
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.logback.LogbackEventTest.withException_isAnEventOfTheException");
      assertThat(event.meta())
          .contains(
              entry("log", "order 17 failed"),
              entry("logger", "shop.Orders"),
              entry("level", "ERROR"),
              entry("thread", Thread.currentThread().getName()))
          .doesNotContainKeys("template", "markers", "mdc");
    }
  }

  @Test
  void withoutException_isAnEventOfThePlace() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("order {} failed", 17);

      Event event = setup.event();
      assertThat(event.type()).isEqualTo(70);
      assertThat(event.name()).isEqualTo("shop.Orders");
      assertThat(event.message()).isEqualTo("order 17 failed");
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.logback.LogbackEventTest.withoutException_isAnEventOfThePlace");
      assertThat(event.uri()).startsWith("java:app.trackx.logback.LogbackEventTest.");
      assertThat(event.meta())
          .contains(entry("template", "order {} failed"), entry("level", "ERROR"))
          .doesNotContainKey("log");
    }
  }

  @Test
  void loggerWithAnAddressInItsName_isScrubbedInTheStackToo() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.context.getLogger("user.bob@example.com").error("e");

      assertThat(setup.event().json()).doesNotContain("bob").contains("[email]");
    }
  }

  @Test
  void wrappingAppenderOfTheApplication_isNotTheCallSite() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      TrackXAppender inner = setup.appender();
      setup.context.getLogger("ROOT").detachAppender(inner);
      Around around = new Around();
      around.setContext(setup.context);
      around.inner = inner;
      around.start();
      setup.context.getLogger("ROOT").addAppender(around);
      setup.logger().error("e");
      setup.awaitEvents(1);
      inner.stop();

      assertThat(setup.server.events().get(0).frames().get(0).calleeShort())
          .isEqualTo("wrappingAppenderOfTheApplication_isNotTheCallSite");
    }
  }

  private static final class Around
      extends ch.qos.logback.core.UnsynchronizedAppenderBase<
          ch.qos.logback.classic.spi.ILoggingEvent> {
    private TrackXAppender inner;

    @Override
    protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
      inner.doAppend(event);
    }
  }

  @Test
  void aThousandOrders_areOneIssue() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      for (int i = 0; i < 1_000; i++) {
        setup.logger().error("order {} failed", i);
      }
      setup.awaitEvents(2);
      setup.appender().stop();

      assertThat(setup.server.issues()).hasSize(1);
    }
  }

  @Test
  void twoPlaces_areTwoIssues() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("order {} failed", 1);
      setup.logger().error("order {} failed", 1);
      setup.events(2);

      assertThat(setup.server.issues()).hasSize(2);
    }
  }

  @Test
  void belowError_isNotReported() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().warn("w", new IllegalStateException());
      setup.logger().info("i");
      setup.logger().error("e");

      assertThat(setup.event().message()).isEqualTo("e");
    }
  }

  @Test
  void minimumLevel_isTheLeastThatIsReported() {
    try (LogbackSetup setup = LogbackSetup.reporting("<minimumLevel>warn</minimumLevel>")) {
      setup.logger().warn("w");
      setup.logger().info("i");

      assertThat(setup.event().meta()).contains(entry("level", "WARN"));
    }
  }

  @Test
  void minimumLevelOff_reportsNothing() {
    try (LogbackSetup setup = LogbackSetup.reporting("<minimumLevel>OFF</minimumLevel>")) {
      setup.logger().error("e");

      assertThat(setup.events(0)).isEmpty();
    }
  }

  @Test
  void markers_areListedWithWhatTheyReferTo() {
    Marker outer = MarkerFactory.getDetachedMarker("OUTER");
    Marker inner = MarkerFactory.getDetachedMarker("INNER");
    outer.add(inner);
    inner.add(MarkerFactory.getDetachedMarker("INMOST"));
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error(outer, "e");

      assertThat(setup.event().meta())
          .contains(entry("markers", List.of("OUTER", "INNER", "INMOST")));
    }
  }

  @Test
  void markersOption_reportsWhateverTheLevel() {
    Marker alert = MarkerFactory.getDetachedMarker("ALERT");
    try (LogbackSetup setup = LogbackSetup.reporting("<markers>AUDIT, ALERT</markers>")) {
      setup.logger().info(alert, "marked");
      setup.logger().info(MarkerFactory.getDetachedMarker("OTHER"), "marked otherwise");
      setup.logger().info("not marked");

      assertThat(setup.event().message()).isEqualTo("marked");
    }
  }

  @Test
  void mdc_isLeftOutByDefault() {
    MDC.put("user", "bob");
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("e");

      assertThat(setup.event().json()).doesNotContain("bob");
    } finally {
      MDC.clear();
    }
  }

  @Test
  void mdcKeys_choose() {
    MDC.put("user", "bob");
    MDC.put("request", "r-1");
    MDC.put("tenant", "acme");
    try (LogbackSetup setup =
        LogbackSetup.reporting("<mdcKeys>request, absent</mdcKeys><mdcKeys>tenant</mdcKeys>")) {
      setup.logger().error("e");

      Event event = setup.event();
      assertThat(event.meta()).contains(entry("mdc", Map.of("request", "r-1", "tenant", "acme")));
      assertThat(event.json()).doesNotContain("bob");
    } finally {
      MDC.clear();
    }
  }

  @Test
  void message_isScrubbed() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("no account for {}", "bob@example.com");
      setup.logger().error("no account for {}", "bob@example.com", new IllegalStateException());

      assertThat(setup.events(2))
          .allSatisfy(event ->
              assertThat(event.json()).contains("no account for [email]").doesNotContain("bob@"));
    }
  }

  @Test
  void sourceUrls_areTheFilesOfFrames() {
    try (LogbackSetup setup =
        LogbackSetup.reporting("<sourceUrls>app.trackx=https://h/src</sourceUrls>")) {
      setup.logger().error("e", new IllegalStateException());

      assertThat(setup.event().stack()).contains("(https://h/src/app/trackx/logback/LogbackEven");
    }
  }

  @Test
  void releaseAndEnvironment_goToMetaUnchanged() {
    try (LogbackSetup setup =
        LogbackSetup.reporting("<release>1.4.2.1</release><environment>staging</environment>")) {
      setup.logger().error("e");

      assertThat(setup.event().meta())
          .contains(entry("release", "1.4.2.1"), entry("environment", "staging"));
    }
  }

  @Test
  void layout_rendersTheMessage() {
    try (LogbackSetup setup =
        LogbackSetup.reporting("<layout class=\"ch.qos.logback.classic.PatternLayout\">"
            + "<pattern>%level/%msg%nopex</pattern></layout>")) {
      setup.logger().error("order {}", 1, new IllegalStateException());

      assertThat(setup.event().meta()).contains(entry("log", "ERROR/order 1"));
    }
  }

  @Test
  void filter_decides() {
    try (LogbackSetup setup = LogbackSetup.reporting(
        "<filter class=\"app.trackx.logback.LogbackEventTest$NoHealthChecks\"/>")) {
      setup.context.getLogger("health").error("not this");
      setup.logger().error("this");

      assertThat(setup.event().message()).isEqualTo("this");
    }
  }

  /** An application's filter. */
  public static final class NoHealthChecks
      extends ch.qos.logback.core.filter.Filter<ch.qos.logback.classic.spi.ILoggingEvent> {
    @Override
    public ch.qos.logback.core.spi.FilterReply decide(
        ch.qos.logback.classic.spi.ILoggingEvent event) {
      return event.getLoggerName().equals("health")
          ? ch.qos.logback.core.spi.FilterReply.DENY
          : ch.qos.logback.core.spi.FilterReply.NEUTRAL;
    }
  }
}
