package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import java.util.ListResourceBundle;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of records, with real properties and sent to a real server. */
class JulEventTest {
  @Test
  void withException_isAnEventOfTheException() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.log(Level.SEVERE, "the order failed", new IllegalStateException("no stock"));

      Event event = setup.event();
      assertThat(event.type()).isEqualTo(70);
      assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
      assertThat(event.message()).isEqualTo("no stock");
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.jul.JulEventTest.withException_isAnEventOfTheException");
      assertThat(event.meta())
          .contains(
              entry("log", "the order failed"),
              entry("logger", "shop.Orders"),
              entry("level", "SEVERE"),
              entry("thread", Thread.currentThread().getName()))
          .doesNotContainKeys("template", "markers", "mdc");
    }
  }

  @Test
  void withoutException_isAnEventOfThePlace() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.log(Level.SEVERE, "order {0} failed", 17);

      Event event = setup.event();
      assertThat(event.type()).isEqualTo(70);
      assertThat(event.name()).isEqualTo("shop.Orders");
      assertThat(event.message()).isEqualTo("order 17 failed");
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.jul.JulEventTest.withoutException_isAnEventOfThePlace");
      assertThat(event.uri()).startsWith("java:app.trackx.jul.JulEventTest.");
      assertThat(event.meta())
          .contains(
              entry("template", "order {0} failed"),
              entry("level", "SEVERE"),
              entry("thread", Thread.currentThread().getName()))
          .doesNotContainKey("log");
    }
  }

  @Test
  void aThousandOrders_areOneIssue() {
    try (JulSetup setup = JulSetup.reporting()) {
      for (int i = 0; i < 1_000; i++) {
        setup.logger.log(Level.SEVERE, "order {0} failed", i);
      }
      setup.events(1);

      assertThat(setup.server.issues()).hasSize(1);
    }
  }

  @Test
  void twoPlaces_areTwoIssues() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.log(Level.SEVERE, "order {0} failed", 1);
      setup.logger.log(Level.SEVERE, "order {0} failed", 1);
      setup.events(2);

      assertThat(setup.server.issues()).hasSize(2);
    }
  }

  @Test
  void belowSevere_isNotReported() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.log(Level.WARNING, "w", new IllegalStateException());
      setup.logger.info("i");
      setup.logger.severe("e");

      assertThat(setup.event().message()).isEqualTo("e");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WARNING", " 900 "})
  void level_isTheLeastThatIsReported(String level) {
    try (JulSetup setup = JulSetup.reporting("level=" + level)) {
      setup.logger.warning("w");
      setup.logger.info("i");

      Event event = setup.event();
      assertThat(event.meta()).contains(entry("level", "WARNING"));
      assertThat(event.frames().get(0).callee()).contains("JulEventTest.level_isTheLeast");
    }
  }

  @Test
  void levelOff_reportsNothing() {
    try (JulSetup setup = JulSetup.reporting("level=OFF")) {
      setup.logger.severe("e");
      setup.logger.log(Level.OFF, "e");

      assertThat(setup.events(0)).isEmpty();
    }
  }

  @Test
  void filter_decides() {
    try (JulSetup setup = JulSetup.reporting("filter=" + NoHealthChecks.class.getName())) {
      setup.logger.severe("health");
      setup.logger.severe("this");

      assertThat(setup.event().message()).isEqualTo("this");
    }
  }

  @Test
  void formatter_rendersTheMessage() {
    try (JulSetup setup = JulSetup.reporting("formatter=" + WithLevel.class.getName())) {
      setup.logger.log(Level.SEVERE, "order", new IllegalStateException());

      assertThat(setup.event().meta()).contains(entry("log", "SEVERE/order"));
    }
  }

  @Test
  void resourceBundle_localizesTheMessageAndItsKeyIsTheTemplate() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.logrb(Level.SEVERE, new German(), "order.failed", 17);

      Event event = setup.event();
      assertThat(event.message()).isEqualTo("Auftrag 17 ist gescheitert");
      assertThat(event.meta()).contains(entry("template", "order.failed"));
    }
  }

  @Test
  void parameterThatThrows_leavesTheMessageWithoutParameters() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.log(Level.SEVERE, "order {0} failed", new Object() {
        @Override
        public String toString() {
          throw new IllegalStateException();
        }
      });

      assertThat(setup.event().message()).isEqualTo("order {0} failed");
    }
  }

  @Test
  void noMessage_isAnEventAllTheSame() {
    try (JulSetup setup = JulSetup.reporting()) {
      LogRecord record = new LogRecord(Level.SEVERE, null);
      record.setThrown(new IllegalStateException("no stock"));
      record.setResourceBundle(new German());
      setup.handler.publish(record);

      assertThat(setup.event().message()).isEqualTo("no stock");
    }
  }

  @Test
  void noLoggerName_isTheRootLogger() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.handler.publish(new LogRecord(Level.SEVERE, "e"));

      assertThat(setup.event().name()).isEqualTo("root");
    }
  }

  @Test
  void message_isScrubbed() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.log(Level.SEVERE, "no account for {0}", "bob@example.com");

      assertThat(setup.event().json()).contains("no account for [email]").doesNotContain("bob@");
    }
  }

  @Test
  void sourceUrls_areTheFilesOfFrames() {
    try (JulSetup setup = JulSetup.reporting("sourceUrls=app.trackx=https://h/src")) {
      setup.logger.log(Level.SEVERE, "e", new IllegalStateException());

      assertThat(setup.event().stack())
          .contains("(https://h/src/app/trackx/jul/JulEventTest.java:");
    }
  }

  @Test
  void releaseAndEnvironment_goToMeta() {
    try (JulSetup setup = JulSetup.reporting("release=1.4.2", "environment=staging")) {
      setup.logger.severe("e");

      assertThat(setup.event().meta())
          .contains(entry("release", "1.4.2"), entry("environment", "staging"));
    }
  }

  /** An application's filter. */
  public static final class NoHealthChecks implements Filter {
    @Override
    public boolean isLoggable(LogRecord record) {
      return !record.getMessage().equals("health");
    }
  }

  /** An application's formatter. */
  public static final class WithLevel extends Formatter {
    @Override
    public String format(LogRecord record) {
      return record.getLevel() + "/" + formatMessage(record);
    }
  }

  /** An application's messages. */
  public static final class German extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
      return new Object[][] {{"order.failed", "Auftrag {0} ist gescheitert"}};
    }
  }
}
