package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records logged while events are created and sent do not become events. */
class JulLoopTest {
  @Test
  void recordOfTheApplicationThatThrows_isCounted_andNothingReachesTheCaller() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      new TrackXHandler(client).publish(new LogRecord(Level.SEVERE, "m") {
        @Override
        public Level getLevel() {
          throw new IllegalStateException();
        }
      });
      new TrackXHandler(client).publish(new LogRecord(Level.SEVERE, "m") {
        @Override
        public String getLoggerName() {
          throw new IllegalStateException();
        }
      });

      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RENDERING_FAILED, 2L));
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TrackXLocal server = TrackXLocal.start();
  private final Logger logger = Logger.getAnonymousLogger();
  private TrackXClient client;
  private TrackXHandler handler;

  @BeforeEach
  void attach() {
    logger.setUseParentHandlers(false);
    attach(TrackXClient.builder(server.endpoint()).build());
  }

  private void attach(TrackXClient newClient) {
    if (client != null) {
      client.close();
      logger.removeHandler(handler);
    }
    client = newClient;
    handler = new TrackXHandler(client);
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void clientLogger_isIgnored() {
    handler.publish(record("app.trackx"));

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void loggerOfAnApplicationBelowThatName_isNot() {
    handler.publish(record("app.trackx.examples"));

    assertThat(client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void transportThatLogs_doesNotLoop() {
    attach(TrackXClient.builder(server.endpoint())
        .transport(request -> {
          handler.publish(record("okhttp3.OkHttpClient"));
          handler.publish(record("okhttp3.internal.platform.Platform"));
          return Outcome.sent();
        })
        .build());
    logger.log(Level.SEVERE, "e", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(client.diagnostics().toString())
        .isEqualTo("captured=1 sent=1 folded=0 cancelled=0 dropped={} pending=0");
  }

  @Test
  void okHttpOfTheApplication_isReported() {
    handler.publish(record("okhttp3.OkHttpClient"));

    assertThat(client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void handlerThatLogs_doesNotLoop() {
    attach(TrackXClient.builder(server.endpoint())
        .onError((event, reason) -> {
          logger.log(Level.SEVERE, "in the handler", new IllegalStateException());
          return event;
        })
        .build());
    logger.log(Level.SEVERE, "e", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSize(1);
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RECURSIVE, 1L));
  }

  @Test
  void parameterThatLogs_doesNotLoop() {
    logger.log(Level.SEVERE, "order {0} failed", new Object() {
      @Override
      public String toString() {
        logger.log(Level.SEVERE, "while {0} is rendered", this);
        return "17";
      }
    });
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events())
        .singleElement()
        .satisfies(event -> assertThat(event.message()).isEqualTo("order 17 failed"));
    assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.RECURSIVE);
  }

  @Test
  void formatterThatThrows_dropsAndCounts() {
    handler.setFormatter(new Formatter() {
      @Override
      public String format(LogRecord record) {
        throw new IllegalStateException();
      }
    });
    logger.log(Level.SEVERE, "secret", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).isEmpty();
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RENDERING_FAILED, 1L));
  }

  @Test
  void filterThatThrows_dropsAndCounts() {
    handler.setFilter(record -> {
      throw new IllegalStateException();
    });
    logger.log(Level.SEVERE, "secret", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).isEmpty();
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RENDERING_FAILED, 1L));
  }

  @Test
  void filterThatLogs_doesNotLoop() {
    handler.setFilter(record -> {
      logger.severe("in the filter");
      return true;
    });
    logger.severe("e");
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSize(1);
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RECURSIVE, 1L));
  }

  @Test
  void loggedWrappedAndLoggedAgain_isOneEventOfTheFirst() {
    IllegalStateException error = new IllegalStateException("no stock");
    logger.log(Level.SEVERE, "first", error);
    logger.log(Level.SEVERE, "second", new RuntimeException("rejected", error));
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events())
        .singleElement()
        .satisfies(event -> assertThat(event.meta()).containsEntry("log", "first"));
    assertThat(client.diagnostics().duplicates()).isEqualTo(1);
  }

  @Test
  void loggedThenUncaught_isOneEvent() throws InterruptedException {
    attach(TrackX.setup(server.endpoint()));
    try {
      Thread thread = new Thread(() -> {
        IllegalStateException error = new IllegalStateException("no stock");
        logger.log(Level.SEVERE, "logged", error);
        throw error;
      });
      thread.start();
      thread.join(PATIENCE.toMillis());
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(server.events())
          .singleElement()
          .satisfies(event -> assertThat(event.meta()).containsEntry("log", "logged"));
      assertThat(client.diagnostics().duplicates()).isEqualTo(1);
    } finally {
      TrackX.close();
    }
  }

  private static LogRecord record(String logger) {
    LogRecord record = new LogRecord(Level.SEVERE, "a connection was leaked");
    record.setLoggerName(logger);
    return record;
  }
}
