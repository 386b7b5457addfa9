package app.trackx.reactor;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.CurrentVisitor;
import app.trackx.RequestContext;
import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import io.micrometer.context.ContextRegistry;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@Timeout(120)
class TrackXReactorTest {
  private static final Subscription NONE = new Subscription() {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  };

  @AfterEach
  void reset() {
    Hooks.disableAutomaticContextPropagation();
    RequestContext.set(null);
    CurrentVisitor.set(null);
  }

  @Test
  void dropped_vanishes_unlessInstalled() throws Exception {
    assertVanishes(TrackXReactorTest::subscribe);
    assertVanishes(TrackXReactorTest::failLate);
    TrackXReactor.install();
    TrackXReactor.install(); // does nothing
    Event event = assertArrives(TrackXReactorTest::subscribe);

    assertThat(event.type()).isEqualTo(2);
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(assertArrives(TrackXReactorTest::failLate).message()).isEqualTo("lost");
  }

  private static void subscribe() {
    Mono.error(Arrivals.error()).subscribe();
  }

  private static void failLate() {
    Flux.<Integer>from(subscriber -> {
          subscriber.onSubscribe(NONE);
          subscriber.onComplete();
          subscriber.onError(Arrivals.error());
        })
        .map(number -> number + 1)
        .subscribe();
  }

  @Test
  void request_followsTheFlow() {
    Hooks.enableAutomaticContextPropagation();
    RequestContext.set(new RequestContext().withRoute("/orders"));
    CurrentVisitor.set("ghjkpz0123456789ghjkpz0123456789");
    Callable<String> route =
        () -> RequestContext.current() == null ? "none" : "some of " + CurrentVisitor.get();

    assertThat(Mono.fromCallable(route)
            .subscribeOn(Schedulers.parallel())
            .contextCapture()
            .block())
        .isEqualTo("some of ghjkpz0123456789ghjkpz0123456789");
    RequestContext.set(null);
    assertThat(Mono.fromCallable(route)
            .subscribeOn(Schedulers.parallel())
            .contextCapture()
            .block())
        .isEqualTo("none");
  }

  @Test
  void accessor_isRegisteredByItself() {
    assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
        .anyMatch(accessor -> accessor.key().equals(RequestAccessor.KEY));
  }
}
