package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.internal.logging.Trails;
import app.trackx.local.Event;
import app.trackx.testing.VirtualThreads;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** The records before an error, as Logback passes them to the appender at the root. */
@Tag("logback")
@Timeout(60)
class LogbackTrailTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ON = "<trail>true</trail>";

  private final RequestContext request = new RequestContext();
  private volatile LoggingEvent queued;

  @AfterEach
  void close() {
    RequestContext.set(null);
    MDC.clear();
    TrackX.close();
  }

  private void fail(LogbackSetup setup) {
    setup.logger().error("failed", new IllegalStateException("boom"));
    request.end(500);
  }

  @Test
  void recordsOfTheRequest_areLevelLoggerAndTemplate() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      setup.logger().info("order {} of {}", 17, "bob");
      setup.context.getLogger("shop.Stock").warn("low on {}", 4);
      setup.logger().debug("not notable {}", 1);
      fail(setup);

      Event event = setup.event();
      assertThat(Trails.of(event))
          .containsExactly("INFO shop.Orders order {} of {}", "WARN shop.Stock low on {}");
      assertThat(Trails.millis(event)).hasSize(2).allMatch(ms -> ms >= 0 && ms < 20_000);
    }
  }

  @Test
  void errorBefore_isPartOfTheTrailOfTheNext() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      setup.logger().error("first {}", 1);
      setup.logger().error("second {}", 2);
      request.end(200);

      List<Event> events = setup.events(2);
      Event second = events.get(0).message().equals("second 2") ? events.get(0) : events.get(1);
      Event first = second == events.get(0) ? events.get(1) : events.get(0);
      assertThat(first.meta()).doesNotContainKey("trail");
      assertThat(Trails.of(second)).containsExactly("ERROR shop.Orders first {}");
    }
  }

  @Test
  void byDefault_andOutsideOfRequests_nothingIsKept() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      RequestContext.set(request);
      setup.logger().info("order {}", 17);
      fail(setup);

      assertThat(setup.event().meta()).doesNotContainKey("trail");
    }
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(null);
      setup.logger().info("order {}", 17);
      fail(setup);

      assertThat(setup.event().meta()).doesNotContainKey("trail");
    }
  }

  @Test
  void clientOfSetup_decidesUnlessTheAppenderDoes() {
    try (LogbackSetup setup = LogbackSetup.with("")) {
      TrackX.setup(TrackXClient.builder(setup.server.endpoint()).trail(true));
      RequestContext.set(request);
      setup.logger().info("order {}", 17);
      fail(setup);
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(Trails.of(setup.server.events().get(0)))
          .containsExactly("INFO shop.Orders order {}");
    }
    try (LogbackSetup setup = LogbackSetup.with("<trail>off</trail>")) {
      TrackX.setup(TrackXClient.builder(setup.server.endpoint()).trail(true));
      RequestContext.set(new RequestContext());
      setup.logger().info("order {}", 17);
      fail(setup);
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events().get(0).meta()).doesNotContainKey("trail");
    }
  }

  @Test
  void errorThatIsSent_carriesIt_whicheverClientSendsIt() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON);
        TrackXClient other = setup.client()) {
      RequestContext.set(request);
      setup.logger().info("order {}", 17);
      other.sendEvent(new IllegalStateException("boom"));
      assertThat(other.flush(PATIENCE)).isTrue();

      assertThat(Trails.of(setup.server.events().get(0)))
          .containsExactly("INFO shop.Orders order {}");
    }
  }

  @Test
  void invalidOption_isOneWarning_andOff() {
    try (LogbackSetup setup = LogbackSetup.reporting("<trail>20</trail>")) {
      assertThat(setup.statuses())
          .singleElement()
          .satisfies(status ->
              assertThat(status.getMessage()).contains("<trail>", "neither true nor false"));
      RequestContext.set(request);
      setup.logger().info("order {}", 17);
      fail(setup);

      assertThat(setup.event().meta()).doesNotContainKey("trail");
    }
  }

  // ---- privacy ---------------------------------------------------------------------------------

  @Test
  void data_neverLeavesWithTheTrail() {
    String name = planted("PLANTED-name");
    MDC.put("user", planted("PLANTED-mdc"));
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      for (int i = 0; i < 3; i++) {
        setup.logger().info("of {}", planted("PLANTED-argument"));
        setup.logger().info("of " + name);
        setup.logger().info("of " + name + " {}", 17);
        setup.logger().info(name);
        setup.logger().warn("with exception", new RuntimeException(planted("PLANTED-message")));
        setup
            .logger()
            .info(MarkerFactory.getDetachedMarker(planted("PLANTED-marker")), "marked {}", 1);
      }
      fail(setup);

      Event event = setup.event();
      assertThat(event.json()).doesNotContain("PLANTED");
      assertThat(Trails.of(event))
          .endsWith(
              "INFO shop.Orders of {}",
              "INFO shop.Orders",
              "INFO shop.Orders",
              "INFO shop.Orders",
              "WARN shop.Orders with exception",
              "INFO shop.Orders marked {}");
    }
  }

  /** Returns a text that is no literal. */
  private static String planted(String text) {
    return new StringBuilder(text).append(System.nanoTime()).toString();
  }

  @Test
  void literalWithoutArguments_isKeptFromTheSecondTimeOn() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      for (int i = 0; i < 2; i++) {
        setup.logger().info("only this test logs this text");
      }
      fail(setup);

      assertThat(Trails.of(setup.event()))
          .containsExactly("INFO shop.Orders", "INFO shop.Orders only this test logs this text");
    }
  }

  // ---- filters, loops, threads -----------------------------------------------------------------

  @Test
  void filterThatDenies_keepsARecordOutOfTheTrail() {
    String filter =
        "<filter class=\"ch.qos.logback.classic.filter.LevelFilter\"><level>WARN</level>"
            + "<onMatch>DENY</onMatch></filter>";
    try (LogbackSetup setup = LogbackSetup.reporting(ON + filter)) {
      RequestContext.set(request);
      setup.logger().info("kept {}", 1);
      setup.logger().warn("denied {}", 1);
      fail(setup);

      assertThat(Trails.of(setup.event())).containsExactly("INFO shop.Orders kept {}");
    }
  }

  @Test
  void recordsOfTheClient_areNotKept() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      setup.context.getLogger("app.trackx").warn("of the client {}", 1);
      setup.context.getLogger("app.trackx.example").info("of the application {}", 1);
      fail(setup);

      assertThat(Trails.of(setup.event()))
          .containsExactly("INFO app.trackx.example of the application {}");
    }
  }

  @Test
  void argumentThatLogs_doesNotRecurse() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      Object logging = new Object() {
        @Override
        public String toString() {
          setup.logger().info("while it is rendered {}", 1);
          return "x";
        }
      };
      setup.logger().error("failed {}", logging);
      request.end(500);

      assertThat(setup.event().message()).isEqualTo("failed x");
    }
  }

  @Test
  void twoRequestsOnOneThread_neverSeeEachOther() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      for (int i = 0; i < 2; i++) {
        RequestContext one = new RequestContext();
        RequestContext.set(one);
        setup.context.getLogger("request" + i).info("order {}", i);
        setup.logger().error("failed", new IllegalStateException("boom"));
        one.end(500);
        RequestContext.set(null);
        setup.awaitEvents(i + 1);
      }

      for (Event event : setup.events(2)) {
        assertThat(Trails.of(event)).hasSize(1);
      }
      assertThat(Trails.of(setup.server.events().get(0)))
          .isNotEqualTo(Trails.of(setup.server.events().get(1)));
    }
  }

  @Test
  void wrappedTask_logsForItsRequest() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      RequestContext.set(request);
      pool.submit(RequestContext.wrap((Runnable) () -> setup.logger().info("in a task {}", 1)))
          .get(20, TimeUnit.SECONDS);
      pool.submit(() -> setup.logger().info("of nobody {}", 1)).get(20, TimeUnit.SECONDS);
      fail(setup);

      assertThat(Trails.of(setup.event())).containsExactly("INFO shop.Orders in a task {}");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadWithoutAName_hasATrail() {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      VirtualThreads.run(() -> {
        RequestContext.set(request);
        setup.logger().info("virtual {}", 1);
        fail(setup);
      });

      assertThat(Trails.of(setup.event())).containsExactly("INFO shop.Orders virtual {}");
    }
  }

  @Test
  void behindAQueue_nothingIsKept() {
    try (LogbackSetup setup = new LogbackSetup()) {
      setup.configure("<configuration>"
          + "<appender name=\"TRACKX\" class=\"app.trackx.logback.TrackXAppender\"><endpoint>"
          + setup.server.endpoint()
          + "</endpoint><trail>true</trail></appender>"
          + "<appender name=\"ASYNC\" class=\"ch.qos.logback.classic.AsyncAppender\">"
          + "<appender-ref ref=\"TRACKX\"/></appender>"
          + "<root level=\"DEBUG\"><appender-ref ref=\"ASYNC\"/></root></configuration>");
      RequestContext.set(request);
      setup.logger().info("order {}", 17);
      fail(setup);
      ((AsyncAppender) setup.context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("ASYNC"))
          .stop();
      setup.awaitEvents(1);

      assertThat(setup.server.events().get(0).meta()).doesNotContainKey("trail");
    }
  }

  @Test
  void secondAppenderBesideAQueue_keepsATrailForErrorsOfTheRequestsThread() {
    try (LogbackSetup setup = LogbackSetup.with(ON + "<minimumLevel>OFF</minimumLevel>");
        TrackXClient client = setup.client()) {
      RequestContext.set(request);
      setup.logger().info("order {}", 17);
      setup.logger().error("logged {}", 1);
      client.sendEvent(new IllegalStateException("boom"));
      request.end(500);
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).hasSize(1);
      assertThat(Trails.of(setup.server.events().get(0)))
          .containsExactly("INFO shop.Orders order {}", "ERROR shop.Orders logged {}");
    }
  }

  @Test
  void recordOfAnotherThread_thatARequestsThreadAppends_isNotKept() throws Exception {
    try (LogbackSetup setup = LogbackSetup.reporting(ON)) {
      Thread other = new Thread(
          () -> {
            LoggingEvent event = new LoggingEvent(
                "x", setup.logger(), Level.INFO, "of another {}", null, new Object[] {1});
            event.prepareForDeferredProcessing();
            queued = event;
          },
          "other");
      other.start();
      other.join(20_000);
      RequestContext.set(request);
      setup.appender().doAppend(queued);
      setup.logger().info("own {}", 1);
      fail(setup);

      assertThat(Trails.of(setup.event())).containsExactly("INFO shop.Orders own {}");
    }
  }
}
