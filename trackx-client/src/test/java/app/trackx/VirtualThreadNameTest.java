package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.VirtualThreads;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The entry {@code meta.thread} of errors on virtual threads without a name. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadNameTest {
  private final FakeTransport transport = new FakeTransport();

  @AfterEach
  void close() {
    TrackX.close();
  }

  @Test
  void sentError_hasAName() {
    setup();
    long id = VirtualThreads.run(() -> TrackX.sendEvent(new IllegalStateException()));

    assertThat(sent()).contains("\"thread\":\"virtual #" + id + "\"");
  }

  @Test
  void uncaughtError_hasAName() {
    setup();
    long id = VirtualThreads.run(() -> {
      throw new IllegalStateException();
    });

    assertThat(sent()).contains("\"thread\":\"virtual #" + id + "\"");
  }

  private void setup() {
    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport));
  }

  private String sent() {
    assertThat(TrackX.flush(Duration.ofSeconds(20))).isTrue();
    return transport.bodies().get(0);
  }
}
