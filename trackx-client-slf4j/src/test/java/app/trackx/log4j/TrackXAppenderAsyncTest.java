package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.shop.Orders;
import app.trackx.local.Event;
import app.trackx.testing.VirtualThreads;
import java.util.Map;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that reach the appender on another thread than the logging one. */
class TrackXAppenderAsyncTest {
  private final Log4j log4j = new Log4j().withSetup();

  @AfterEach
  void close() {
    log4j.close();
  }

  /** The ways in which Log4j passes a record to another thread. */
  enum Way {
    APPENDER,
    SOME_LOGGERS,
    ALL_LOGGERS;

    void start(Log4j log4j, boolean includeLocation) {
      start(log4j, includeLocation, "<TrackX name=\"T\" mdcKeys=\"tenant\"/>");
    }

    void start(Log4j log4j, boolean includeLocation, String appender) {
      String location = " includeLocation=\"" + includeLocation + "\"";
      String ref = "<AppenderRef ref=\"T\"/>";
      switch (this) {
        case APPENDER ->
          log4j.startWith(Log4j.file(
              appender + "<Async name=\"A\"" + location + ">" + ref + "</Async>",
              "<AppenderRef ref=\"A\"/>"));
        case SOME_LOGGERS ->
          log4j.startWith(loggers(appender, "<AsyncRoot" + location + ">" + ref + "</AsyncRoot>"));
        case ALL_LOGGERS ->
          log4j.startAsync(loggers(appender, "<Root" + location + ">" + ref + "</Root>"));
      }
    }

    private static String loggers(String appender, String root) {
      return "<Configuration shutdownHook=\"disable\"><Appenders>" + appender
          + "</Appenders><Loggers>" + root + "</Loggers></Configuration>";
    }
  }

  @ParameterizedTest
  @EnumSource
  void withException_hasItsFramesAndThreadContext(Way way) {
    way.start(log4j, false);

    int line;
    try (var context = CloseableThreadContext.put("tenant", "acme")) {
      line = Orders.failWithException(log4j.logger(), 7);
    }

    Event event = log4j.event();
    assertThat(event.frames().get(0).callee()).isEqualTo("app.shop.Orders.failWithException");
    assertThat(event.frames().get(0).line()).isEqualTo(line);
    assertThat(event.meta())
        .contains(
            entry("log", "order 7 failed"),
            entry("thread", Thread.currentThread().getName()),
            entry("mdc", Map.of("tenant", "acme")));
  }

  @ParameterizedTest
  @EnumSource
  void withLocation_thousandOrdersAreOneIssueOfThatPlace(Way way) {
    way.start(log4j, true);

    int line = 0;
    for (int order = 0; order < 1_000; order++) {
      line = Orders.fail(log4j.logger(), order);
    }

    Event event = log4j.events().get(0);
    assertThat(log4j.server.issues()).hasSize(1);
    assertThat(event.message()).isEqualTo("order 0 failed");
    assertThat(event.frames()).hasSize(1);
    assertThat(event.frames().get(0).callee()).isEqualTo("app.shop.Orders.fail");
    assertThat(event.frames().get(0).line()).isEqualTo(line);
    assertThat(log4j.status.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void withoutLocation_thousandOrdersAreOneIssueOfThatTemplate(Way way) {
    way.start(log4j, false);

    for (int order = 0; order < 1_000; order++) {
      Orders.fail(log4j.logger(), order);
    }

    Event event = log4j.events().get(0);
    assertThat(log4j.server.issues()).hasSize(1);
    assertThat(event.message()).isEqualTo("order {} failed");
    assertThat(event.frames())
        .singleElement()
        .satisfies(frame -> assertThat(frame.callee()).startsWith("app.shop.Orders.log-"));
    assertThat(event.meta()).containsEntry("log", "order 0 failed");
    assertThat(log4j.status.all()).singleElement().asString().contains("includeLocation");
  }

  @ParameterizedTest
  @EnumSource
  void mapMessage_hasItsEntries(Way way) {
    way.start(log4j, true);

    log4j.logger().error(new StringMapMessage().with("order", "7"));

    assertThat(log4j.event().meta()).containsEntry("order", "7");
  }

  @ParameterizedTest
  @EnumSource
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThread_hasAName(Way way) {
    way.start(log4j, true);

    long id = VirtualThreads.run(() -> Orders.fail(log4j.logger(), 1));

    assertThat(log4j.event().meta()).containsEntry("thread", "virtual #" + id);
  }
}
