package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.session.AutoPing;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JvmHooksTest {
  private final FakeTransport transport = new FakeTransport();

  @Test
  void clientThatWasClosedBeforeItWasInstalled_leavesNothingBehind() {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    WeakReference<Delivery> delivery = closedAndThenInstalled();

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    assertThat(collected(delivery)).as("the shutdown hook is gone").isTrue();
  }

  @Test
  void close_racingWithSetup_leavesNothingBehind() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<WeakReference<Delivery>> deliveries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      deliveries.add(race());
    }
    TrackX.close();

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    assertThat(deliveries).allMatch(JvmHooksTest::collected);
  }

  @Test
  void autoPing_pingsWhenTheClientIsBuilt_andItsThreadEndsWithIt() throws Exception {
    TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .autoPing(true)
        .build();
    assertThat(transport.next().url()).endsWith("/ping");
    Thread thread = Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals("trackx-ping"))
        .findAny()
        .orElseThrow();
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isSameAs(AutoPing.class.getClassLoader());

    client.close();

    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }

  private WeakReference<Delivery> closedAndThenInstalled() {
    TrackXClient client = options().prepare();
    client.close();
    client.install(true);
    return new WeakReference<>(client.delivery);
  }

  /** Closes the client as soon as it becomes current, which may be before it is installed. */
  private WeakReference<Delivery> race() throws Exception {
    TrackXClient last = TrackX.client();
    CyclicBarrier start = new CyclicBarrier(2);
    Thread closer = new Thread(() -> {
      await(start);
      TrackXClient next = TrackX.client();
      for (int i = 0; next == last && i < 1_000_000; i++) {
        Thread.onSpinWait();
        next = TrackX.client();
      }
      next.close();
    });
    closer.start();
    await(start);
    WeakReference<Delivery> delivery = new WeakReference<>(TrackX.setup(options()).delivery);
    closer.join(60_000);
    TrackX.client().close();
    return delivery;
  }

  private TrackXClient.Builder options() {
    return TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean collected(WeakReference<?> reference) {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }
}
