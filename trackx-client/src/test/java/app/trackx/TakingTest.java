package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.DeliveryThread;
import app.trackx.internal.delivery.FakeTime;
import app.trackx.internal.delivery.Flushes;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.stack.CauseChain;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class TakingTest {
  private final FakeTime time = new FakeTime();
  private final State state = new State();
  private final Intake<Occurrence> intake = new Intake<>(128);
  private final Taking taking = taking();

  @Test
  void step_thatTookAnError_saysThatThereIsTraffic() {
    taking.step(); // makes its stages
    intake.offer(occurrence(), 0, 0);

    assertThat(taking.step()).isZero(); // so the thread goes on looking each two milliseconds
    assertThat(taking.step()).isEqualTo(DeliveryThread.Work.IDLE);
  }

  private Occurrence occurrence() {
    return new Occurrence(
        EventType.PROGRAMMATIC,
        time.nanoTime(),
        CauseChain.of(new IllegalStateException("x")),
        "main",
        Collections.emptyMap(),
        null,
        null);
  }

  private Taking taking() {
    Options options = new Options(
        Endpoint.parse(FakeTransport.ENDPOINT),
        "java",
        Scrubber.none(),
        null,
        null,
        null,
        RateLimit.none(),
        8,
        Duration.ofSeconds(10),
        new FakeTransport(),
        null);
    Warnings warnings = new Warnings(options.endpoint, options.origin);
    Taking work = new Taking(
        options,
        state,
        new Counters(warnings, intake),
        warnings,
        time,
        intake,
        new Flushes(),
        new Reserve(false));
    work.runsOn(new DeliveryThread("test", true, work, time, 1));
    return work;
  }
}
