package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** Tests the errors that Reactor drops, in an application without a web server. */
@Timeout(60)
class DroppedErrorsTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private final Logger reactor =
      (Logger) LoggerFactory.getLogger("reactor.core.publisher.Operators");

  @EnableAutoConfiguration
  static class Shop {}

  @AfterEach
  void reset() {
    Hooks.resetOnErrorDropped();
  }

  private static void drop() {
    Mono.error(new IllegalStateException("nobody subscribed to errors")).subscribe();
  }

  private static Object hooks() throws ReflectiveOperationException {
    Field field = Hooks.class.getDeclaredField("onErrorDroppedHook");
    field.setAccessible(true);
    return field.get(null);
  }

  /** Returns the lines that Reactor logs about dropped errors. */
  private List<ILoggingEvent> linesDuring(Runnable action) {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    reactor.addAppender(lines);
    try {
      action.run();
    } finally {
      reactor.detachAppender(lines);
    }
    return lines.list;
  }

  private static void assertDropped(Event event) {
    assertThat(event.type()).isEqualTo(2);
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("nobody subscribed to errors");
  }

  @Test
  void droppedError_isOneEvent_andStaysInTheLog() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      assertThat(linesDuring(DroppedErrorsTest::drop)).hasSize(1);

      assertDropped(SERVER.onlyEvent());
    }
  }

  @Test
  void hookOfTheApplication_isCalledAsBefore_andNothingIsLogged() throws Exception {
    List<Throwable> seen = new CopyOnWriteArrayList<>();
    Hooks.onErrorDropped(seen::add);
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      assertThat(linesDuring(DroppedErrorsTest::drop)).isEmpty();

      assertDropped(SERVER.onlyEvent());
      assertThat(seen).hasSize(1);
    }
    assertThat(hooks()).isNotNull();
    drop();
    assertThat(seen).hasSize(2);
    assertThat(SERVER.eventsNow()).hasSize(1);
  }

  @Test
  void hook_isRemovedWithTheLastApplication() throws Exception {
    ConfigurableApplicationContext first = App.plain(Shop.class, SERVER.property());
    ConfigurableApplicationContext second = App.plain(Shop.class, SERVER.property());
    first.close();
    assertThat(hooks()).isNotNull();
    second.close();

    assertThat(hooks()).isNull();
  }

  @Test
  void hook_isSetAgainAfterAReset() {
    App.plain(Shop.class, SERVER.property()).close();
    Hooks.resetOnErrorDropped();
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      drop();

      assertDropped(SERVER.onlyEvent());
    }
  }

  @Test
  void off_setsNoHook() throws Exception {
    try (ConfigurableApplicationContext shop =
        App.plain(Shop.class, SERVER.property(), "trackx.reactor.enabled=false")) {
      assertThat(hooks()).isNull();
    }
  }
}
