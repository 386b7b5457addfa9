package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UncaughtExceptionReporterTest {
  private final FakeTransport transport = new FakeTransport();
  private UncaughtExceptionHandler before;

  @BeforeEach
  void remember() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @AfterEach
  void restore() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "worker", "own-handler"})
  void crash_printsExactlyWhatItPrintsWithoutUs(String where) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result with = new ChildJvm().run(CrashProgram.class, server.endpoint(), where);
      ChildJvm.Result without = new ChildJvm().run(CrashProgram.class, "none", where);

      assertThat(with.err).isEqualTo(without.err).isNotEmpty();
      assertThat(with.exitCode).isEqualTo(without.exitCode);
      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void threadDeath_isNoEventAndPrintsWhatTheJvmWould() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result with =
          new ChildJvm().run(CrashProgram.class, server.endpoint(), "thread-death");
      ChildJvm.Result without = new ChildJvm().run(CrashProgram.class, "none", "thread-death");

      assertThat(with.err).isEqualTo(without.err);
      assertThat(server.events()).isEmpty();
    }
  }

  @Test
  void previousHandler_isCalledAfterCapture_andMayThrow() {
    List<String> calls = new ArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
      calls.add(thread.getName() + " " + error.getMessage());
      throw new IllegalStateException("of the previous handler");
    });
    try (TrackXClient client = capturing()) {
      UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();

      assertThatThrownBy(
              () -> ours.uncaughtException(new Thread("t-1"), new RuntimeException("boom")))
          .hasMessage("of the previous handler");

      assertThat(calls).containsExactly("t-1 boom");
      assertThat(client.flush(Duration.ofSeconds(10))).isTrue();
      assertThat(transport.bodies().get(0)).contains("\"thread\":\"t-1\"", "\"type\":1");
    }
  }

  @Test
  void close_outermost_bringsBackThePreviousHandler() {
    UncaughtExceptionHandler previous = (thread, error) -> {};
    Thread.setDefaultUncaughtExceptionHandler(previous);

    capturing().close();

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(previous);
  }

  @Test
  void close_withAnotherHandlerOnTop_leavesAPassThroughWithoutReferences() throws Exception {
    List<Throwable> passed = new ArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> passed.add(error));
    TrackXClient client = capturing();
    UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {});
    client.close();
    WeakReference<TrackXClient> gone = new WeakReference<>(client);
    client = null;

    ours.uncaughtException(Thread.currentThread(), new RuntimeException("late"));

    assertThat(passed).hasSize(1);
    assertThat(transport.bodies()).isEmpty();
    assertThat(collected(gone)).as("the pass-through holds the client").isTrue();
  }

  @Test
  void manyClientsInARow_doNotGrowAChain() {
    List<TrackXClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(capturing());
    }
    for (TrackXClient client : clients) { // innermost first: none but the last is outermost
      client.close();
    }

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNull();
  }

  private TrackXClient capturing() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .captureUncaught(true)
        .build();
  }

  private static boolean collected(WeakReference<?> reference) {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }
}
