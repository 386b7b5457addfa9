package app.trackx;

import static app.trackx.testing.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.trackx.relocated.UncaughtExceptionReporter;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code Thread.stop} during set-up, at calls to code outside the client. */
@Timeout(60)
class StoppedSetupTest {
  private static final String STOPS_NONE = "later JDKs stop no thread";

  private final FakeTransport transport = new FakeTransport();
  private final List<WeakReference<?>> made = new ArrayList<>();
  private UncaughtExceptionHandler before;
  private UncaughtExceptionReporter below;

  @BeforeEach
  void putHandler() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(null);
    below = UncaughtExceptionReporter.install();
  }

  @AfterEach
  void restore() {
    TrackX.close();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = STOPS_NONE)
  void whileTheHandlerIsInstalled_leavesSetup_andNothingIsLeft() {
    TrackXClient first = TrackX.setup(plain().captureUncaught(false));
    below.failOnce(threadDeath());
    Throwable left = catchThrowable(() -> TrackX.setup(options().autoPing(true)));

    assertStopped(left);
    assertThat(first.isEnabled()).isFalse();
    assertNothingIsLeft();
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = STOPS_NONE)
  void whileTheOldHandlerIsRemoved_leavesSetup_andTheOldClientIsClosed() {
    TrackXClient first = TrackX.setup(plain().autoPing(true));
    first.sendEvent(new IllegalStateException("of the first"));
    below.failOnce(threadDeath());
    Throwable left = catchThrowable(() -> TrackX.setup(options()));

    assertStopped(left);
    assertThat(first.isEnabled()).isFalse();
    until(() -> first.diagnostics().pending() == 0);
    until(() -> transport.bodies().stream().anyMatch(body -> body.contains("of the first")));
    assertNothingIsLeft();
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = STOPS_NONE)
  void inTheLog_leavesSetup_andTrackingIsOff() {
    try (LogLines log = new LogLines()) {
      log.failWith(threadDeath());

      assertStopped(catchThrowable(() -> TrackX.setup("${X}")));
      assertStopped(catchThrowable(() -> TrackX.setup(FakeTransport.ENDPOINT, null, "two words")));
      assertStopped(catchThrowable(() -> TrackX.setup((TrackXClient.Builder) null)));
    }
    assertNothingIsLeft();
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = STOPS_NONE)
  void ofAClientThatIsBuilt_leavesBuild_andNothingIsLeft() {
    below.failOnce(threadDeath());

    assertStopped(catchThrowable(() -> options().captureUncaught(true).build()));
    assertNothingIsLeft();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_20)
  void threadDeathOfTheApplication_whereNoThreadIsStopped_isAnotherFailure() {
    below.failOnce(threadDeath());

    assertThat(TrackX.setup(options()).isEnabled()).isFalse();
    assertNothingIsLeft();
  }

  private static void assertStopped(Throwable left) {
    assertThat(left).isNotNull();
    assertThat(left.getClass().getName()).isEqualTo("java.lang.ThreadDeath");
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  /** Asserts that no handler, shutdown hook or thread keeps the client reachable. */
  private void assertNothingIsLeft() {
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(below);
    TrackX.setup((String) null); // so that the last client is not remembered
    for (WeakReference<?> handler : made) {
      until(() -> {
        System.gc();
        return handler.get() == null;
      });
    }
  }

  /** Returns options with a handler of their own. */
  private TrackXClient.Builder options() {
    OnErrorHandler handler = new OnErrorHandler() {
      @Override
      public EventPayload onError(EventPayload payload, Throwable reason) {
        return payload;
      }
    };
    made.add(new WeakReference<>(handler));
    return plain().onError(handler);
  }

  private TrackXClient.Builder plain() {
    return TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport);
  }

  /** As {@code Thread.stop} throws it, or by name where it does not. */
  private static Error threadDeath() {
    try {
      return (Error)
          Class.forName("java.lang.ThreadDeath").getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException gone) {
      return new Error();
    }
  }
}
