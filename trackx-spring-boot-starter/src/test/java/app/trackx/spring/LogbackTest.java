package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.Event;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the appender that the starter attaches to Logback. */
class LogbackTest {
  private static final Logger LOG = LoggerFactory.getLogger(LogbackTest.class);

  @RegisterExtension
  static final Server SERVER = new Server();

  @EnableAutoConfiguration
  static class Shop {}

  @AfterEach
  void nothingIsLeft() {
    assertThat(appender()).isNull();
    assertThat(context().getCopyOfListenerList())
        .noneMatch(listener -> listener.getClass().getName().startsWith("app.trackx"));
  }

  @Test
  void loggedError_isAnEventOfItsLine() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      LOG.warn("no event");
      LOG.error("order {} failed", 17);

      Event event = SERVER.onlyEvent();
      assertThat(event.message()).isEqualTo("order 17 failed");
      assertThat(event.frames().get(0).callee()).endsWith("loggedError_isAnEventOfItsLine");
    }
  }

  @Test
  void options_areTheAppenders() {
    try (ConfigurableApplicationContext shop = App.plain(
            Shop.class,
            SERVER.property(),
            "trackx.logging.minimum-level=warn",
            "trackx.logging.mdc-keys=tenant,region",
            "trackx.logging.markers=AUDIT");
        MDC.MDCCloseable tenant = MDC.putCloseable("tenant", "acme");
        MDC.MDCCloseable user = MDC.putCloseable("user", "bob")) {
      LOG.info("no event");
      LOG.warn("an event");
      LOG.info(MarkerFactory.getMarker("AUDIT"), "a marked event");

      List<Event> events = SERVER.events(2);
      assertThat(events)
          .extracting(Event::message)
          .containsExactlyInAnyOrder("an event", "a marked event");
      assertThat(events)
          .allSatisfy(
              event -> assertThat(event.meta()).containsEntry("mdc", Map.of("tenant", "acme")));
    }
  }

  @Test
  void reset_isSurvived() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      context().reset(); // as Logback does before it reads a changed file
      LOG.error("after the reset");

      assertThat(SERVER.onlyEvent().message()).isEqualTo("after the reset");
    }
  }

  @Test
  void loggingConfiguredAnewByAnotherApplication_isSurvived() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      LoggingSystem.get(Shop.class.getClassLoader())
          .cleanUp(); // so that the next one configures it
      try (ConfigurableApplicationContext other = App.plain(Shop.class, "trackx.endpoint=off")) {
        LOG.error("after the other");

        assertThat(SERVER.onlyEvent().message()).isEqualTo("after the other");
      }
    }
  }

  @Test
  void appenderOfTheApplication_isTheOnlyOne() {
    try (ConfigurableApplicationContext shop = App.plain(
        Shop.class, SERVER.property(), "logging.config=classpath:logback-with-trackx.xml")) {
      assertThat(appender()).isNull();
      LOG.error("once");

      assertThat(SERVER.onlyEvent().message()).isEqualTo("once");
    }
  }

  @Test
  void failedStart_isOneEventBesideTheAppenderOfTheApplication() {
    assertThatThrownBy(() -> App.plain(
            WithoutStock.class,
            SERVER.property(),
            "logging.config=classpath:logback-with-trackx.xml"))
        .isNotNull();

    assertThat(SERVER.onlyEvent().meta()).containsKey("startFailure");
  }

  @Test
  void twoApplications_reportALineOnce() {
    try (ConfigurableApplicationContext first = App.plain(Shop.class, SERVER.property());
        ConfigurableApplicationContext second = App.plain(Shop.class, SERVER.property())) {
      LOG.error("of one of them");
      assertThat(SERVER.onlyEvent().message()).isEqualTo("of one of them");

      first.close();
      LOG.error("of the second");
      assertThat(SERVER.events(2)).hasSize(2);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static Appender<ILoggingEvent> appender() {
    return context().getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogBackend.APPENDER);
  }
}
