package app.trackx.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.trackx.TrackX;
import app.trackx.relocated.UncaughtExceptionReporter;
import java.lang.Thread.UncaughtExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** {@code Thread.stop} while the agent sets the client up. */
@Timeout(60)
class StoppedAgentTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

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
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = "later JDKs stop no thread")
  void inTheAgent_leavesIt() throws Exception {
    below.failOnce(
        (Error) Class.forName("java.lang.ThreadDeath").getDeclaredConstructor().newInstance());
    Throwable left = catchThrowable(() -> Agent.premain(ENDPOINT));

    assertThat(left).isNotNull();
    assertThat(left.getClass().getName()).isEqualTo("java.lang.ThreadDeath");
    assertThat(TrackX.client().isEnabled()).isFalse();
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(below);
  }
}
