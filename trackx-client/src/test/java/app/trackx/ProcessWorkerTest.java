package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.stack.CauseChain;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ProcessWorkerTest {
  private final FakeTime time = new FakeTime();
  private final Inbox inbox = new Inbox(8);
  private final ProcessWorker taking = taking();

  @Test
  void step_thatProcessedAnError_reportsTraffic() {
    taking.step(); // creates the pipeline
    inbox.errors.offer(occurrence(), 0, 0);

    assertThat(taking.step())
        .isEqualTo(Delay.NONE); // so the thread goes on looking each two milliseconds
    assertThat(taking.step()).isEqualTo(Delay.UNTIL_WOKEN);
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

  private ProcessWorker taking() {
    Options options = new Options(Endpoint.parse(FakeTransport.ENDPOINT));
    options.scrubber = Scrubber.none();
    options.rateLimit = RateLimit.none();
    options.queueCapacity = 8;
    options.transport = new FakeTransport();
    Warnings warnings = new Warnings(options.endpoint, options.origin);
    return new ProcessWorker(
        options,
        inbox,
        new Lifecycle(),
        new Counters(warnings, inbox.errors),
        new MemoryReserve(false),
        time);
  }
}
