package app.trackx.coroutines;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import app.trackx.testing.Waiting;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import kotlin.Unit;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineExceptionHandler;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrackXCoroutinesTest {
  @AfterEach
  void clear() {
    RequestContext.set(null);
  }

  @Test
  void launch_arrives_andOnce() throws Exception {
    assertArrives(() -> end(launch(EmptyCoroutineContext.INSTANCE)));
    Event event = assertArrives(() -> end(launch(TrackXCoroutines.handler())));

    assertThat(event.type()).isEqualTo(1);
    assertThat(event.message()).isEqualTo("lost");
  }

  @Test
  void launchWithItsOwnHandler_vanishes_unlessWatched() throws Exception {
    CoroutineExceptionHandler silent = new Silent();
    assertVanishes(() -> end(launch(silent)));
    assertArrives(() -> end(TrackXCoroutines.watch(launch(silent))));
  }

  private static final class Silent extends kotlin.coroutines.AbstractCoroutineContextElement
      implements CoroutineExceptionHandler {
    Silent() {
      super(CoroutineExceptionHandler.Key);
    }

    @Override
    public void handleException(CoroutineContext context, Throwable error) {}
  }

  @Test
  void async_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> end(async(EmptyCoroutineContext.INSTANCE)));
    Event event =
        assertArrives(() -> end(TrackXCoroutines.watch(async(EmptyCoroutineContext.INSTANCE))));

    assertThat(event.type()).isEqualTo(2);
  }

  @Test
  void cancelledAsync_isNoFailure() throws Exception {
    assertVanishes(() -> {
      Deferred<?> deferred = TrackXCoroutines.watch(BuildersKt.async(
          GlobalScope.INSTANCE,
          EmptyCoroutineContext.INSTANCE,
          CoroutineStart.LAZY,
          (scope, continuation) -> Unit.INSTANCE));
      deferred.cancel(null);
      end(deferred);
    });
  }

  @Test
  void request_followsTheCoroutine_andLeavesItsThread() throws Exception {
    Event event = assertArrives(() -> {
      RequestContext.set(new RequestContext().withRoute("/orders"));
      CoroutineContext context = TrackXCoroutines.handler()
          .plus(TrackXCoroutines.context())
          .plus(Dispatchers.getDefault());
      RequestContext.set(null);
      end(launch(context));
    });

    assertThat(event.meta().get("http")).isEqualTo(Map.of("route", "/orders"));
    assertThat(RequestContext.current()).isNull();
  }

  private static Job launch(CoroutineContext context) {
    return BuildersKt.launch(
        GlobalScope.INSTANCE, context, CoroutineStart.LAZY, (scope, continuation) -> {
          throw Arrivals.error();
        });
  }

  private static Deferred<?> async(CoroutineContext context) {
    return BuildersKt.async(
        GlobalScope.INSTANCE, context, CoroutineStart.LAZY, (scope, continuation) -> {
          throw Arrivals.error();
        });
  }

  /** Starts a job, and waits until those who watch it were called, in order. */
  private static void end(Job job) throws InterruptedException {
    CountDownLatch completed = new CountDownLatch(1);
    job.invokeOnCompletion(error -> {
      completed.countDown();
      return Unit.INSTANCE;
    });
    job.start();
    Waiting.forLatch(completed);
  }
}
