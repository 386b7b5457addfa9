package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.LastClosed;
import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastClosedTest {
  private final FakeTime time = new FakeTime();
  private final SendGate gate = gate();
  private final SendGate next = gate();
  private final LastClosed last =
      new LastClosed(Endpoint.parse(FakeTransport.ENDPOINT).identity());

  @Test
  void pauseAfterAFailure_isKept_evenIfShutdownOpensTheGate() {
    gate.failed();
    last.record(gate, false);
    gate.drain();
    gate.take();
    last.recordSpent(gate);
    last.applyTo(next);

    assertThat(next.isPausing()).isTrue();
    assertThat(next.untilEvent(false)).isPositive();
    time.advance(Duration.ofMinutes(6));
    assertThat(next.untilEvent(false)).isZero();
  }

  @Test
  void pauseAfterAMisconfiguration_isNotKept() {
    gate.failed();
    last.record(gate, true);
    last.applyTo(next);

    assertThat(next.untilEvent(false)).isZero();
  }

  @Test
  void budgetUsedLater_isNotRecorded() {
    gate.take();
    last.record(gate, false);
    gate.take();
    last.applyTo(next);
    assertThat(next.budget()).isEqualTo(9);
    last.recordSpent(gate);
    last.applyTo(next);

    assertThat(next.budget()).isEqualTo(8);
  }

  private SendGate gate() {
    return new SendGate(time, new Random(1), 10, Duration.ofSeconds(10).toNanos(), 5);
  }
}
