package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.testing.VirtualThreads;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Records of virtual threads without a name: Logback 1.5 gives them one. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Tag("logback")
class LogbackVirtualThreadTest {
  private static final int EACH = 5;

  @Test
  void withinTheLogCall_isGroupedByTheLine_andHasAName() {
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      long[] ids = new long[EACH];
      for (int i = 0; i < EACH; i++) {
        int order = i;
        ids[i] = VirtualThreads.run(() -> setup.logger().error("order {} failed", order));
      }

      assertThat(setup.events(EACH)).allSatisfy(event -> {
        assertThat(event.frames().get(0).callee()).contains("LogbackVirtualThreadTest.lambda$");
        assertThat(event.message()).matches("order \\d failed");
        int order = event.message().charAt("order ".length()) - '0';
        assertThat(event.meta()).containsEntry("thread", "virtual #" + ids[order]);
      });
      assertThat(setup.server.issues()).hasSize(1);
      assertThat(setup.statuses()).isEmpty();
    }
  }

  @Test
  void behindAQueue_isGroupedByMessage_andHasAName() {
    try (LogbackSetup setup = new LogbackSetup()) {
      setup.configure("<configuration>"
          + "<appender name=\"TRACKX\" class=\"app.trackx.logback.TrackXAppender\"><endpoint>"
          + setup.server.endpoint()
          + "</endpoint></appender>"
          + "<appender name=\"QUEUE\" class=\"ch.qos.logback.classic.AsyncAppender\">"
          + "<appender-ref ref=\"TRACKX\"/></appender>"
          + "<root level=\"DEBUG\"><appender-ref ref=\"QUEUE\"/></root></configuration>");
      setup.sendEach();
      for (int i = 0; i < EACH; i++) {
        int order = i;
        VirtualThreads.run(() -> setup.logger().error("order " + order + " failed"));
      }
      ((AsyncAppender) setup.context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("QUEUE"))
          .stop();
      setup.awaitEvents(EACH);

      assertThat(setup.server.issues()).hasSize(1);
      assertThat(setup.server.events())
          .extracting(Event::meta)
          .allSatisfy(
              meta -> assertThat((String) meta.get("thread")).matches("virtual( #[1-9]\\d*)?"));
    }
  }
}
