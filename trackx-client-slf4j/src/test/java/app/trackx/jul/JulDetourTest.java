package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.MemoryHandler;
import org.junit.jupiter.api.Test;

/** The stack is not the call site if a record reaches the handler late or on another thread. */
class JulDetourTest {
  /** Asserts that the event is grouped by logger and message, and shows no frame of this thread. */
  private static void assertOnlyTheLogger(Event event) {
    assertThat(event.frames())
        .singleElement()
        .satisfies(frame -> assertThat(frame.callee()).startsWith(event.name() + ".log-"));
  }

  private static final long PATIENCE_MILLIS = 20_000;

  @Test
  void memoryHandler_bufferedRecordsHaveNoStack_thePushingOneHas() {
    try (JulSetup setup = JulSetup.reporting("level=WARNING")) {
      putBefore(setup, new MemoryHandler(setup.handler, 100, Level.SEVERE));
      setup.logger.log(Level.WARNING, "order {0} is late", 17);
      setup.logger.severe("e");

      List<Event> events = setup.events(2);
      assertOnlyTheLogger(named(events, "order {0} is late"));
      assertThat(named(events, "e").frames().get(0).callee()).contains("JulDetourTest.");
    }
  }

  @Test
  void handlerReachedBothWays_distinguishesThem() {
    try (JulSetup setup = JulSetup.reporting("level=WARNING")) {
      setup.logger.log(Level.WARNING, "at once {0}", 1);
      putBefore(setup, new MemoryHandler(setup.handler, 100, Level.SEVERE));
      setup.logger.log(Level.WARNING, "kept {0}", 1);
      setup.logger.severe("e");

      List<Event> events = setup.events(2);
      assertThat(named(events, "at once 1").frames()).isNotEmpty();
      assertOnlyTheLogger(named(events, "kept {0}"));
    }
  }

  @Test
  void memoryHandler_bufferedRecordsAreGroupedByTemplate() {
    try (JulSetup setup = JulSetup.reporting("level=WARNING")) {
      MemoryHandler memory = new MemoryHandler(setup.handler, 100, Level.OFF);
      putBefore(setup, memory);
      for (int i = 0; i < 10; i++) {
        setup.logger.log(Level.WARNING, "order {0} is late", i);
      }
      memory.push();
      setup.events(1);

      assertThat(setup.server.issues()).hasSize(1);
    }
  }

  @Test
  void anotherThread_hasNoStackAndNoWrongName() throws InterruptedException {
    try (JulSetup setup = JulSetup.reporting()) {
      LogRecord record = new LogRecord(Level.SEVERE, "order {0} failed");
      record.setParameters(new Object[] {17});
      publishOnAnotherThread(setup.handler, record);

      Event event = setup.event();
      assertOnlyTheLogger(event);
      assertThat(event.meta())
          .containsEntry("log", "order 17 failed")
          .containsEntry("thread", "#" + record.getThreadID());
    }
  }

  @Test
  void anotherThread_warnsOnce() throws InterruptedException {
    try (JulSetup setup = JulSetup.reporting()) {
      publishOnAnotherThread(setup.handler, new LogRecord(Level.SEVERE, "e"));
      publishOnAnotherThread(setup.handler, new LogRecord(Level.SEVERE, "e"));

      assertThat(setup.errors).singleElement().asString().contains("java.util.logging");
    }
  }

  private static void putBefore(JulSetup setup, Handler memory) {
    memory.setLevel(Level.ALL);
    setup.logger.removeHandler(setup.handler);
    setup.logger.addHandler(memory);
  }

  private static void publishOnAnotherThread(Handler handler, LogRecord record)
      throws InterruptedException {
    Thread thread = new Thread(() -> handler.publish(record), "queue");
    thread.start();
    thread.join(PATIENCE_MILLIS);
  }

  private static Event named(List<Event> events, String message) {
    return events.stream()
        .filter(event -> message.equals(event.message()))
        .findFirst()
        .orElseThrow();
  }
}
