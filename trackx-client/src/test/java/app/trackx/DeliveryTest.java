package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.http.UserAgent;
import app.trackx.internal.http.Version;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A complete client with its threads, over a scripted transport. */
class DeliveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final FakeTransport transport = new FakeTransport();

  @Test
  void sendEvent_arrivesWithTheDefaults() {
    try (TrackXClient client = builder().release("1.4").environment("test").build()) {
      client.sendEvent(new IllegalStateException("no order", new IOException("disk")));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies())
          .singleElement()
          .asString()
          .contains("\"name\":\"java.lang.IllegalStateException\"", "\"message\":\"no order\"")
          .contains("\"type\":4", "\"uri\":\"java:app.trackx.DeliveryTest.sendEvent_")
          .contains("\"_c\":\"_\"", "\"_v\":\"" + Version.NAME + "\"", "\"release\":\"1.4\"")
          .contains("\"environment\":\"test\"", "\"causes\":[{\"name\":\"java.io.IOException\"")
          .contains("\"thread\":\"" + Thread.currentThread().getName() + "\"");
      assertThat(client.diagnostics().toString())
          .isEqualTo("captured=1 sent=1 folded=0 cancelled=0 dropped={} pending=0");
    }
  }

  @Test
  void nulls_doNoHarm() {
    Map<String, Object> extra = new HashMap<>();
    extra.put("value", null);
    extra.put(null, 1);
    try (TrackXClient client =
        builder().onError(null).origin(null).release(null).build()) {
      client.meta().put("also", null);
      client.sendEvent(null);
      client.sendEvent(null, extra);
      client.sendEvent(new RuntimeException(), null);
      client.sendEvent(new RuntimeException(), extra);
      client
          .capture(EventType.TEST)
          .reason(null)
          .name(null)
          .message(null)
          .meta(null)
          .send();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(3);
      assertThat(transport.bodies().get(1))
          .contains("\"also\":null", "\"value\":null", "\"null\":1");
    }
  }

  @Test
  void extraMeta_overridesMeta_andNeitherOverridesTheClientsKeys() {
    try (TrackXClient client = builder().build()) {
      client.meta().put("k", "of meta");
      client.meta().put("_c", "forged");
      client.sendEvent(new RuntimeException(), Map.of("k", "of extra"));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies().get(0))
          .contains("\"k\":\"of extra\"", "\"_c\":\"_\"")
          .doesNotContain("of meta", "forged");
    }
  }

  @Test
  void extraMeta_isReadBeforeSendEventReturns() {
    CountDownLatch changed = new CountDownLatch(1);
    Map<String, Object> extra = new LinkedHashMap<>(Map.of("order", 1));
    try (TrackXClient client = builder()
        .onError((payload, reason) -> {
          await(changed);
          return payload;
        })
        .build()) {
      client.sendEvent(new RuntimeException("first"));
      client.sendEvent(new RuntimeException("second"), extra);
      extra.put("order", 2);
      changed.countDown();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies().get(1)).contains("\"order\":1");
    }
  }

  @Test
  void handler_changesCancelsAndFails_eachIsCounted() {
    OnErrorHandler handler = (payload, reason) -> {
      String message = payload.getMessage();
      if ("cancel".equals(message)) {
        return null;
      }
      if ("fail".equals(message)) {
        throw new AssertionError("of the handler");
      }
      payload.setMessage("[" + message + "] " + reason.getMessage());
      return payload;
    };
    try (TrackXClient client = builder().onError(handler).build()) {
      for (String message : List.of("cancel", "fail", "keep")) {
        client.sendEvent(new RuntimeException(message));
      }

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).singleElement().asString().contains("[keep] keep");
      assertThat(client.diagnostics().toString())
          .isEqualTo("captured=3 sent=1 folded=0 cancelled=1 dropped={HANDLER_FAILED=1} pending=0");
    }
  }

  @Test
  void handler_thatSendsEventsItself_doesNotLoop() {
    AtomicReference<TrackXClient> self = new AtomicReference<>();
    OnErrorHandler handler = (payload, reason) -> {
      self.get().sendEvent(new IllegalStateException("within"));
      return payload;
    };
    try (TrackXClient client = builder().onError(handler).build()) {
      self.set(client);
      client.sendEvent(new RuntimeException("outer"));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(1);
      assertThat(client.diagnostics().dropped()).containsEntry(DropReason.RECURSIVE, 1L);
    }
  }

  @Test
  void storm_whileTheServerHangs_isBoundedAndCountedAndTheCallersNeverWait() {
    CountDownLatch hang = new CountDownLatch(1);
    transport.always(request -> {
      await(hang);
      return Outcome.sent();
    });
    try (TrackXClient client =
        builder().rateLimit(RateLimit.none()).queueCapacity(10).build()) {
      for (int i = 0; i < 1_000; i++) {
        client.sendEvent(Errors.at(i));
      }
      Diagnostics during = client.diagnostics();
      hang.countDown();

      assertThat(client.flush(PATIENCE)).isTrue();
      Diagnostics after = client.diagnostics();
      assertThat(during.pending()).isLessThanOrEqualTo(128 + 10 + 2);
      assertThat(after.captured()).isEqualTo(1_000);
      assertThat(after.sent() + after.totalDropped()).isEqualTo(1_000);
      assertThat(after.sent()).isEqualTo(transport.bodies().size());
    }
  }

  @Test
  void manyThreads_countersAddUp() throws Exception {
    int threads = 32;
    CyclicBarrier start = new CyclicBarrier(threads);
    try (TrackXClient client =
        builder().rateLimit(RateLimit.none()).queueCapacity(100_000).build()) {
      Thread[] all = new Thread[threads];
      for (int t = 0; t < threads; t++) {
        int thread = t;
        all[t] = new Thread(() -> {
          awaitBarrier(start);
          for (int i = 0; i < 100; i++) {
            client.sendEvent(Errors.at(thread * 100 + i));
          }
        });
        all[t].start();
      }
      for (Thread started : all) {
        started.join(20_000);
      }

      assertThat(client.flush(Duration.ofSeconds(60))).isTrue();
      assertThat(client.diagnostics().sent()).isEqualTo(3_200);
      assertThat(transport.bodies()).hasSize(3_200);
    }
  }

  @Test
  void interruptedCaller_staysInterrupted_andItsEventIsSent() {
    CountDownLatch hang = new CountDownLatch(1);
    transport.then(request -> {
      await(hang);
      return Outcome.sent();
    });
    try (TrackXClient client = builder().build()) {
      Thread.currentThread().interrupt();
      client.sendEvent(new RuntimeException());
      boolean flushed = client.flush(PATIENCE);
      hang.countDown();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(flushed).isFalse();
      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(1);
    }
  }

  @Test
  void flush_rateLimited_returnsFalseAtOnce() {
    transport.always(request -> Outcome.rateLimited(429, Duration.ofMinutes(30)));
    try (TrackXClient client = builder().build()) {
      client.sendEvent(new RuntimeException());
      long before = System.nanoTime();

      assertThat(client.flush(Duration.ofMinutes(5))).isFalse();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
      assertThat(client.diagnostics().pending()).isEqualTo(1);
    }
  }

  @Test
  void flush_withinTheHandler_doesNotWaitForItself() {
    AtomicReference<TrackXClient> self = new AtomicReference<>();
    AtomicReference<Boolean> flushed = new AtomicReference<>();
    OnErrorHandler handler = (payload, reason) -> {
      flushed.set(self.get().flush(PATIENCE));
      return payload;
    };
    try (TrackXClient client = builder().onError(handler).build()) {
      self.set(client);
      client.sendEvent(new RuntimeException());

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(flushed).hasValue(false);
    }
  }

  @Test
  void close_deliversWhatIsPending_andTakesNothingMore() {
    TrackXClient client = builder().build();
    for (int i = 0; i < 50; i++) {
      client.sendEvent(Errors.at(i));
    }

    client.close();
    client.close();
    client.sendEvent(new RuntimeException("late"));
    client.ping();

    assertThat(transport.requests()).hasSize(50);
    assertThat(client.diagnostics().toString())
        .isEqualTo("captured=51 sent=50 folded=0 cancelled=0 dropped={SHUTDOWN=1} pending=0");
  }

  @Test
  void close_serverDown_stopsAfterASecondAttempt() {
    transport.always(request -> {
      throw new IOException("refused");
    });
    TrackXClient client = builder().shutdownTimeout(Duration.ofMinutes(5)).build();
    client.sendEvent(new RuntimeException());
    client.sendEvent(new RuntimeException());
    long before = System.nanoTime();

    client.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
    assertThat(client.diagnostics().dropped()).containsEntry(DropReason.SHUTDOWN, 2L);
    assertThat(transport.requests()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void close_heapFullWhileSending_doesNotCountAsAnUnreachableServer() {
    for (int i = 0; i < 5; i++) { // the first of four requests is repeated at once
      transport.then(request -> {
        throw new OutOfMemoryError("of the test");
      });
    }
    TrackXClient client = builder().shutdownTimeout(Duration.ofMinutes(5)).build();
    client.sendEvent(new RuntimeException());

    client.close();

    assertThat(client.diagnostics().sent()).isEqualTo(1);
  }

  @Test
  void close_staleConnection_isRetriedOnce() {
    transport
        .then(request -> {
          throw new IOException("connection reset");
        })
        .always(request -> Outcome.sent());
    TrackXClient client = builder().build();
    client.sendEvent(new RuntimeException());

    client.close();

    assertThat(client.diagnostics().sent()).isEqualTo(1);
  }

  @Test
  void queuedPings_areSentAsOne_withTheHeadersOfEvents() {
    CountDownLatch pinged = new CountDownLatch(1);
    transport.then(request -> {
      await(pinged);
      return Outcome.sent();
    });
    try (TrackXClient client = builder().origin("https://shop.example.com/").build()) {
      client.sendEvent(new RuntimeException());
      client.ping();
      client.ping();
      client.ping();
      pinged.countDown();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.requests())
          .extracting(request -> request.headers().get("Origin"))
          .containsOnly("https://shop.example.com");
      assertThat(transport.requests())
          .extracting(request -> request.headers().get("User-Agent"))
          .containsOnly(UserAgent.ofThisJvm());
      assertThat(transport.requests())
          .filteredOn(request -> request.url().endsWith("/v1/abcdefghij1/ping"))
          .singleElement()
          .satisfies(request -> assertThat(request.length()).isZero());
    }
  }

  @Test
  void capture_withoutReason_groupsByItsCallSite() {
    try (TrackXClient client = builder().build()) {
      StackTraceElement[] site = {new StackTraceElement("com.acme.Shop", "sell", "Shop.java", 42)};
      client
          .capture(EventType.CUSTOM_LOGGER)
          .name("com.acme.Shop")
          .message("order 17 failed")
          .callSite(site)
          .meta(Map.of("level", "ERROR"))
          .send();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies().get(0))
          .contains("at com.acme.Shop.sell (com/acme/Shop.java:42)", "\"type\":70")
          .contains("\"uri\":\"java:com.acme.Shop.sell\"", "\"level\":\"ERROR\"");
    }
  }

  @Test
  void capture_sentTwice_isOneEvent() {
    try (TrackXClient client = builder().build()) {
      Capture capture = client.capture(EventType.TEST).uri("java:here").message("m");
      capture.send();
      capture.send();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).singleElement().asString().contains("\"uri\":\"java:here\"");
    }
  }

  @Test
  void errorsWhoseMethodsThrow_areSent() {
    RuntimeException hostile = new RuntimeException() {
      @Override
      public String getMessage() {
        throw new IllegalStateException("getMessage");
      }

      @Override
      public synchronized Throwable getCause() {
        throw new IllegalStateException("getCause");
      }

      @Override
      public String toString() {
        throw new IllegalStateException("toString");
      }

      @Override
      public StackTraceElement[] getStackTrace() {
        return null;
      }
    };
    try (TrackXClient client = builder().build()) {
      client.sendEvent(hostile);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).singleElement().asString().contains("DeliveryTest$1");
    }
  }

  @Test
  void metaThatFailsWhileItIsRead_doesNotCostTheEvent() {
    Map<String, Object> hostile = new HashMap<>() {
      @Override
      public java.util.Set<Entry<String, Object>> entrySet() {
        throw new IllegalStateException("entrySet");
      }

      @Override
      public int size() {
        return Integer.MAX_VALUE;
      }
    };
    try (TrackXClient client = builder().build()) {
      client.sendEvent(new RuntimeException("kept"), hostile);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).singleElement().asString().contains("kept");
    }
  }

  @Test
  void flush_thatTimedOut_doesNotLiftTheRateLimit() throws Exception {
    RateLimit three = RateLimit.of(3, 1, Duration.ofHours(1));
    java.util.concurrent.Semaphore looked = new java.util.concurrent.Semaphore(0);
    OnErrorHandler handler = (payload, reason) -> {
      looked.release();
      return payload;
    };
    try (TrackXClient client = builder()
        .rateLimit(three)
        .onError(handler)
        .shutdownTimeout(Duration.ZERO)
        .build()) {
      for (int i = 0; i < 20; i++) {
        client.sendEvent(Errors.at(i));
      }
      for (int i = 0; i < 3; i++) {
        transport.next();
      }

      assertThat(client.flush(Duration.ZERO)).isFalse();
      assertThat(client.flush(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();

      for (int i = 0; i < 20 + 5; i++) { // five more steps of the thread, one after the other
        assertThat(looked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        if (i >= 19) {
          client.sendEvent(Errors.at(i + 1));
        }
      }
      assertThat(transport.requests()).hasSize(3);
    }
  }

  @Test
  void handlerThatInterruptsItself_doesNotFailTheRequest() {
    java.util.concurrent.atomic.AtomicBoolean interrupted =
        new java.util.concurrent.atomic.AtomicBoolean();
    transport.always(request -> {
      interrupted.set(Thread.currentThread().isInterrupted());
      return Outcome.sent();
    });
    OnErrorHandler handler = (payload, reason) -> {
      Thread.currentThread().interrupt();
      return payload;
    };
    try (TrackXClient client = builder().onError(handler).build()) {
      client.sendEvent(new RuntimeException());

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(interrupted).isFalse();
    }
  }

  @Test
  void longCauses_displaceNoneOfTheDevelopersMeta() {
    Throwable error = null;
    for (int i = 0; i < 17; i++) {
      error = new IllegalStateException(i + "\u20ac".repeat(3_000), error);
    }
    OnErrorHandler handler = (payload, reason) -> {
      payload.getMeta().put("tenant", "t1");
      return payload;
    };
    try (TrackXClient client = builder().onError(handler).build()) {
      client.meta().put("region", "eu-1");
      client.sendEvent(error, Map.of("orderId", 42));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies().get(0))
          .contains("\"region\":\"eu-1\"", "\"orderId\":42", "\"tenant\":\"t1\"", "causes");
    }
  }

  @Test
  void transport_withAnImpossibleOutcome_isNotCalledInALoop() {
    transport.always(request -> Outcome.rateLimited(429, null));
    try (TrackXClient client = builder().shutdownTimeout(Duration.ZERO).build()) {
      client.sendEvent(new RuntimeException());

      assertThat(client.flush(Duration.ofMillis(500))).isFalse();
      assertThat(transport.requests()).hasSize(1);
    }
  }

  @Test
  void threadOfAnApplication_isNotHeldByTheDeliveryThread() throws Exception {
    transport.always(request -> Outcome.rateLimited(429, Duration.ofHours(1))); // keeps it alive
    try (TrackXClient client = builder().shutdownTimeout(Duration.ZERO).build()) {
      java.lang.ref.WeakReference<ClassLoader> loader = sendFromALoaderOfItsOwn(client);
      assertThat(client.flush(PATIENCE)).isFalse();

      for (int i = 0; i < 100 && loader.get() != null; i++) {
        System.gc();
      }
      assertThat(loader.get()).isNull();
    }
  }

  private static java.lang.ref.WeakReference<ClassLoader> sendFromALoaderOfItsOwn(
      TrackXClient client) throws Exception {
    java.net.URL[] urls = {
      DeliveryTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    ClassLoader shared = DeliveryTest.class.getClassLoader();
    java.net.URLClassLoader loader = new java.net.URLClassLoader(urls, shared) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.equals(WebApplication.class.getName())
            ? findClass(name)
            : super.loadClass(name, resolve);
      }
    };
    @SuppressWarnings("unchecked")
    java.util.function.Consumer<TrackXClient> application =
        (java.util.function.Consumer<TrackXClient>) loader
            .loadClass(WebApplication.class.getName())
            .getDeclaredConstructor()
            .newInstance();
    application.accept(client);
    loader.close();
    return new java.lang.ref.WeakReference<>(loader);
  }

  /** A web application that uses a client of its container. */
  public static final class WebApplication implements java.util.function.Consumer<TrackXClient> {
    @Override
    public void accept(TrackXClient client) {
      client.sendEvent(new IllegalStateException("of a web application"));
    }
  }

  private TrackXClient.Builder builder() {
    return TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("never released");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitBarrier(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
