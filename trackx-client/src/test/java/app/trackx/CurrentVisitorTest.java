package app.trackx;

import static app.trackx.VisitorPingTest.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.transport.TransportRequest;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.reflect.Field;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CurrentVisitorTest {
  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
      .transport(transport)
      .rateLimit(RateLimit.none())
      .build();

  @AfterEach
  void close() {
    CurrentVisitor.set(null);
    client.close();
  }

  @Test
  void get_returnsTheVisitorSet_andSetThePreviousOne() {
    assertThat(CurrentVisitor.get()).isNull();
    assertThat(CurrentVisitor.set(token(1))).isNull();
    assertThat(CurrentVisitor.set(token(2))).isEqualTo(token(1));
    assertThat(CurrentVisitor.get()).isEqualTo(token(2));
    assertThat(CurrentVisitor.set(null)).isEqualTo(token(2));
    assertThat(CurrentVisitor.get()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "192.0.2.7", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
  void set_invalidToken_clearsTheVisitor(String token) {
    CurrentVisitor.set(token(1));
    CurrentVisitor.set(token);

    assertThat(CurrentVisitor.get()).isNull();
  }

  @Test
  void anotherThread_startsWithNone() throws Exception {
    CurrentVisitor.set(token(1));

    assertThat(elsewhere(CurrentVisitor::get)).isNull();
  }

  @Test
  void sendEventAndCapture_useTheVisitor() throws Exception {
    CurrentVisitor.set(token(1));
    client.sendEvent(new IllegalStateException("a"));
    assertThat(agent(transport.next())).endsWith(" visitor/" + token(1));

    client.capture(EventType.CUSTOM_LOGGER).name("n").message("m").send();
    assertThat(agent(transport.next())).endsWith(" visitor/" + token(1));
  }

  @Test
  void captureWithVisitor_takesPrecedence_evenNull() throws Exception {
    CurrentVisitor.set(token(1));
    client.capture(EventType.TEST).message("a").visitor(token(2)).send();
    assertThat(agent(transport.next())).endsWith(" visitor/" + token(2));

    client.capture(EventType.TEST).message("b").visitor(null).send();
    assertThat(agent(transport.next())).doesNotContain("visitor");
  }

  @Test
  void wrappedTask_runsForTheVisitor_andRestoresThePreviousOne() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      CurrentVisitor.set(token(1));
      Callable<String> wrapped = TrackX.wrap((Callable<String>) CurrentVisitor::get);
      CurrentVisitor.set(token(2));

      assertThat(pool.submit(wrapped).get(20, TimeUnit.SECONDS)).isEqualTo(token(1));
      assertThat(pool.submit(CurrentVisitor::get).get(20, TimeUnit.SECONDS)).isNull();
      assertThat(wrapped.call()).isEqualTo(token(1));
      assertThat(CurrentVisitor.get()).isEqualTo(token(2));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void wrappedTask_withoutVisitor_runsWithoutOne() {
    String[] seen = {"nothing"};
    Runnable wrapped = TrackX.wrap((Runnable) () -> seen[0] = CurrentVisitor.get());
    CurrentVisitor.set(token(1));
    wrapped.run();

    assertThat(seen[0]).isNull();
    assertThat(CurrentVisitor.get()).isEqualTo(token(1));
  }

  @Test
  void wrappedTask_thatFails_rethrows_andRestoresThePreviousVisitor() {
    IllegalStateException failure = new IllegalStateException("boom");
    CurrentVisitor.set(token(1));
    Callable<String> wrapped = TrackX.wrap((Callable<String>) () -> {
      throw failure;
    });
    CurrentVisitor.set(null);

    assertThatThrownBy(wrapped::call).isSameAs(failure);
    assertThat(CurrentVisitor.get()).isNull();
    assertThat(RequestContext.of(failure).visitor()).isEqualTo(token(1));
    assertThat(RequestContext.of(new IllegalStateException("another"))).isNull();
    assertThat(RequestContext.of(null)).isNull();
  }

  @Test
  void uncaughtException_ofAWrappedTask_belongsToTheVisitor() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try (TrackXClient catching = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .captureUncaught(true)
        .build()) {
      CurrentVisitor.set(token(1));
      Thread thread = new Thread(TrackX.wrap((Runnable) () -> {
        throw new IllegalStateException("nobody catches this");
      }));
      thread.start();
      thread.join(20_000);

      assertThat(agent(transport.next())).endsWith(" visitor/" + token(1));
      assertThat(transport.bodies().get(0)).doesNotContain("$Wrapped");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void threadLocals_holdNothingOfOurClasses() throws Exception {
    CurrentVisitor.set(token(1));
    Callable<String> failing = TrackX.wrap((Callable<String>) () -> {
      throw new IllegalStateException("boom");
    });
    assertThatThrownBy(failing::call).isInstanceOf(IllegalStateException.class);

    Field left = RequestContext.class.getDeclaredField("LEFT");
    left.setAccessible(true);
    ThreadLocal<?> local = (ThreadLocal<?>) left.get(null);
    assertThat(local.getClass()).isEqualTo(ThreadLocal.class);
    for (Object part : (Object[]) local.get()) {
      assertThat(part == null ? null : part.getClass().getClassLoader()).isNull();
    }
  }

  private static String agent(TransportRequest request) {
    return request.headers().get("User-Agent");
  }

  private static <T> T elsewhere(Callable<T> task) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      return pool.submit(task).get(20, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
  }
}
