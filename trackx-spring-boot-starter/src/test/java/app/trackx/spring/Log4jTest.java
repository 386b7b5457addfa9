package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.Event;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the appender that the starter attaches to Log4j 2. */
@Tag("log4j")
class Log4jTest {
  private static final Logger LOG = LoggerFactory.getLogger(Log4jTest.class);

  @RegisterExtension
  static final Server SERVER = new Server();

  @EnableAutoConfiguration
  static class Shop {}

  @AfterEach
  void nothingIsLeft() {
    assertThat(appender()).isNull();
  }

  @Test
  void loggedError_isAnEventOfItsLine() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      assertThat(appender()).isNotNull();
      LOG.warn("no event");
      LOG.error("order {} failed", 17);

      Event event = SERVER.onlyEvent();
      assertThat(event.message()).isEqualTo("order 17 failed");
      assertThat(event.frames().get(0).callee()).endsWith("loggedError_isAnEventOfItsLine");
    }
  }

  @Test
  void newConfiguration_isSurvived() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      LoggerContext.getContext(false).reconfigure();
      LOG.error("after the reconfiguration");

      assertThat(SERVER.onlyEvent().message()).isEqualTo("after the reconfiguration");
    }
  }

  @Test
  void appenderOfTheApplication_isTheOnlyOne() {
    try (ConfigurableApplicationContext shop = App.plain(
        Shop.class, SERVER.property(), "logging.config=classpath:log4j2-with-trackx.xml")) {
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
            "logging.config=classpath:log4j2-with-trackx.xml"))
        .isNotNull();

    assertThat(SERVER.onlyEvent().meta()).containsKey("startFailure");
  }

  private static AbstractAppender appender() {
    return LoggerContext.getContext(false).getConfiguration().getAppender(LogBackend.APPENDER);
  }
}
