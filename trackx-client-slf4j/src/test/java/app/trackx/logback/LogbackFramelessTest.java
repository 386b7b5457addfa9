package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records of exceptions without a stack trace, and of one instance that is thrown again. */
@SuppressWarnings("serial")
@Tag("logback")
class LogbackFramelessTest {
  private static final IllegalStateException CANCELLED = new IllegalStateException("cancelled");

  @Test
  void exceptionsWithoutAStack_areGroupedByTheLineThatLogged_butForTheFirst() {
    class CartException extends NoFrames {}
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      setup.logger().error("the first of its type", new CartException().saying("cart 0"));
      setup.awaitEvents(1);
      for (int i = 1; i < 20; i++) {
        setup.logger().error("order {} failed", i, new CartException().saying("order " + i));
      }
      setup.awaitEvents(20);

      assertThat(setup.server.issues()).hasSize(2);
      List<Event> events = setup.server.events();
      assertThat(events)
          .filteredOn(event -> event.frames().size() > 1)
          .hasSize(19)
          .allSatisfy(event -> {
            assertThat(event.frames().get(0).calleeShort()).isEqualTo("<init>");
            assertThat(event.frames().get(1).calleeShort())
                .startsWith("exceptionsWithoutAStack_are");
            assertThat(event.uri())
                .startsWith("java:app.trackx.logback.LogbackFramelessTest.exceptions");
          });
    }
  }

  @Test
  void exceptionWithoutAStack_loggedInTwoLines_isTwoIssues() {
    class CartException extends NoFrames {}
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      setup.logger().error("the first of its type", new CartException());
      setup.awaitEvents(1);
      setup.logger().error("one", new CartException());
      setup.logger().error("other", new CartException());
      setup.awaitEvents(3);

      assertThat(setup.server.issues()).hasSize(3);
    }
  }

  @Test
  void exceptionWithAFrameOfALibraryAlone_loggedInTwoLines_isTwoIssues() {
    class ClosedException extends Exception {
      ClosedException() {
        setStackTrace(new StackTraceElement[] {
          new StackTraceElement("io.netty.channel.AbstractChannel", "close(...)", null, -1)
        });
      }
    }
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      setup.logger().error("the first of its type", new ClosedException());
      setup.awaitEvents(1);
      for (int i = 0; i < 3; i++) {
        setup.logger().error("one", new ClosedException());
        setup.logger().error("other", new ClosedException());
      }
      setup.awaitEvents(7);

      assertThat(setup.server.issues()).hasSize(3);
    }
  }

  @Test
  void exceptionsWithoutAStack_behindAQueue_areGroupedByClass() {
    class CartException extends NoFrames {}
    class StockException extends NoFrames {}
    try (LogbackSetup setup = async("").sendEach()) {
      for (int i = 0; i < 5; i++) {
        setup.logger().error("order {} failed", i, new CartException().saying("order " + i));
        setup.logger().error("order {} failed", i, new StockException().saying("order " + i));
      }
      ((AsyncAppender) root(setup).getAppender("QUEUE")).stop();
      setup.awaitEvents(10);

      assertThat(setup.server.issues()).hasSize(2);
    }
  }

  @Test
  void exceptionWithoutAStack_behindAQueueThatKnowsThePlace_isGroupedByIt() {
    class CartException extends NoFrames {}
    try (LogbackSetup setup =
        async("<includeCallerData>true</includeCallerData>").sendEach()) {
      for (int i = 0; i < 5; i++) {
        setup.logger().error("order {} failed", i, new CartException().saying("order " + i));
      }
      ((AsyncAppender) root(setup).getAppender("QUEUE")).stop();
      setup.awaitEvents(5);

      assertThat(setup.server.issues()).hasSize(1);
      assertThat(setup.server.events().get(0).frames().get(1).calleeShort())
          .startsWith("exceptionWithoutAStack_behind");
    }
  }

  @Test
  void constantThatIsThrownAgain_isAnOccurrenceEachTime() {
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      for (int i = 0; i < 10; i++) {
        setup.logger().error("order {} failed", i, CANCELLED);
      }
      setup.awaitEvents(10);

      assertThat(setup.server.issues()).hasSize(1);
    }
  }

  @Test
  void wrapperThenItsCause_isOneEvent() {
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      IllegalStateException cause = new IllegalStateException("c");
      setup.logger().error("a", new RuntimeException("w", cause));
      setup.logger().error("b", cause);
      setup.logger().error("end");
      setup.awaitEvents(2);

      assertThat(setup.server.events().get(0).message()).isEqualTo("w");
      assertThat(setup.server.events().get(1).message()).isEqualTo("end");
    }
  }

  private static LogbackSetup async(String options) {
    LogbackSetup setup = new LogbackSetup();
    setup.configure("<configuration>"
        + "<appender name=\"TRACKX\" class=\"app.trackx.logback.TrackXAppender\"><endpoint>"
        + setup.server.endpoint()
        + "</endpoint></appender>"
        + "<appender name=\"QUEUE\" class=\"ch.qos.logback.classic.AsyncAppender\">"
        + options
        + "<appender-ref ref=\"TRACKX\"/></appender>"
        + "<root level=\"DEBUG\"><appender-ref ref=\"QUEUE\"/></root></configuration>");
    return setup;
  }

  private static Logger root(LogbackSetup setup) {
    return setup.context.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static class NoFrames extends RuntimeException {
    private String message = "";

    NoFrames() {
      super(null, null, false, false);
    }

    NoFrames saying(String text) {
      message = text;
      return this;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }
}
