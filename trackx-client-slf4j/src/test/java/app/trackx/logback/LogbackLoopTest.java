package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records logged while events are created and sent do not become events. */
@Tag("logback")
class LogbackLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TrackXLocal server = TrackXLocal.start();
  private final LoggerContext context = new LoggerContext();
  private final TrackXAppender appender = new TrackXAppender();
  private final Logger logger = context.getLogger("shop.Orders");
  private TrackXClient client;

  @BeforeEach
  void attach() {
    attach(TrackXClient.builder(server.endpoint()).build());
  }

  private void attach(TrackXClient client) {
    this.client = client;
    appender.stop();
    appender.setContext(context);
    appender.setName("TRACKX");
    appender.setClient(client);
    appender.setMinimumLevel("WARN");
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  @AfterEach
  void close() {
    context.stop();
    client.close();
    server.close();
  }

  @Test
  void clientLogger_isIgnored() {
    context.getLogger("app.trackx").warn("the server cannot be reached");

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void loggerOfAnApplicationBelowThatName_isNot() {
    context.getLogger("app.trackx.examples").warn("w");

    assertThat(client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void handlerThatLogs_doesNotLoop() {
    attach(TrackXClient.builder(server.endpoint())
        .onError((event, reason) -> {
          logger.error("in the handler", new IllegalStateException());
          return event;
        })
        .build());
    logger.error("e", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSize(1);
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RECURSIVE, 1L));
  }

  @Test
  void transportThatLogs_doesNotLoop() {
    attach(TrackXClient.builder(server.endpoint())
        .transport(request -> {
          context.getLogger("okhttp3.OkHttpClient").warn("sending");
          context.getLogger("com.fasterxml.jackson.core").warn("sending");
          return app.trackx.transport.Outcome.sent();
        })
        .build());
    logger.error("e", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(client.diagnostics().toString())
        .isEqualTo("captured=1 sent=1 folded=0 cancelled=0 dropped={} pending=0");
  }

  @Test
  void logsOfOkHttpThreads_areIgnored() throws InterruptedException {
    Thread closer = new Thread(
        () -> context.getLogger("okhttp3.internal.concurrent.TaskRunner").warn("starting"),
        "OkHttp ConnectionPool");
    closer.start();
    closer.join(PATIENCE.toMillis());

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void belowTheLevelWhileRendering_isNoLoss() {
    appender.stop();
    appender.setMarkers("ALERT");
    appender.start();
    logger.error("order {}", new Object() {
      @Override
      public String toString() {
        logger.debug("rendering");
        return "17";
      }
    });
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(client.diagnostics().dropped()).isEmpty();
  }

  @Test
  void okHttpOfTheApplication_isReported() {
    context.getLogger("okhttp3.OkHttpClient").warn("a connection was leaked");
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSize(1);
  }

  @Test
  void parameterThatLogs_doesNotLoop() {
    logger.error("order {} failed", new Object() {
      @Override
      public String toString() {
        logger.error("while {} is rendered", this);
        return "17";
      }
    });
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSize(1);
    assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.RECURSIVE);
  }

  @Test
  void getMessageThatLogs_doesNotLoop() {
    logger.error("e", new RuntimeException() {
      private int asked;

      @Override
      public String getMessage() {
        if (asked++ < 100) {
          logger.error("asked", this);
        }
        return "m";
      }
    });
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).hasSizeLessThan(5);
  }

  @Test
  void layoutThatThrows_dropsAndCounts() {
    appender.setLayout(new LayoutBase<ILoggingEvent>() {
      @Override
      public String doLayout(ILoggingEvent event) {
        throw new IllegalStateException();
      }
    });
    appender.stop();
    appender.start();
    logger.error("secret", new IllegalStateException());
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events()).isEmpty();
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RENDERING_FAILED, 1L));
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .noneMatch(status -> status.getEffectiveLevel() > 0);
  }

  @Test
  void loggedWrappedAndLoggedAgain_isOneEventOfTheFirst() {
    IllegalStateException error = new IllegalStateException("no stock");
    logger.error("first", error);
    logger.error("second", new RuntimeException("rejected", error));
    assertThat(client.flush(PATIENCE)).isTrue();

    assertThat(server.events())
        .singleElement()
        .satisfies(event -> assertThat(event.meta()).containsEntry("log", "first"));
    assertThat(client.diagnostics().duplicates()).isEqualTo(1);
  }

  @Test
  void loggedThenUncaught_isOneEvent() throws InterruptedException {
    app.trackx.TrackX.setup(server.endpoint());
    try {
      appender.stop();
      appender.setClient(null);
      appender.start();
      Thread thread = new Thread(() -> {
        IllegalStateException error = new IllegalStateException("no stock");
        logger.error("logged", error);
        throw error;
      });
      thread.start();
      thread.join(PATIENCE.toMillis());
      assertThat(app.trackx.TrackX.flush(PATIENCE)).isTrue();

      assertThat(server.events())
          .singleElement()
          .satisfies(event -> assertThat(event.meta()).containsEntry("log", "logged"));
      assertThat(app.trackx.TrackX.client().diagnostics().duplicates()).isEqualTo(1);
    } finally {
      app.trackx.TrackX.close();
    }
  }
}
