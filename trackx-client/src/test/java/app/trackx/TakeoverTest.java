package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second {@link TrackX#setup} for the same endpoint continues where the first client was. */
@Timeout(120)
class TakeoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Outcome RATE_LIMITED = Outcome.rateLimited(429, Duration.ofHours(1));

  private final FakeTransport transport = new FakeTransport();
  private final List<TrackXClient> clients = new ArrayList<>();

  @TempDir
  Path folder;

  @AfterEach
  void close() {
    TrackX.setup((String) null);
    TrackX.meta().clear();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2_000})
  void rateLimit_holdsForTheNewClient_andPendingEventsMoveToIt(long shutdownMillis)
      throws Exception {
    TrackXClient first = setup(options().shutdownTimeout(Duration.ofMillis(shutdownMillis)));
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    first.sendEvent(Errors.at(2, "two"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);

    TrackXClient second = setup(options());
    second.sendEvent(Errors.at(3, "three"));
    until("the move", () -> second.diagnostics().captured() == 3);

    assertThat(second.flush(PATIENCE)).as("locked").isFalse();
    assertThat(first.diagnostics().captured()).isZero();
    assertThat(second.diagnostics().pending()).isEqualTo(3);
    assertThat(transport.requests()).hasSize(1);
  }

  @Test
  void budget_isNotSpentTwice() throws Exception {
    RateLimit five = RateLimit.of(5, 1, Duration.ofHours(1));
    TrackXClient first = setup(options().rateLimit(five));
    for (int i = 0; i < 4; i++) {
      first.sendEvent(Errors.at(i, "of the first"));
    }
    until("four events", () -> first.diagnostics().sent() == 4);

    TrackXClient second = setup(options().rateLimit(five));
    for (int i = 0; i < 4; i++) {
      second.sendEvent(Errors.at(10 + i, "of the second"));
    }
    until("the fifth", () -> second.diagnostics().sent() == 1);
    TrackXClient third = setup(options().rateLimit(five));
    until("the move", () -> third.diagnostics().captured() == 3);

    assertThat(third.diagnostics().pending()).isEqualTo(3);
    assertThat(transport.requests()).hasSize(5);
    balance();
  }

  @Test
  void requestInProgress_isCountedByTheOldClient_ifItArrives() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    transport.then(held(release, Outcome.sent()));
    TrackXClient first = setup(options());
    first.sendEvent(Errors.at(1, "under way"));
    transport.next();
    first.sendEvent(Errors.at(2, "waits"));

    TrackXClient second = setup(options());
    assertThat(body(transport.next())).as("sent by the new client").contains("waits");
    assertThat(second.flush(Duration.ofMillis(200))).as("waits for the old one").isFalse();
    release.countDown();
    assertThat(second.flush(PATIENCE)).isTrue();

    assertThat(first.diagnostics().sent()).isEqualTo(1);
    assertThat(second.diagnostics().sent()).isEqualTo(1);
    assertThat(transport.bodies()).hasSize(2);
    balance();
  }

  @Test
  void requestInProgress_thatIsRateLimited_pausesTheNewClientAndMovesToIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    transport.then(held(release, RATE_LIMITED));
    TrackXClient first = setup(options());
    first.sendEvent(Errors.at(1, "under way"));
    transport.next();

    TrackXClient second = setup(options());
    release.countDown();
    until("the move", () -> second.diagnostics().pending() == 1);
    second.sendEvent(Errors.at(2, "later"));

    assertThat(second.flush(PATIENCE)).as("locked").isFalse();
    assertThat(transport.requests()).hasSize(1);
    assertThat(first.diagnostics().pending()).isZero();
  }

  @Test
  void unprocessedErrors_passThroughTheOldHandler() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    TrackXClient first =
        setup(options().shutdownTimeout(Duration.ZERO).onError((payload, reason) -> {
          entered.countDown();
          await(release);
          payload.getMeta().put("handler", "old");
          return payload;
        }));
    first.sendEvent(Errors.at(1, "in hand"));
    first.sendEvent(Errors.at(2, "in the intake"));
    await(entered);

    TrackXClient second = setup(options().onError((payload, reason) -> {
      payload.getMeta().put("handler", "new");
      return payload;
    }));
    second.sendEvent(Errors.at(3, "of the second"));
    assertThat(body(transport.next())).contains("of the second", "\"handler\":\"new\"");
    release.countDown();

    assertThat(body(transport.next())).contains("in hand", "\"handler\":\"old\"");
    assertThat(body(transport.next())).contains("in the intake", "\"handler\":\"old\"");
    assertThat(second.flush(PATIENCE)).isTrue();
    assertThat(second.diagnostics().sent()).isEqualTo(3);
    balance();
  }

  @Test
  void setupInALoop_losesNothing_andKeepsOneBudget() {
    RateLimit thirty = RateLimit.of(30, 1, Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      setup(options().rateLimit(thirty).queueCapacity(200).shutdownTimeout(Duration.ZERO));
      TrackX.sendEvent(Errors.at(i, "event " + i));
    }
    TrackXClient last = TrackX.client();
    until("the line to be handed over", () -> sum(clients, false).pending() == 0);
    until("what the budget allows", () -> transport.requests().size() >= 30);

    Diagnostics all = sum(clients, true);
    assertThat(all.captured()).isEqualTo(100);
    assertThat(all.totalDropped()).isZero();
    assertThat(transport.requests()).hasSize(30);
    assertThat(last.diagnostics().pending()).isEqualTo(70);
    balance();
  }

  @Test
  void setupFromTwoThreads_inAStorm_losesNothing() throws Exception {
    AtomicInteger captured = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    setup(options());
    for (int t = 0; t < 2; t++) {
      threads.add(thread(start, () -> {
        for (int i = 0; i < 25; i++) {
          TrackXClient made = TrackX.setup(options());
          synchronized (clients) {
            clients.add(made);
          }
        }
      }));
      threads.add(thread(start, () -> {
        for (int i = 0; i < 500; i++) {
          TrackX.sendEvent(Errors.at(captured.incrementAndGet() & 63, "storm"));
        }
      }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(TrackX.flush(PATIENCE)).isTrue();

    Diagnostics all = sum(clients, true);
    assertThat(all.captured()).isEqualTo(captured.get());
    assertThat(all.pending()).isZero();
    assertThat(all.sent()).isEqualTo(transport.bodies().size());
    // an error that found the old client just as it was replaced is counted there
    assertThat(all.dropped().keySet()).isSubsetOf(DropReason.SHUTDOWN, DropReason.INTAKE_FULL);
    balance();
  }

  @Test
  void anotherEndpoint_takesOverNothing() throws Exception {
    TrackXClient first = setup(options());
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);

    TrackXClient second = setup(TrackXClient.builder("http://127.0.0.1:9/v1/abcdefghij2")
        .transport(transport)
        .captureUncaught(false));
    second.sendEvent(Errors.at(2, "two"));

    assertThat(second.flush(PATIENCE)).isTrue();
    until("the end of the first", () -> first.diagnostics().pending() == 0);
    assertThat(second.diagnostics().captured()).isEqualTo(1);
    assertThat(first.diagnostics().dropped()).containsOnlyKeys(DropReason.SHUTDOWN);
  }

  @Test
  void closeRightAfterSetup_stillSendsWhatTheOldClientHad() {
    TrackXClient first = setup(options().shutdownTimeout(Duration.ZERO));
    for (int i = 0; i < 10; i++) {
      first.sendEvent(Errors.at(i, "event"));
    }
    TrackXClient second = setup(options().shutdownTimeout(PATIENCE));
    TrackX.close();

    assertThat(transport.bodies()).hasSize(10);
    assertThat(first.diagnostics().sent() + second.diagnostics().sent()).isEqualTo(10);
    balance();
  }

  @Test
  void clientClosedByItsOwner_stillPassesOnTheRateLimit() throws Exception {
    TrackXClient first = setup(options());
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);
    first.close();

    TrackXClient second = setup(options());
    second.sendEvent(Errors.at(2, "two"));

    assertThat(second.flush(PATIENCE)).as("locked").isFalse();
    assertThat(transport.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void lock_holdsAfterCloseAndSetup(int redeploys) throws Exception {
    TrackXClient first = setup(options());
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);
    for (int i = 0; i < redeploys; i++) { // even if nothing is sent in between
      TrackX.close();
      setup(options());
    }
    TrackXClient last = TrackX.client();
    last.sendEvent(Errors.at(2, "two"));

    assertThat(last.flush(PATIENCE)).as("locked").isFalse();
    assertThat(transport.requests()).hasSize(1);
    assertThat(first.diagnostics().dropped()).containsOnlyKeys(DropReason.SHUTDOWN);
    assertThat(last.diagnostics().captured()).isEqualTo(1);
    balance();
  }

  @Test
  void rateLimitDuringClose_holdsAfterSetup() throws Exception {
    TrackXClient first = setup(options().shutdownTimeout(PATIENCE));
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    TrackX.close();
    TrackXClient second = setup(options());
    second.sendEvent(Errors.at(2, "two"));

    assertThat(second.flush(PATIENCE)).as("locked").isFalse();
    assertThat(transport.requests()).hasSize(1);
  }

  @Test
  void budget_isNotSpentTwice_byCloseAndSetup() {
    RateLimit five = RateLimit.of(5, 1, Duration.ofHours(1));
    TrackXClient first = setup(options().rateLimit(five));
    for (int i = 0; i < 4; i++) {
      first.sendEvent(Errors.at(i, "of the first"));
    }
    until("four events", () -> first.diagnostics().sent() == 4);
    TrackX.close();
    TrackX.close(); // forgets nothing
    TrackXClient second = setup(options().rateLimit(five));
    for (int i = 0; i < 4; i++) {
      second.sendEvent(Errors.at(10 + i, "of the second"));
    }
    until("the fifth", () -> second.diagnostics().sent() == 1);
    TrackXClient third = setup(options().rateLimit(five));
    until("the move", () -> third.diagnostics().captured() == 3);

    assertThat(third.diagnostics().pending()).isEqualTo(3);
    assertThat(transport.requests()).hasSize(5);
    balance();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:9/v1/abcdefghij2", ""})
  void closedClient_isForgotten_whenAnotherEndpointIsSetUp(String other) throws Exception {
    TrackXClient first = setup(options());
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);
    TrackX.close();
    setup(TrackXClient.builder(other).transport(transport).captureUncaught(false));
    TrackX.close();
    TrackXClient third = setup(options());
    third.sendEvent(Errors.at(3, "three"));

    assertThat(third.flush(PATIENCE)).isTrue();
    assertThat(third.diagnostics().sent()).isEqualTo(1);
  }

  @Test
  void closedClient_isUnreachable() throws Exception {
    WeakReference<OnErrorHandler> handler = setUpAndClose();

    until("the end of its handler", () -> {
      System.gc();
      return handler.get() == null;
    });
    TrackXClient second = setup(options());
    second.sendEvent(Errors.at(2, "two"));
    assertThat(second.flush(PATIENCE)).as("locked").isFalse();
  }

  private WeakReference<OnErrorHandler> setUpAndClose() throws Exception {
    OnErrorHandler handler = new OnErrorHandler() {
      @Override
      public EventPayload onError(EventPayload payload, Throwable reason) {
        return payload;
      }
    };
    TrackXClient first = TrackX.setup(options().onError(handler));
    transport.then(RATE_LIMITED);
    first.sendEvent(Errors.at(1, "one"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);
    TrackX.close();
    return new WeakReference<>(handler);
  }

  @Test
  void spoolDirectory_keepsWorking() throws Exception {
    transport.always(request -> RATE_LIMITED);
    TrackXClient first = setup(options().spoolDirectory(folder));
    first.sendEvent(Errors.at(1, "one"));
    transport.next();
    until("the lock", () -> first.diagnostics().retried() == 1);
    TrackXClient second = setup(options().spoolDirectory(folder));
    until("the move", () -> second.diagnostics().captured() == 1);
    second.close();
    assertThat(second.diagnostics().spooled()).isEqualTo(1);

    transport.always(request -> Outcome.sent());
    TrackX.setup((String) null); // so that the third one starts without the lock
    try (TrackXClient third = options().spoolDirectory(folder).build()) {
      until("the event of the first", () -> third.diagnostics().recovered() == 1);
    }
    balance();
  }

  @Test
  void replacedClient_isUnreachable() throws Exception {
    TrackXClient first = setup(options());
    first.sendEvent(Errors.at(1, "one"));
    assertThat(first.flush(PATIENCE)).isTrue();
    TrackXClient second = setup(options());

    until("the end of the first", () -> !second.isTakingOver());
  }

  private void balance() {
    List<TrackXClient> all;
    synchronized (clients) {
      all = new ArrayList<>(clients);
    }
    for (TrackXClient client : all) {
      Diagnostics now = client.diagnostics();
      assertThat(now.captured())
          .as(now.toString())
          .isEqualTo(now.sent()
              + now.folded()
              + now.cancelled()
              + now.duplicates()
              + now.totalDropped()
              + now.pending());
      assertThat(now.pending()).isNotNegative();
    }
  }

  /** Returns the sum over all clients, with or without the last one. */
  private static Diagnostics sum(List<TrackXClient> clients, boolean withLast) {
    Diagnostics.Counts sum = new Diagnostics.Counts();
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    List<TrackXClient> some = withLast ? clients : clients.subList(0, clients.size() - 1);
    for (TrackXClient client : some) {
      Diagnostics now = client.diagnostics();
      sum.captured += now.captured();
      sum.sent += now.sent();
      sum.folded += now.folded();
      sum.pending += now.pending();
      now.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
    }
    return new Diagnostics(sum, dropped);
  }

  private TrackXClient setup(TrackXClient.Builder options) {
    return remember(TrackX.setup(options));
  }

  private TrackXClient remember(TrackXClient client) {
    clients.add(client);
    return client;
  }

  private TrackXClient.Builder options() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none())
        .captureUncaught(false);
  }

  private static FakeTransport.Answer held(CountDownLatch latch, Outcome outcome) {
    return request -> {
      await(latch);
      return outcome;
    };
  }

  private static String body(TransportRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.getSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread thread(CountDownLatch start, Runnable task) {
    Thread thread = new Thread(() -> {
      await(start);
      task.run();
    });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("never came: " + what + ", of " + clients);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }
}
