package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import org.junit.jupiter.api.Test;

class ProcessWorkerTest {
  private final FullHeap time = new FullHeap();
  private final Inbox inbox = new Inbox(8);
  private final MemoryReserve reserve = new MemoryReserve(false);
  private final ProcessWorker taking = taking();

  /** A clock that finds the heap full, on request. */
  private static final class FullHeap extends FakeTime {
    boolean full;

    @Override
    public long nanoTime() {
      if (full) {
        throw new OutOfMemoryError("Java heap space");
      }
      return super.nanoTime();
    }
  }

  @Test
  void step_thatProcessedAnError_reportsTraffic() {
    taking.step(); // creates the pipeline
    inbox.errors.offer(occurrence(), 0, 0);

    assertThat(taking.step())
        .isEqualTo(Delay.NONE); // so the thread goes on looking each two milliseconds
    assertThat(taking.step()).isEqualTo(Delay.UNTIL_WOKEN);
  }

  @Test
  void fullHeap_whileNothingIsPending_keepsTheReserveForAnError() {
    taking.step();
    time.full = true;

    assertThat(taking.step().isNone()).isFalse();
    assertThat(reserve.isReleased()).isFalse();
    assertThat(reserve.held()).isPositive();
  }

  @Test
  void fullHeap_whileAnErrorIsPending_releasesTheReserve() {
    taking.step();
    inbox.errors.offer(occurrence(), 0, 0);
    time.full = true;

    assertThat(taking.step()).isEqualTo(Delay.NONE);
    assertThat(reserve.isReleased()).isTrue();
  }

  private Occurrence occurrence() {
    return Errors.captured(new IllegalStateException("x"), time.nanoTime());
  }

  private ProcessWorker taking() {
    Options options = new Options(Endpoint.parse(FakeTransport.ENDPOINT));
    options.scrubber = Scrubber.none();
    options.rateLimit = RateLimit.none();
    options.queueCapacity = 8;
    options.transport = new FakeTransport();
    Warnings warnings = new Warnings(options.endpoint, options.origin);
    return new ProcessWorker(
        options, inbox, new Lifecycle(), new Counters(warnings, inbox.errors), reserve, time);
  }
}
