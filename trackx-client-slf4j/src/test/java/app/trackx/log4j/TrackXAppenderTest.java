package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.shop.Orders;
import app.trackx.local.Event;
import app.trackx.local.Frame;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The content of an event for a log record. */
class TrackXAppenderTest {
  private final Log4j log4j = new Log4j().withSetup();

  @AfterEach
  void close() {
    log4j.close();
  }

  private void start(String attributes) {
    log4j.start("<TrackX name=\"T\" $SERVER " + attributes + "/>");
  }

  @Test
  void withException_isAnEventOfTheException() {
    start("");

    int line = Orders.failWithException(log4j.logger(), 7);

    Event event = log4j.event();
    assertThat(event.type()).isEqualTo(70);
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertIs(event.frames().get(0), "failWithException", line);
    assertThat(event.meta())
        .contains(
            entry("log", "order 7 failed"),
            entry("logger", Log4j.LOGGER),
            entry("level", "ERROR"),
            entry("thread", Thread.currentThread().getName()))
        .doesNotContainKeys("template", "markers", "mdc", "release", "environment");
  }

  @Test
  void withoutException_isAnEventOfThePlaceThatLogged() {
    start("");

    int line = Orders.fail(log4j.logger(), 7);

    Event event = log4j.event();
    assertThat(event.type()).isEqualTo(70);
    assertThat(event.name()).isEqualTo(Log4j.LOGGER);
    assertThat(event.message()).isEqualTo("order 7 failed");
    assertIs(event.frames().get(0), "fail", line);
    assertThat(event.frames()).hasSizeGreaterThan(1); // including its callers
    assertThat(event.meta())
        .contains(entry("template", "order {} failed"), entry("level", "ERROR"))
        .doesNotContainKey("log");
  }

  @Test
  void fluentApi_isAnEventOfThePlaceThatLogged() {
    start("");

    int line = Orders.failFluently(log4j.logger(), 7);

    assertIs(log4j.event().frames().get(0), "failFluently", line);
  }

  private static void assertIs(Frame frame, String method, int line) {
    assertThat(frame.callee()).isEqualTo("app.shop.Orders." + method);
    assertThat(frame.line()).isEqualTo(line);
  }

  @Test
  void withoutParameters_hasNoTemplate() {
    start("");

    log4j.logger().error("the shop is closed");

    Event event = log4j.event();
    assertThat(event.message()).isEqualTo("the shop is closed");
    assertThat(event.meta()).doesNotContainKey("template");
  }

  @Test
  void messageOfStringFormat_hasItsTemplate() {
    start("");

    log4j.logger().error(new StringFormattedMessage("order %05d failed", 7));

    Event event = log4j.event();
    assertThat(event.message()).isEqualTo("order 00007 failed");
    assertThat(event.meta()).containsEntry("template", "order %05d failed");
  }

  @Test
  void messageOfAnObject_isItsText() {
    start("");

    log4j.logger().error(new ObjectMessage(List.of(1, 2)));

    assertThat(log4j.event().message()).isEqualTo("[1, 2]");
  }

  @Test
  void rootLogger_isNamedRoot() {
    start("");

    log4j.context().getLogger("").error("the shop is closed");

    Event event = log4j.event();
    assertThat(event.name()).isEqualTo("root");
    assertThat(event.meta()).containsEntry("logger", "root");
  }

  @Test
  void personalData_isScrubbedInAllTexts() {
    start("mdcKeys=\"user\"");

    try (var context = CloseableThreadContext.put("user", "mdc@example.com")) {
      log4j.logger().error(new StringMapMessage().with("mail", "pair@example.com"));
      log4j.logger().error("mail to {}", "log@example.com", new Exception("ann@example.com"));
    }

    assertThat(log4j.events())
        .hasSize(2)
        .extracting(Event::json)
        .noneMatch(json -> json.contains("@example.com"));
  }

  @Test
  void reusedRecord_eachEventHasItsOwn() {
    start("");

    for (int i = 0; i < 5; i++) {
      log4j.logger().error("order {} of {} failed", i, "customer" + i, new Exception("e" + i));
    }

    assertThat(log4j.events())
        .extracting(event -> event.meta().get("log"))
        .containsExactly(
            "order 0 of customer0 failed",
            "order 1 of customer1 failed",
            "order 2 of customer2 failed",
            "order 3 of customer3 failed",
            "order 4 of customer4 failed");
  }

  @Test
  void belowError_isNotReported() {
    start("");

    log4j.logger().warn("slow", new Exception());
    log4j.logger().info("slow");
    log4j.logger().fatal("gone");

    assertThat(log4j.event().meta()).containsEntry("level", "FATAL");
  }

  @Test
  void mdc_onlyChosenKeysLeave() {
    start("mdcKeys=\"tenant, absent\"");

    try (var context = CloseableThreadContext.put("tenant", "acme").put("user", "ann")) {
      log4j.logger().error("failed");
    }

    assertThat(log4j.event().meta()).containsEntry("mdc", Map.of("tenant", "acme"));
  }

  @Test
  void mdc_noneLeavesByDefault() {
    start("");

    try (var context = CloseableThreadContext.put("tenant", "acme")) {
      log4j.logger().error("failed");
    }

    assertThat(log4j.event().json()).doesNotContain("acme");
  }

  @Test
  void markers_areNamedWithTheirParents() {
    start("");
    Marker marker = MarkerManager.getMarker("SQL")
        .addParents(MarkerManager.getMarker("DB").addParents(MarkerManager.getMarker("IO")));

    log4j.logger().error(marker, "failed");

    assertThat(log4j.event().meta()).containsEntry("markers", List.of("SQL", "DB", "IO"));
  }

  @Test
  void mapMessage_itsEntriesAreMeta() {
    start("");

    log4j.logger().error(new StringMapMessage().with("order", "7").with("level", "gold"));

    Event event = log4j.event();
    assertThat(event.meta())
        .contains(entry("order", "7"), entry("pair.level", "gold"), entry("level", "ERROR"))
        .doesNotContainKey("template");
    assertThat(event.message()).isEqualTo("level=\"gold\" order=\"7\"");
  }

  @Test
  void structuredDataMessage_itsEntriesAreMeta() {
    start("");
    StructuredDataMessage message = new StructuredDataMessage("Order@1", "order failed", "audit");
    message.put("order", "7");

    log4j.logger().error(message);

    assertThat(log4j.event().meta())
        .contains(entry("order", "7"), entry("template", "order failed"));
  }

  @Test
  void levelOfTheApplicationsOwn_isReportedByItsNumber() {
    start("");

    log4j.logger().log(Level.forName("ALARM", 150), "fire");
    log4j.logger().log(Level.forName("NOTICE", 350), "smoke");

    assertThat(log4j.event().meta()).containsEntry("level", "ALARM");
  }
}
