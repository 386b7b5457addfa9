package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastClosedTest {
  private static final int BURST = 30;

  private final FakeTime time = new FakeTime();
  private final SendGate gate = gate();
  private final SendGate next = gate();
  private final LastClosed last = new LastClosed("endpoint");

  @Test
  void isOf_isTrueForItsEndpointOnly() {
    assertThat(last.isOf("endpoint")).isTrue();
    assertThat(last.isOf("another")).isFalse();
  }

  @Test
  void applyTo_withoutARecord_changesNothing() {
    last.applyTo(next);

    assertThat(next.budget()).isEqualTo(BURST);
  }

  @Test
  void applyTo_afterARecord_continuesFromTheBudgetAndThePause() {
    gate.take();
    gate.failed();
    last.record(gate, false);

    last.applyTo(next);

    assertThat(next.isPausing()).isTrue();
    next.drain();
    assertThat(next.budget()).isEqualTo(BURST - 1);
  }

  @Test
  void applyTo_afterAMisconfiguration_transfersTheBudgetAndNotThePause() {
    gate.take();
    gate.failed();
    last.record(gate, true);

    last.applyTo(next);

    assertThat(next.isPausing()).isFalse();
    assertThat(next.budget()).isEqualTo(BURST - 1);
  }

  @Test
  void record_isACopy_whichLaterRequestsDoNotChange() {
    last.record(gate, false);
    gate.take();

    last.applyTo(next);

    assertThat(next.budget()).isEqualTo(BURST);
  }

  @Test
  void recordSpent_recordsTheBudgetAndNotThePause() {
    last.record(gate, false);
    gate.take();
    gate.failed();

    last.recordSpent(gate);
    last.applyTo(next);

    assertThat(next.isPausing()).isFalse();
    assertThat(next.budget()).isEqualTo(BURST - 1);
  }

  @Test
  void recordSpent_withoutARecord_recordsNothing() {
    gate.take();

    last.recordSpent(gate);
    last.applyTo(next);

    assertThat(next.budget()).isEqualTo(BURST);
  }

  @Test
  void of_none_hasNoRecord() {
    LastClosed made = LastClosed.of("another", null);
    made.applyTo(next);

    assertThat(made.isOf("another")).isTrue();
    assertThat(next.budget()).isEqualTo(BURST);
  }

  @Test
  void of_oneWithoutARecord_hasNoRecord() {
    LastClosed.of("endpoint", last).applyTo(next);

    assertThat(next.budget()).isEqualTo(BURST);
  }

  @Test
  void of_oneWithARecord_hasThatRecord() {
    gate.lock(Duration.ofMinutes(30));
    last.record(gate, false);

    LastClosed.of("endpoint", last).applyTo(next);

    assertThat(next.untilEvent(false)).isEqualTo(TimeUnit.MINUTES.toNanos(30));
  }

  @Test
  void of_oneAfterAMisconfiguration_doesNotTransferThePauseEither() {
    gate.failed();
    last.record(gate, true);

    LastClosed.of("endpoint", last).applyTo(next);

    assertThat(next.isPausing()).isFalse();
  }

  private SendGate gate() {
    return new SendGate(time, new Random(1), BURST, TimeUnit.SECONDS.toNanos(10), 5);
  }
}
