package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Errors whose own methods capture errors, or stop the thread. */
@Timeout(60)
class RecursiveCaptureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeTransport transport = new FakeTransport();

  @Test
  void messageAndCauseThatSendTheErrorAgain_areCapturedOnce() {
    try (TrackXClient client = client()) {
      client.sendEvent(new SendsItself(client));
      client.sendEvent(new IllegalStateException("after"));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(2);
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RECURSIVE, 2L));
      assertThat(client.diagnostics().pending()).isZero();
    }
  }

  @Test
  void metaThatSendsTheErrorAgain_isCapturedOnce() {
    try (TrackXClient client = client()) {
      IllegalStateException error = new IllegalStateException("outer");
      Map<String, Object> meta = new AbstractMap<>() {
        @Override
        public Set<Entry<String, Object>> entrySet() {
          client.sendEvent(error, this);
          return new HashMap<String, Object>(Map.of("k", 1)).entrySet();
        }
      };
      client.sendEvent(error, meta);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(1);
      assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.RECURSIVE);
    }
  }

  @Test
  void preview_ofAnErrorThatSendsItself_isNoLoop() {
    try (TrackXClient client = client()) {
      assertThat(client.preview(new SendsItself(client))).contains("SendsItself");
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.RECURSIVE, 2L));
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = "later JDKs stop no thread")
  void threadThatIsStoppedWithin_isStopped_andTheErrorCounted() {
    try (TrackXClient client = client()) {
      Throwable left = catchThrowable(() -> client.sendEvent(new Stops()));
      client.sendEvent(new IllegalStateException("after"));

      assertThat(left).isNotNull();
      assertThat(left.getClass().getName()).isEqualTo("java.lang.ThreadDeath");
      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(1);
      assertThat(client.diagnostics().toString())
          .isEqualTo("captured=2 sent=1 folded=0 cancelled=0 dropped={INTERNAL_ERROR=1} pending=0");
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_20)
  void threadDeathOfTheApplication_whereNoThreadIsStopped_isAnotherFailedMessage() {
    try (TrackXClient client = client()) {
      client.sendEvent(new Stops());

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(1);
    }
  }

  private TrackXClient client() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .shutdownTimeout(PATIENCE)
        .build();
  }

  private static final class SendsItself extends RuntimeException {
    private final transient TrackXClient client;

    SendsItself(TrackXClient client) {
      this.client = client;
    }

    @Override
    public String getMessage() {
      client.sendEvent(this);
      return "m";
    }

    @Override
    public synchronized Throwable getCause() {
      client.sendEvent(this);
      return null;
    }
  }

  private static final class Stops extends RuntimeException {
    @Override
    public String getMessage() {
      throw threadDeath();
    }

    /** The error that {@code Thread.stop} throws, or one of the same name where it does not. */
    private static Error threadDeath() {
      try {
        return (Error)
            Class.forName("java.lang.ThreadDeath").getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException gone) {
        return new Error();
      }
    }
  }
}
