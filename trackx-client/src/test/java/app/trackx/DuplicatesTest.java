package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An error that is captured more than once while it propagates is one event. */
class DuplicatesTest {
  private final FakeTransport transport = new FakeTransport();
  private TrackXClient client = client(null);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void loggedThenUncaught_isOneEventWithTheContextOfTheLog() {
    IllegalStateException error = new IllegalStateException("m");
    log(error, "first");
    client.delivery.recorder.uncaughtException(Thread.currentThread(), error);

    assertOneEvent();
    assertThat(transport.bodies().get(0)).contains("\"type\":70").contains("first");
  }

  @Test
  void loggedAndRethrownAtThreeLevels_isOneEventWithTheContextOfTheFirst() {
    IllegalStateException error = new IllegalStateException("m");
    log(error, "first");
    RuntimeException second = new RuntimeException("n", error);
    log(second, "second");
    log(new RuntimeException("o", second), "third");

    assertOneEvent(2);
    assertThat(transport.bodies().get(0)).contains("first");
  }

  @Test
  void loggedInAnExecutionException_thenThrownWithout_isOneEvent() {
    IllegalStateException error = new IllegalStateException("m");
    log(new ExecutionException(error), "first");
    client.delivery.recorder.uncaughtException(Thread.currentThread(), error);

    assertOneEvent();
  }

  @Test
  void sentThenUncaught_isOneEvent() {
    IllegalStateException error = new IllegalStateException("m");
    client.sendEvent(error);
    client.delivery.recorder.uncaughtException(Thread.currentThread(), error);

    assertOneEvent();
    assertThat(transport.bodies().get(0)).contains("\"type\":4");
  }

  @Test
  void sendEvent_isNeverADuplicate() {
    IllegalStateException error = new IllegalStateException("m");
    log(error, "first");
    client.sendEvent(error);
    client.sendEvent(error);
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.duplicates()).isZero();
    assertThat(counts.sent() + counts.folded()).isEqualTo(3);
  }

  @Test
  void wrapperThenItsCause_isOneEvent_inEitherOrder() {
    IllegalStateException cause = new IllegalStateException("m");
    RuntimeException wrapper = new RuntimeException("w", cause);
    log(wrapper, "a");
    log(cause, "b");

    assertOneEvent();
    assertThat(transport.bodies().get(0)).contains("\"message\":\"w\"");
  }

  @Test
  void instanceThatIsThrownAgainAndAgain_isCountedEachTime() {
    IllegalStateException kept = new IllegalStateException("cancelled");
    for (int i = 0; i < 500; i++) {
      logged("com.acme.Shop", kept, "order " + i + " failed");
      if (i % 100 == 0) {
        assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
      }
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.duplicates()).isZero();
    assertThat(counts.sent() + counts.folded()).isEqualTo(500);
  }

  @Test
  void instanceThatIsThrownAgain_andLoggedAtTwoLevels_isCountedOnceEachTime() {
    IllegalStateException kept = new IllegalStateException("cancelled");
    for (int i = 0; i < 3; i++) {
      logged("com.acme.Shop", kept, "order " + i + " failed");
      logged("com.acme.Shop", kept, "request " + i + " failed");
      logged("com.acme.Web", kept, "order " + i + " failed");
      client.delivery.recorder.uncaughtException(Thread.currentThread(), kept);
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.sent() + counts.folded()).isEqualTo(3);
    assertThat(counts.duplicates()).isEqualTo(9);
  }

  @Test
  void constantThatIsThrownAgainAndAgain_isCountedEachTime() {
    for (int i = 0; i < 20; i++) {
      logged("com.acme.Shop", Constants.CANCELLED, "order " + i + " failed");
      client.delivery.recorder.uncaughtException(Thread.currentThread(), Constants.CANCELLED);
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.sent() + counts.folded()).isEqualTo(20);
    assertThat(counts.duplicates()).isEqualTo(20);
  }

  @Test
  void errorThatIsLoggedInTheSameWayAtEachLevelOfARecursion_isOneEvent() {
    try {
      descend(10);
    } catch (IllegalStateException onItsWayUp) {
      client.delivery.recorder.uncaughtException(Thread.currentThread(), onItsWayUp);
    }

    assertOneEvent(11);
  }

  private void descend(int levels) {
    try {
      if (levels == 0) {
        throw new IllegalStateException("m");
      }
      descend(levels - 1);
    } catch (IllegalStateException e) {
      logged("com.acme.Shop", e, "failed");
      throw e;
    }
  }

  /** Holds an exception as applications do that want to save the stack trace. */
  private static final class Constants {
    static final IllegalStateException CANCELLED = new IllegalStateException("cancelled");
  }

  @Test
  void constantWithoutAStack_thatIsCapturedAndThenLogged_isOneEventEachTime() {
    IllegalStateException constant = new IllegalStateException("cancelled");
    constant.setStackTrace(new StackTraceElement[0]);
    for (int i = 0; i < 20; i++) {
      client.delivery.recorder.uncaughtException(Thread.currentThread(), constant);
      logged("com.acme.Shop", constant, "order " + i + " failed");
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.sent() + counts.folded()).isEqualTo(20);
    assertThat(counts.duplicates()).isEqualTo(20);
  }

  @Test
  void exceptionThatTheJvmReuses_isNeverADuplicate() {
    NullPointerException reused = new NullPointerException(); // without frames, from compiled code
    reused.setStackTrace(new StackTraceElement[0]);
    log(reused, "first");
    log(reused, "second");
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.duplicates()).isZero();
    assertThat(counts.sent() + counts.folded()).isEqualTo(2);
  }

  @Test
  void twoErrorsOfOnePlace_areNoDuplicates() {
    for (int i = 0; i < 2; i++) {
      log(new IllegalStateException("m"), "context");
    }
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    Diagnostics counts = client.diagnostics();
    assertThat(counts.duplicates()).isZero();
    assertThat(counts.sent() + counts.folded()).isEqualTo(2);
  }

  @Test
  void loggedButCancelled_isSentFurtherUp() {
    client.close();
    client = client((event, reason) -> event.getType() == EventType.CUSTOM_LOGGER ? null : event);
    IllegalStateException error = new IllegalStateException("m");
    log(error, "first");
    client.delivery.recorder.uncaughtException(Thread.currentThread(), error);
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

    assertThat(client.diagnostics().toString())
        .startsWith("captured=2 sent=1 folded=0 cancelled=1 dropped={} pending=0");
    assertThat(transport.bodies()).singleElement().asString().contains("\"type\":1");
  }

  private void log(Throwable error, String context) {
    client
        .capture(EventType.CUSTOM_LOGGER)
        .reason(error)
        .meta(Map.of("log", context))
        .send();
  }

  private void logged(String logger, Throwable error, String message) {
    client
        .capture(EventType.CUSTOM_LOGGER)
        .reason(error)
        .meta("log", message)
        .meta("logger", logger)
        .send();
  }

  private void assertOneEvent() {
    assertOneEvent(1);
  }

  private void assertOneEvent(int duplicates) {
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    assertThat(client.diagnostics().toString())
        .isEqualTo("captured=" + (1 + duplicates)
            + " sent=1 folded=0 cancelled=0 dropped={} pending=0 duplicates=" + duplicates);
  }

  private TrackXClient client(OnErrorHandler handler) {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .onError(handler)
        .build();
  }
}
