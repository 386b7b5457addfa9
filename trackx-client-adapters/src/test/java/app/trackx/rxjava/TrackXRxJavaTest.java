package app.trackx.rxjava;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrackXRxJavaTest {
  @AfterEach
  void reset() {
    RxJavaPlugins.setErrorHandler(null);
  }

  @Test
  void undeliverable_arrives_andOnce() throws Exception {
    assertArrives(TrackXRxJavaTest::failLate);
    TrackXRxJava.install();
    TrackXRxJava.install(); // does nothing
    assertArrives(TrackXRxJavaTest::failLate);
  }

  @Test
  void undeliverable_behindAHandler_vanishes_unlessInstalled() throws Exception {
    List<Throwable> seen = new ArrayList<>();
    RxJavaPlugins.setErrorHandler(seen::add);
    assertVanishes(TrackXRxJavaTest::failLate);
    TrackXRxJava.install();
    Event event = assertArrives(TrackXRxJavaTest::failLate);

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.type()).isEqualTo(2);
    assertThat(seen).hasSize(2); // the application's handler is called as before
  }

  @Test
  void subscriptionWithoutErrorConsumer_isNamedByItsError() throws Exception {
    RxJavaPlugins.setErrorHandler(error -> {});
    TrackXRxJava.install();

    assertThat(assertArrives(() -> Single.error(Arrivals.error()).subscribe()).message())
        .isEqualTo("lost");
  }

  private static void failLate() {
    Observable.create(emitter -> {
          emitter.onComplete();
          emitter.onError(Arrivals.error());
        })
        .subscribe();
  }
}
