package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogReporterTest {
  private final TrackXLocal server = TrackXLocal.start();
  private final TrackXClient client = TrackXClient.builder(server.endpoint()).build();
  private final List<String> statuses = new ArrayList<>();
  private final LogReporter reporter = reporter(new LogOptions());

  private LogReporter reporter(LogOptions options) {
    options.client(client);
    return options.start(statuses::add);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void failureWhileRendering_dropsAndCounts() {
    reporter.report(new FakeLine(new IllegalStateException()) {
      @Override
      public String message() {
        throw new IllegalStateException();
      }
    });

    assertDropped(DropReason.RENDERING_FAILED);
  }

  @Test
  void failureOfAFilter_dropsAndCounts() {
    reporter.report(new FakeLine(null) {
      @Override
      public boolean isWanted() {
        throw new StackOverflowError();
      }
    });

    assertDropped(DropReason.RENDERING_FAILED);
  }

  @Test
  void unwanted_isNoEvent() {
    reporter.report(new FakeLine(null) {
      @Override
      public boolean isWanted() {
        return false;
      }
    });

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void noMemoryToRender_sendsTheExceptionAlone() {
    reporter.report(new FakeLine(new OutOfMemoryError("heap")) {
      @Override
      public String message() {
        throw new OutOfMemoryError();
      }
    });

    Event event = sent();
    assertThat(event.name()).isEqualTo("java.lang.OutOfMemoryError");
    assertThat(event.meta()).doesNotContainKeys("log", "logger");
  }

  @Test
  void noMemoryToRender_andNoException_isCounted() {
    reporter.report(new FakeLine(null) {
      @Override
      public String message() {
        throw new OutOfMemoryError();
      }
    });

    assertDropped(DropReason.INTERNAL_ERROR);
  }

  @Test
  void afterAFailure_theNextIsReported() {
    reporter.report(new FakeLine(null) {
      @Override
      public String message() {
        throw new IllegalStateException();
      }
    });
    reporter.report(new FakeLine(null));

    assertThat(sent().message()).isEqualTo("order 17 failed");
  }

  @Test
  void exceptionOfAnotherJvm_isAnEventOfIt() {
    StackTraceElement[] frames = {new StackTraceElement("shop.Cart", "pay", "Cart.java", 3)};
    reporter.report(new FakeLine(null) {
      @Override
      public RemoteThrowable remoteThrowable() {
        return new RemoteThrowable("shop.CartException", "empty", frames);
      }
    });

    Event event = sent();
    assertThat(event.name()).isEqualTo("shop.CartException");
    assertThat(event.message()).isEqualTo("empty");
    assertThat(event.frames())
        .singleElement()
        .satisfies(frame -> assertThat(frame.callee()).isEqualTo("shop.Cart.pay"));
    assertThat(event.meta()).containsEntry("log", "order 17 failed");
  }

  @Test
  void throughAQueue_isGroupedByTemplate_andWarnsOnce() {
    for (int i = 0; i < 3; i++) {
      reporter.report(new FakeLine(null) {
        @Override
        public boolean isWithinLogCall() {
          return false;
        }
      });
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    assertThat(server.events().get(0).message()).isEqualTo("order {} failed");
    assertThat(server.events().get(0).meta()).containsEntry("log", "order 17 failed");
    assertThat(statuses).singleElement().asString().contains("includeCallerData");
  }

  @Test
  void throughAQueue_withACallSite_hasIt() {
    StackTraceElement[] site = {new StackTraceElement("shop.Orders", "ship", "Orders.java", 9)};
    reporter.report(new FakeLine(null) {
      @Override
      public boolean isWithinLogCall() {
        return false;
      }

      @Override
      public StackTraceElement @Nullable [] callSite() {
        return site;
      }
    });

    Event event = sent();
    assertThat(event.message()).isEqualTo("order 17 failed");
    assertThat(event.frames().get(0).callee()).isEqualTo("shop.Orders.ship");
    assertThat(statuses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trackx-send", "trackx-http", "trackx-close"})
  void lineOfALibrary_onAThreadOfTheClient_isNoEvent(String thread) {
    reporter.report(lineOfOkHttp(thread));

    assertThat(client.diagnostics().captured()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trackx-worker", "trackx-", "trackx-send-2"})
  void lineOfALibrary_onAThreadOfTheApplication_isAnEvent_whateverItsName(String thread) {
    reporter.report(lineOfOkHttp(thread));

    assertThat(sent().message()).isEqualTo("order 17 failed");
  }

  private static FakeLine lineOfOkHttp(String thread) {
    return new FakeLine(null) {
      @Override
      public String logger() {
        return "okhttp3.OkHttpClient";
      }

      @Override
      public String thread() {
        return thread;
      }
    };
  }

  @Test
  void contextThatCannotBeRead_dropsAndCounts() {
    LogOptions options = new LogOptions();
    options.mdcKeys("tenant");
    reporter(options).report(new FakeLine(null) {
      @Override
      public String contextValue(String key) {
        throw new IllegalStateException();
      }
    });

    assertDropped(DropReason.RENDERING_FAILED);
  }

  private void assertDropped(DropReason reason) {
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(reason, 1L));
    assertThat(server.events()).isEmpty();
  }

  private Event sent() {
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
