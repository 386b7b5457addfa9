package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import app.trackx.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessWorkerTest {
  private final FullHeap time = new FullHeap();
  private final Inbox inbox = new Inbox(8);
  private final MemoryReserve reserve = new MemoryReserve(false);
  private final ProcessWorker taking = taking(null);

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

  @Test
  void handlerThatNeverReturns_isLoggedOnce_byTheSendingThread() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ProcessWorker hanging = taking((payload, reason) -> {
      called.countDown();
      await(released);
      return payload;
    });
    Workers workers = hanging.workers();
    inbox.errors.offer(occurrence(), 0, 0);
    workers.ensureProcessing();
    try (LogLines log = new LogLines()) {
      await(called);
      workers.wakeSending();
      assertThat(log.warnings()).isEmpty();

      time.advanceNanos(SendWorker.HANGING_NANOS + 1);
      for (int i = 0; i < 3; i++) {
        workers.wakeSending();
        Waiting.until(() -> !log.warnings().isEmpty());
      }
      assertThat(log.warnings())
          .singleElement()
          .satisfies(line -> assertThat(line).contains("10 s", "OnErrorHandler", "thread dump"));
    } finally {
      released.countDown();
      hanging.finish();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Occurrence occurrence() {
    return Errors.captured(new IllegalStateException("x"), time.nanoTime());
  }

  private ProcessWorker taking(OnErrorHandler onError) {
    Options options = new Options(Endpoint.parse(FakeTransport.ENDPOINT));
    options.onError = onError;
    options.scrubber = Scrubber.none();
    options.rateLimit = RateLimit.none();
    options.queueCapacity = 8;
    options.transport = new FakeTransport();
    Warnings warnings = new Warnings(options.endpoint, options.origin);
    return new ProcessWorker(
        options, inbox, new Lifecycle(), new Counters(warnings, inbox.errors), reserve, time);
  }
}
