package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.internal.logging.Trails;
import app.trackx.local.Event;
import app.trackx.testing.VirtualThreads;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.MemoryHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The records before an error, as java.util.logging passes them to the handler. */
@Timeout(60)
class JulTrailTest {
  private static final String ON = "trail=true";

  private final RequestContext request = new RequestContext();

  @AfterEach
  void close() {
    RequestContext.set(null);
  }

  private Event failed(JulSetup setup) {
    setup.logger.log(Level.SEVERE, "failed", new IllegalStateException("boom"));
    request.end(500);
    return setup.event();
  }

  private static String planted(String text) {
    return new StringBuilder(text).append(System.nanoTime()).toString();
  }

  @Test
  void recordsOfTheRequest_areLevelLoggerAndTemplate() {
    try (JulSetup setup = JulSetup.reporting(ON)) {
      RequestContext.set(request);
      setup.logger.log(Level.INFO, "order {0} of {1}", new Object[] {17, "bob"});
      setup.logger.log(Level.WARNING, "low on {0}", 4);
      setup.logger.log(Level.FINE, "not notable {0}", 1);

      Event event = failed(setup);
      assertThat(Trails.of(event))
          .containsExactly("INFO shop.Orders order {0} of {1}", "WARNING shop.Orders low on {0}");
      assertThat(Trails.millis(event)).allMatch(ms -> ms >= 0 && ms < 20_000);
    }
  }

  @Test
  void byDefault_nothingIsKept() {
    try (JulSetup setup = JulSetup.reporting()) {
      RequestContext.set(request);
      setup.logger.log(Level.INFO, "order {0}", 17);

      assertThat(failed(setup).meta()).doesNotContainKey("trail");
    }
  }

  @Test
  void data_neverLeavesWithTheTrail() {
    String name = planted("PLANTED-name");
    try (JulSetup setup = JulSetup.reporting(ON)) {
      RequestContext.set(request);
      for (int i = 0; i < 3; i++) {
        setup.logger.log(Level.INFO, "of {0}", planted("PLANTED-argument"));
        setup.logger.info("of " + name);
        setup.logger.log(Level.INFO, "of " + name + " {0}", 17);
        setup.logger.info(() -> "supplied of " + name);
        setup.logger.log(
            Level.WARNING, "with exception", new RuntimeException(planted("PLANTED-message")));
      }

      Event event = failed(setup);
      assertThat(event.json()).doesNotContain("PLANTED");
      assertThat(Trails.of(event))
          .endsWith(
              "INFO shop.Orders of {0}",
              "INFO shop.Orders",
              "INFO shop.Orders",
              "INFO shop.Orders",
              "WARNING shop.Orders with exception");
    }
  }

  @Test
  void filterThatDenies_orThrows_keepsARecordOutOfTheTrail() {
    try (JulSetup setup = JulSetup.reporting(ON)) {
      setup.handler.setFilter(record -> {
        if (record.getMessage().startsWith("throws")) {
          throw new IllegalStateException("filter");
        }
        return !record.getMessage().startsWith("denied");
      });
      RequestContext.set(request);
      setup.logger.log(Level.INFO, "denied {0}", 1);
      setup.logger.log(Level.INFO, "throws {0}", 1);
      setup.logger.log(Level.INFO, "kept {0}", 1);

      assertThat(Trails.of(failed(setup))).containsExactly("INFO shop.Orders kept {0}");
    }
  }

  @Test
  void memoryHandler_passesNoRecordOfAnEarlierRequestOn() {
    try (JulSetup setup = JulSetup.reporting(ON)) {
      MemoryHandler memory = new MemoryHandler(setup.handler, 100, Level.OFF);
      for (Handler each : setup.logger.getHandlers()) {
        setup.logger.removeHandler(each);
      }
      setup.logger.addHandler(memory);
      RequestContext.set(new RequestContext());
      LogRecord earlier = new LogRecord(Level.INFO, "of the first request {0}");
      earlier.setParameters(new Object[] {1});
      earlier.setLoggerName("shop.Orders");
      earlier.setMillis(System.currentTimeMillis() - 1);
      memory.publish(earlier);
      RequestContext.set(request);
      memory.push();
      setup.logger.removeHandler(memory);
      setup.logger.addHandler(setup.handler);
      setup.logger.log(Level.INFO, "own {0}", 1);

      assertThat(Trails.of(failed(setup))).containsExactly("INFO shop.Orders own {0}");
    }
  }

  @Test
  void recordOfAnotherThread_isNotKept() throws Exception {
    try (JulSetup setup = JulSetup.reporting(ON)) {
      LogRecord[] queued = new LogRecord[1];
      Thread other = new Thread(() -> {
        queued[0] = new LogRecord(Level.INFO, "of another {0}");
        queued[0].setParameters(new Object[] {1});
      });
      other.start();
      other.join(20_000);
      RequestContext.set(request);
      queued[0].setMillis(System.currentTimeMillis());
      setup.handler.publish(queued[0]);
      setup.logger.log(Level.INFO, "own {0}", 1);

      assertThat(Trails.of(failed(setup))).containsExactly("INFO shop.Orders own {0}");
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThread_hasATrail() {
    try (JulSetup setup = JulSetup.reporting(ON)) {
      VirtualThreads.run(() -> {
        RequestContext.set(request);
        setup.logger.log(Level.INFO, "virtual {0}", 1);
        setup.logger.log(Level.SEVERE, "failed", new IllegalStateException("boom"));
        request.end(500);
      });

      assertThat(Trails.of(setup.event())).containsExactly("INFO shop.Orders virtual {0}");
    }
  }
}
