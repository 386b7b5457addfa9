package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Records that Logback's queue passes to another thread. */
@Tag("logback")
class LogbackAsyncTest {
  @Test
  void withException_hasTheLoggingThreadsContext() throws InterruptedException {
    try (LogbackSetup setup = async("")) {
      Thread thread = new Thread(
          () -> {
            MDC.put("request", "r-1");
            setup.logger().error("order {}", 1, new IllegalStateException());
          },
          "worker-7");
      thread.start();
      thread.join();

      Event event = drained(setup);
      assertThat(event.meta())
          .contains(
              entry("thread", "worker-7"),
              entry("log", "order 1"),
              entry("mdc", Map.of("request", "r-1")));
    }
  }

  @Test
  void withCallerData_hasTheCallSite() {
    try (LogbackSetup setup = async("<includeCallerData>true</includeCallerData>")) {
      setup.logger().error("order {}", 1);

      Event event = drained(setup);
      assertThat(event.message()).isEqualTo("order 1");
      assertThat(event.frames().get(0).calleeShort()).isEqualTo("withCallerData_hasTheCallSite");
    }
  }

  @Test
  void withoutCallerData_isGroupedByTemplate_andWarnsWithTheRemedy() {
    try (LogbackSetup setup = async("")) {
      for (int i = 0; i < 20; i++) {
        setup.logger().error("order {}", i);
      }
      root(setup).stop();
      setup.awaitEvents(1);

      assertThat(setup.server.issues()).singleElement().satisfies(issue -> {
        assertThat(issue.name()).isEqualTo("shop.Orders");
        assertThat(issue.message()).isEqualTo("order {}");
      });
      assertThat(setup.server.events().get(0).meta()).contains(entry("log", "order 0"));
      assertThat(setup.statuses())
          .filteredOn(status -> status.getMessage().contains("includeCallerData"))
          .hasSize(1);
    }
  }

  @Test
  void logsOfClientThreads_areIgnoredBehindAQueue() {
    try (LogbackSetup setup = async("")) {
      Thread delivery = new Thread(
          () -> setup.logger().error("in a handler", new IllegalStateException()),
          "trackx-process");
      delivery.start();
      join(delivery);
      setup.logger().error("e", new IllegalStateException("of the application"));

      assertThat(drained(setup).message()).isEqualTo("of the application");
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static LogbackSetup async(String elements) {
    LogbackSetup setup = new LogbackSetup();
    setup.configure("<configuration>"
        + "<appender name=\"TRACKX\" class=\"app.trackx.logback.TrackXAppender\"><endpoint>"
        + setup.server.endpoint()
        + "</endpoint><mdcKeys>request</mdcKeys></appender>"
        + "<appender name=\"ASYNC\" class=\"ch.qos.logback.classic.AsyncAppender\">"
        + elements
        + "<appender-ref ref=\"TRACKX\"/></appender>"
        + "<root level=\"DEBUG\"><appender-ref ref=\"ASYNC\"/></root></configuration>");
    return setup;
  }

  private static AsyncAppender root(LogbackSetup setup) {
    return (AsyncAppender) setup.context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("ASYNC");
  }

  /** Returns the only event, after the queue and the appender behind it are drained. */
  private static Event drained(LogbackSetup setup) {
    root(setup).stop(); // stops the appenders behind it, possibly with an interrupt
    setup.awaitEvents(1);
    assertThat(setup.server.events()).hasSize(1);
    return setup.server.events().get(0);
  }
}
