package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.shop.ShopLog;
import app.trackx.local.Event;
import io.github.oshai.kotlinlogging.KotlinLogging;
import org.apache.commons.logging.impl.Slf4jLogFactory;
import org.apache.kafka.common.utils.LogContext;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Frames of facades above the line that logged; with the real libraries. */
class LogFacadesTest {
  private static final String LOGGER = LogFacadesTest.class.getName();

  @Test
  void kafka_isNoPlace() {
    assertPlace(() -> new LogContext("[consumer 1] ").logger(LOGGER).error("order {} failed", 1));
  }

  @Test
  void kotlinLogging_isNoPlace() {
    assertPlace(() -> KotlinLogging.INSTANCE.logger(LOGGER).error(() -> "order 1 failed"));
  }

  @Test
  void commonsLogging_isNoPlace_andHasNoMarker() {
    Event event =
        assertPlace(() -> new Slf4jLogFactory().getInstance(LOGGER).error("order 1 failed"));

    assertThat(event.meta()).doesNotContainKey("markers");
  }

  @Test
  void jbossLogging_isNoPlace() {
    String before = System.setProperty("org.jboss.logging.provider", "slf4j");
    try {
      assertPlace(() -> Logger.getLogger(LOGGER).errorf("order %d failed", 1));
    } finally {
      if (before == null) {
        System.clearProperty("org.jboss.logging.provider");
      }
    }
  }

  @Test
  void facadeOfTheApplication_isNoPlace() {
    ShopLog log = new ShopLog(LoggerFactory.getLogger(LOGGER));

    assertPlace(() -> log.error("order {} failed", 1));
  }

  /** Asserts that the only event has its caller on top, and nothing above. */
  private static Event assertPlace(Runnable logs) {
    try (DefaultLogback logback = new DefaultLogback()) {
      logs.run();

      Event event = logback.events(1).get(0);
      assertThat(event.uri()).startsWith("java:" + LOGGER + ".lambda$");
      assertThat(event.frames().get(0).callee()).startsWith(LOGGER + ".lambda$");
      return event;
    }
  }
}
