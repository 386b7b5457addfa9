package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

/** SLF4J 2's fluent API, which Logback 1.2 does not have. */
@Tag("logback")
@Tag("slf4j2")
class LogbackFluentApiTest {
  @Test
  void pairs_goToMeta() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup
          .logger()
          .atError()
          .addKeyValue("orderId", 17)
          .addKeyValue("tags", List.of("a", "b"))
          .addKeyValue("nothing", (Object) null)
          .log("order failed");

      assertThat(setup.event().meta())
          .containsEntry("tags", List.of("a", "b"))
          .containsEntry("nothing", null)
          .hasEntrySatisfying("orderId", id -> assertThat(id.toString()).startsWith("17"));
    }
  }

  @Test
  void pairWithAKeyOfTheAppender_keepsBoth() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().atError().addKeyValue("level", "gold").log("customer failed");

      assertThat(setup.event().meta())
          .contains(entry("level", "ERROR"), entry("pair.level", "gold"));
    }
  }

  @Test
  void pair_hasItsValueAtLoggingTime() {
    StringBuilder changing = new StringBuilder("before");
    List<Object> list = new ArrayList<>(List.of("before"));
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().atError().addKeyValue("a", changing).addKeyValue("b", list).log("e");
      changing.append(" and after");
      list.add("after");

      assertThat(setup.event().meta())
          .contains(entry("a", "before"), entry("b", List.of("before")));
    }
  }

  @Test
  void pairThatThrows_isReplaced_andTheEventIsSent() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().atError().addKeyValue("a", new Failing()).log("e");

      assertThat(setup.event().meta())
          .containsEntry("a", "[failed: java.lang.IllegalStateException]");
    }
  }

  private static final class Failing {
    @Override
    public String toString() {
      throw new IllegalStateException();
    }
  }

  @Test
  void pair_isScrubbedByItsKey() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().atError().addKeyValue("password", "hunter2").log("login failed");

      assertThat(setup.event().json()).contains("[secret]").doesNotContain("hunter2");
    }
  }

  @Test
  void severalMarkers_areListed() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup
          .logger()
          .atError()
          .addMarker(MarkerFactory.getDetachedMarker("A"))
          .addMarker(MarkerFactory.getDetachedMarker("B"))
          .log("e");

      assertThat(setup.event().meta()).contains(entry("markers", List.of("A", "B")));
    }
  }

  @Test
  void fluentCall_hasTheCallersFrame() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().atError().setMessage("order {}").addArgument(1).log();

      Event event = setup.event();
      assertThat(event.frames().get(0).calleeShort()).isEqualTo("fluentCall_hasTheCallersFrame");
      assertThat(event.meta()).containsAllEntriesOf(Map.of("template", "order {}"));
    }
  }
}
