package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrapped tasks, which report what they throw; who they run for is tested with the request context. */
@Timeout(60)
class WrapTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client = TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT)
      .transport(transport)
      .captureUncaught(false)
      .rateLimit(RateLimit.none()));
  private final IllegalStateException failure = new IllegalStateException("boom");

  @AfterEach
  void close() {
    RequestContext.set(null);
    TrackX.close();
  }

  @Test
  void runnable_reportsWhatItThrows_andThrowsIt() {
    Runnable task = TrackX.wrap(this::fail);

    assertThatThrownBy(task::run).isSameAs(failure);
    assertThat(onlyEvent())
        .contains("\"type\":1,", "\"message\":\"boom\"")
        .doesNotContain("_task", "internal.tasks", "$Wrapped");
  }

  @Test
  void callable_mayThrowAnything() {
    IOException checked = new IOException("disk");
    Callable<String> task = TrackX.wrap((Callable<String>) () -> {
      throw checked;
    });

    assertThatThrownBy(task::call).isSameAs(checked);
    assertThat(onlyEvent()).contains("java.io.IOException").doesNotContain("internal.tasks");
  }

  @Test
  void supplier_reportsWhatItThrows_andThrowsIt() {
    RequestContext.set(
        new RequestContext().withRoute("/orders").withUri("https://a.example/orders"));
    Supplier<String> task = TrackX.wrapSupplier(() -> {
      throw failure;
    });
    RequestContext.set(null);

    assertThatThrownBy(task::get).isSameAs(failure);
    assertThat(onlyEvent()).contains("\"route\":\"/orders\"").doesNotContain("$Wrapped");
    assertThat(RequestContext.current()).isNull();
  }

  @Test
  void tasksThatSucceed_returnTheirResult_andReportNothing() throws Exception {
    boolean[] ran = new boolean[1];
    TrackX.wrap((Runnable) () -> ran[0] = true).run();

    assertThat(ran[0]).isTrue();
    assertThat(TrackX.wrap((Callable<String>) () -> "a").call()).isEqualTo("a");
    assertThat(TrackX.wrapSupplier(() -> "b").get()).isEqualTo("b");
    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void wrappedTwice_thenLogged_thenUncaught_isOneEvent() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try {
      TrackXClient catching = TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT)
          .transport(transport)
          .rateLimit(RateLimit.none()));
      Runnable inner = TrackX.wrap((Runnable) () -> {
        throw new IllegalStateException("boom");
      });
      Runnable task = TrackX.wrap(TrackX.wrap((Runnable) () -> inner.run()));
      Thread thread = new Thread(() -> {
        try {
          task.run();
        } catch (IllegalStateException seen) {
          catching
              .capture(EventType.CUSTOM_LOGGER)
              .reason(seen)
              .meta("log", "failed")
              .send();
          throw new RuntimeException("wrapper", seen);
        }
      });
      thread.start();
      thread.join(PATIENCE.toMillis());

      onlyEvent();
      assertThat(catching.diagnostics().duplicates()).isEqualTo(3);
    } finally {
      TrackX.close();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void wrapped_thenUncaught_isOneEvent_andAnInstanceThrownAgainIsAnother() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try {
      TrackXClient catching = TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT)
          .transport(transport)
          .rateLimit(RateLimit.none()));
      IllegalStateException[] thrown = new IllegalStateException[1];
      Runnable task = TrackX.wrap((Runnable) () -> {
        thrown[0] = thrown[0] == null ? new IllegalStateException("kept") : thrown[0];
        throw thrown[0];
      });
      for (int i = 0; i < 4; i++) {
        Thread thread = new Thread(task);
        thread.start();
        thread.join(PATIENCE.toMillis());
      }

      assertThat(TrackX.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies().size()).isBetween(2, 4);
      assertThat(catching.diagnostics().captured()).isEqualTo(8);
    } finally {
      TrackX.close();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void loggedInside_thenThrown_isOneEvent_withTheRequestAndTheLog() {
    RequestContext.set(new RequestContext().withRoute("/orders"));
    Runnable task = TrackX.wrap((Runnable) () -> {
      client
          .capture(EventType.CUSTOM_LOGGER)
          .reason(failure)
          .meta("log", "in the task")
          .send();
      throw failure;
    });
    RequestContext.set(null);

    assertThatThrownBy(task::run).isSameAs(failure);
    assertThat(onlyEvent()).contains("\"type\":1,", "in the task", "\"route\":\"/orders\"");
  }

  @Test
  void beforeSetup_andAfterClose_itOnlyThrows() {
    TrackX.close();
    Runnable task = TrackX.wrap(this::fail);

    assertThatThrownBy(task::run).isSameAs(failure);
    assertThat(client.diagnostics().captured()).isZero();
    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport));
    assertThatThrownBy(task::run).isSameAs(failure); // the client of the moment
    onlyEvent();
  }

  @Test
  void clientsOwnWrapper_reportsToThatClient() throws Exception {
    FakeTransport other = new FakeTransport();
    try (TrackXClient second =
        TrackXClient.builder(FakeTransport.ENDPOINT).transport(other).build()) {
      Callable<Object> call = second.wrap((Callable<Object>) () -> {
        throw failure;
      });
      assertThatThrownBy(second.wrap(this::fail)::run).isSameAs(failure);
      assertThatThrownBy(call::call).isSameAs(failure);
      assertThatThrownBy(second.wrapSupplier(() -> {
            throw failure;
          })::get)
          .isSameAs(failure);

      assertThat(second.flush(PATIENCE)).isTrue();
    }
    assertThat(other.bodies()).isNotEmpty();
    assertThat(transport.bodies()).isEmpty();
  }

  @Test
  void disabledClient_onlyThrows() {
    Runnable task = TrackXClient.builder(null).build().wrap(this::fail);

    assertThatThrownBy(task::run).isSameAs(failure);
  }

  private void fail() {
    throw failure;
  }

  private String onlyEvent() {
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    return transport.bodies().get(0);
  }
}
