package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outcome of events on the processing thread, one attempt at a time, in fake time. */
class PipelineTest {
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final Counters counters =
      new Counters(new Warnings(Endpoint.parse(FakeTransport.ENDPOINT), "java"));
  private ApplicationPing ping;
  private Pipeline pipeline;

  @BeforeEach
  void build() {
    pipeline = pipeline(RateLimit.DEFAULT, 256);
  }

  @Test
  void nothingTaken_nothingToSend() {
    assertThat(pipeline.send(false)).isEqualTo(Delay.UNTIL_WOKEN);
    assertThat(pipeline.backlog().oldest()).isZero();
  }

  @Test
  void noResponse_isRetriedForeverWithPauses_andSentInOrder() {
    transport.always(request -> {
      throw new IOException("no route");
    });
    take("first");
    take("second");
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
      long pause = pipeline.send(false).nanos();
      assertThat(Duration.ofNanos(pause)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
      time.advanceNanos(Math.max(pause, Duration.ofSeconds(10).toNanos()));
    }
    transport.always(request -> Outcome.sent());
    pipeline.send(false);
    pipeline.send(false);

    assertThat(transport.bodies()).hasSize(22);
    assertThat(transport.bodies().get(20)).contains("first");
    assertThat(transport.bodies().get(21)).contains("second");
    assertThat(counters.read().toString())
        .isEqualTo("captured=2 sent=2 folded=0 cancelled=0 dropped={} pending=0 retried=20");
  }

  @Test
  void serverFailsOnOneEvent_itIsDroppedAndTheNextIsSent() {
    transport.always(request ->
        new String(request.body(), java.nio.charset.StandardCharsets.UTF_8).contains("poison")
            ? Outcome.retry(500)
            : Outcome.sent());
    take("poison");
    for (int i = 0; i < 40; i++) {
      take("good " + i);
      pipeline.send(false);
      pipeline.send(false);
      time.advance(Duration.ofMinutes(5));
    }

    assertThat(transport.bodies()).hasSize(ServerHealth.MAX_FAILURES + 40);
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.RETRIES_EXHAUSTED, 1L));
    assertThat(counters.read().sent()).isEqualTo(40);
  }

  @Test
  void transportThatThrowsAnything_isRetriedWithPauses() {
    transport.always(request -> {
      throw new NoSuchMethodError("of another version");
    });
    take("m");

    for (int i = 0; i < 40; i++) {
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
      assertThat(pipeline.send(false).nanos()).isPositive();
      time.advance(Duration.ofMinutes(5));
    }

    assertThat(counters.read().pending()).isEqualTo(1);
  }

  @Test
  void serverThatFailsOnAll_costsNoEvent() {
    transport.always(request -> Outcome.retry(502));
    take("one");
    take("two");
    for (int i = 0; i < 40; i++) {
      pipeline.send(false);
      time.advance(Duration.ofMinutes(5));
    }
    transport.always(request -> Outcome.sent());

    pipeline.send(false);
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(2);
    assertThat(counters.read().totalDropped()).isZero();
  }

  @Test
  void transportThatAnswersNull_isRetried() {
    transport.then((Outcome) null);
    take("m");

    pipeline.send(false);
    time.advance(Duration.ofMinutes(5));
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void rateLimited_keepsTheEventAndSendsNothingUntilThen() {
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(30)));
    take("m");
    pipeline.send(false);

    assertThat(pipeline.health().isRateLimited()).isTrue();
    assertThat(Duration.ofNanos(sendWithPing(true).nanos()))
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(45));
    time.advance(Duration.ofMinutes(45));
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(1);
    assertThat(transport.requests()).hasSize(2);
  }

  @Test
  void rejected_isDroppedAndTheNextIsSentAtOnce() {
    transport.then(Outcome.rejected(422));
    take("bad");
    take("good");

    pipeline.send(false);
    pipeline.send(false);

    assertThat(counters.read().toString())
        .isEqualTo("captured=2 sent=1 folded=0 cancelled=0 dropped={REJECTED=1} pending=0");
  }

  @Test
  void misconfigured_dropsEverythingAndBacksOff() {
    transport.then(Outcome.misconfigured(403, "Invalid key"));
    take("one");
    take("two");

    pipeline.send(false);
    take("three");

    assertThat(pipeline.send(false)).isEqualTo(Delay.UNTIL_WOKEN);
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.MISCONFIGURED, 3L));
    time.advance(Duration.ofMinutes(5));
    take("four");
    pipeline.send(false);
    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404})
  void refusalOfOneEvent_onceEventsWereAccepted_isThatEventsAlone(int status) {
    transport.always(request -> isAbout(request, "HAVING")
        ? Outcome.misconfigured(status, "<html>blocked key origin")
        : Outcome.sent());
    for (int i = 0; i < 22; i++) {
      take(i % 6 == 5 ? "HAVING " + i : "good " + i);
    }
    for (int i = 0; i < 22; i++) {
      pipeline.send(false);
    }

    assertThat(transport.bodies()).hasSize(22);
    assertThat(counters.read().sent()).isEqualTo(19);
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.REJECTED, 3L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Invalid key", "Invalid origin"})
  void refusalInTheServersOwnWords_isTheClientsAtAnyTime(String words) {
    take("accepted");
    pipeline.send(false);
    transport.then(Outcome.misconfigured(403, words));
    take("one");
    take("two");

    pipeline.send(false);

    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.MISCONFIGURED, 2L));
  }

  @Test
  void fiveRefusalsInARow_keepQueuedEvents_andOneAtATimeIsRetriedAtGrowingIntervals() {
    take("accepted");
    pipeline.send(false);
    transport.always(request -> Outcome.misconfigured(403, ""));
    for (int i = 0; i < 12; i++) {
      take("event " + i);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
    }
    long sum = 0;
    for (int i = 0; i < 12; i++) {
      long pause = pipeline.send(false).nanos();
      assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
      sum += pause;
      time.advanceNanos(pause);
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
    }

    assertThat(Duration.ofNanos(sum)).isGreaterThan(Duration.ofMinutes(5));
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.REJECTED, 4L));
    assertThat(counters.read().pending()).isEqualTo(8);
  }

  @Test
  void fiveRefusalsInARow_thatEnd_loseNothingMore() {
    take("accepted");
    pipeline.send(false);
    transport.always(request -> Outcome.misconfigured(404, ""));
    for (int i = 0; i < 12; i++) {
      take("event " + i);
      pipeline.send(false);
    }
    transport.always(request -> Outcome.sent());
    time.advance(Duration.ofMinutes(5));
    while (pipeline.send(false).isNone()) {
      time.advance(Duration.ofMinutes(1));
    }

    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.REJECTED, 4L));
    assertThat(counters.read().sent()).isEqualTo(1 + 8);
    assertThat(counters.read().pending()).isZero();
  }

  @Test
  void refusedEventsInTheQueue_areDroppedOnceOthersAreAccepted() {
    take("accepted");
    pipeline.send(false);
    transport.always(
        request -> isAbout(request, "HAVING") ? Outcome.misconfigured(403, "") : Outcome.sent());
    for (int i = 0; i < 7; i++) {
      take("HAVING " + i);
    }
    for (int i = 0; i < 7; i++) {
      pipeline.send(false);
    }
    for (int i = 0; i < 20; i++) {
      take("good " + i);
      time.advance(Duration.ofMinutes(5));
      pipeline.send(false);
      pipeline.send(false);
    }

    assertThat(counters.read().sent()).isEqualTo(1 + 20);
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.REJECTED, 7L));
  }

  @Test
  void refusalOfAPing_costsNeitherEventsNorTheGate() {
    transport.always(request ->
        request.url().endsWith("/ping") ? Outcome.misconfigured(403, "") : Outcome.sent());
    take("accepted");
    pipeline.send(false);
    assertThat(isDoneAfterSending()).isTrue();
    take("next");
    assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);

    assertThat(counters.read().sent()).isEqualTo(2);
    assertThat(counters.read().pingsDropped()).isEqualTo(1);
  }

  @Test
  void page_isKeptAndRetriedAsAfterAFailure() {
    transport.then(Outcome.ofResponse(200, name -> "text/html", "<html>Please log in"));
    take("m");

    pipeline.send(false);
    assertThat(counters.read().sent()).isZero();
    assertThat(pipeline.send(false).nanos()).isPositive();
    time.advance(Duration.ofMinutes(5));
    pipeline.send(false);

    assertThat(counters.read().toString())
        .isEqualTo("captured=1 sent=1 folded=0 cancelled=0 dropped={} pending=0 retried=1");
  }

  @Test
  void closedWithoutResponse_pausesForMinutes_evenBeforeAnyResponse() {
    transport.then(Outcome.closedWithoutAnswer());
    take("m");
    pipeline.send(false);

    assertThat(pipeline.health().isRateLimited()).isTrue();
    assertThat(Duration.ofNanos(pipeline.send(true).nanos()))
        .isBetween(Duration.ofMinutes(5), Duration.ofSeconds(450));
    time.advance(Duration.ofSeconds(450));
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void closedWithoutResponse_isNoRateLimitAtShutdown() {
    transport.always(request -> Outcome.closedWithoutAnswer());
    take("m");
    pipeline.send(false);

    pipeline.health().startDraining();
    assertThat(pipeline.health().isHopeless()).isFalse();
    assertThat(pipeline.send(true)).isEqualTo(Delay.NONE);

    assertThat(pipeline.health().isHopeless()).isTrue();
    assertThat(transport.requests()).hasSize(2);
  }

  @Test
  void lastAttempts_oneEventThatTheServerFailsOn_doesNotCostTheOthers() {
    transport.always(request ->
        new String(request.body(), java.nio.charset.StandardCharsets.UTF_8).contains("poison")
            ? Outcome.retry(500)
            : Outcome.sent());
    take("poison");
    for (int i = 0; i < 20; i++) {
      take("good " + i);
    }
    pipeline.health().startDraining();

    for (int i = 0; i < 30 && !pipeline.health().isHopeless(); i++) {
      pipeline.send(true);
    }

    assertThat(counters.read().sent()).isEqualTo(20);
  }

  @Test
  void ping_withoutResponse_waitsForTheServer() {
    transport.always(request -> {
      throw new IOException("no route");
    });
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(isDoneAfterSending()).isFalse();
      time.advance(Duration.ofMinutes(5));
    }
    transport.always(request -> Outcome.sent());

    assertThat(isDoneAfterSending()).isTrue();
  }

  @Test
  void ping_thatFailsWhileEventsAreAccepted_isDropped() {
    transport.always(
        request -> request.url().endsWith("/ping") ? Outcome.retry(500) : Outcome.sent());
    int pings = 1;
    while (!isDoneAfterSending()) {
      time.advance(Duration.ofMinutes(5));
      take("event " + pings++);
      ping.withdraw();
      pipeline.send(false);
      time.advance(Duration.ofMinutes(5));
    }

    assertThat(pings).isEqualTo(ServerHealth.MAX_FAILURES);
  }

  @Test
  void ping_thatFails_delaysNoEvent() {
    transport.always(
        request -> request.url().endsWith("/ping") ? Outcome.retry(500) : Outcome.sent());
    requestPing(0);
    for (int i = 0; i < 10; i++) {
      take("event " + i);
    }
    for (int i = 0; i < 40; i++) {
      pipeline.send(false);
      time.advance(Duration.ofMinutes(1));
    }

    assertThat(counters.read().sent()).isEqualTo(10);
  }

  @Test
  void ping_thatIsRefused_costsNoEvent() {
    transport.then(Outcome.misconfigured(404, ""));
    requestPing(0);
    take("event");

    assertThat(isDoneAfterSending()).isTrue();
    time.advance(Duration.ofMinutes(5));
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void ping_requestedAfterAnErrorInTheIntake_isSentAfterIt() {
    requestPing(1);
    assertThat(sendWithPing(false)).isEqualTo(Delay.UNTIL_WOKEN);
    take("event");
    sendWithPing(false);

    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.requests()).hasSize(1);
  }

  @Test
  void ping_wantedWhileErrorsWereRefused_doesNotWaitForThem() {
    requestPing(3); // of which the intake had room for none
    assertThat(sendWithPing(false)).isEqualTo(Delay.UNTIL_WOKEN);

    assertThat(noticeEmptyIntake()).isTrue();
    assertThat(noticeEmptyIntake()).isFalse();
    assertThat(isDoneAfterSending()).isTrue();
  }

  @Test
  void ping_inAnEndlessStorm_isSentBeforeLaterErrors() {
    pipeline = pipeline(RateLimit.none(), 256);
    take("before");
    requestPing(0);
    take("after");

    sendWithPing(false);
    assertThat(ping.oldest(pipeline.backlog().oldest())).isZero();
    assertThat(isDoneAfterSending()).isTrue();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(pipeline.backlog().oldest()).isEqualTo(1);
  }

  @Test
  void ping_requestedWhileAnotherIsSent_isSentAfterIt() {
    transport.then(request -> {
      ping.request(); // perhaps on the next day
      return Outcome.sent();
    });
    assertThat(isDoneAfterSending()).isFalse();
    assertThat(ping.hasToBePlaced()).isTrue();

    assertThat(isDoneAfterSending()).isTrue();
    assertThat(counters.read().pings()).isEqualTo(2);
  }

  @Test
  void ping_requestedWhileAnotherFails_isTheSame() {
    transport.then(request -> {
      ping.request();
      return Outcome.retry(0);
    });
    assertThat(isDoneAfterSending()).isFalse();
    time.advance(Duration.ofMinutes(6));

    assertThat(isDoneAfterSending()).isTrue();
    assertThat(counters.read().pings()).isEqualTo(1);
  }

  @Test
  void ping_withdrawnWhileItIsSent_isCountedByItsOutcome() {
    transport
        .then(request -> {
          assertThat(ping.take()).as("for another client").isFalse();
          assertThat(ping.withdraw()).as("at the end").isFalse();
          return Outcome.retry(0);
        })
        .then(request -> {
          ping.withdraw();
          return Outcome.sent();
        });
    assertThat(isDoneAfterSending()).isTrue();
    time.advance(Duration.ofMinutes(6));
    assertThat(isDoneAfterSending()).isTrue();

    assertThat(counters.read().pings()).isEqualTo(1);
    assertThat(counters.read().pingsDropped()).isEqualTo(1);
  }

  @Test
  void ping_withoutItsPlace_isWaitedForByAFlush() {
    FlushTracker flushes = new FlushTracker();
    ping.request();
    long flush = flushes.ask();
    flushes.notice(0, new Intake<>(1));
    pipeline.backlog().advance(flushes, ping);
    assertThat(flushes.isDone(flush)).isFalse();

    assertThat(isDoneAfterSending()).isTrue();
    pipeline.backlog().advance(flushes, ping);
    assertThat(flushes.isDone(flush)).isTrue();
  }

  @Test
  void queueFull_ofErrorsSeenOnce_theNewOneIsDropped() {
    pipeline = pipeline(RateLimit.DEFAULT, 2);
    take("one");
    take("two");
    take("three");

    assertThat(counters.read().dropped()).containsOnlyKeys(DropReason.QUEUE_FULL);
    assertThat(counters.read().pending()).isEqualTo(2);
  }

  @Test
  void rateLimit_appliesUnlessACallerWaits() {
    pipeline = pipeline(RateLimit.of(6, 6, Duration.ofMinutes(1)), 256);
    for (int i = 0; i < 8; i++) {
      take("m" + i);
      pipeline.send(false);
    }

    assertThat(transport.requests()).hasSize(6);
    assertThat(pipeline.send(false).nanos()).isEqualTo(aToken());
    assertThat(pipeline.send(true)).isEqualTo(Delay.NONE);
    assertThat(transport.requests()).hasSize(7);
  }

  @Test
  void ping_isSentAfterEventsAndLeavesThemFiveTokens() {
    pipeline = pipeline(RateLimit.of(6, 6, Duration.ofMinutes(1)), 256);
    take("m");

    assertThat(isDoneAfterSending()).isFalse();
    long wait = sendWithPing(false).nanos();
    assertThat(wait).isEqualTo(aToken());
    time.advanceNanos(wait);
    assertThat(isDoneAfterSending()).isTrue();

    assertThat(transport.requests())
        .extracting(request -> request.url().substring(request.url().lastIndexOf('/')))
        .containsExactly("/event", "/ping");
    assertThat(transport.requests().get(1).headers()).doesNotContainKey("Content-Type");
  }

  @Test
  void ping_isDroppedIfRefused_notIfUnanswered() {
    transport.then(Outcome.retry(503)).then(Outcome.misconfigured(403, "Invalid origin"));

    assertThat(isDoneAfterSending()).isFalse();
    time.advance(Duration.ofMinutes(5));
    assertThat(isDoneAfterSending()).isTrue();
  }

  @Test
  void lastAttempts_skipPauses_andTolerateOneFailure() {
    transport.always(request -> {
      throw new IOException("reset");
    });
    take("m");
    pipeline.send(false);
    assertThat(pipeline.send(true).nanos()).isPositive();

    pipeline.health().startDraining();
    assertThat(pipeline.send(true)).isEqualTo(Delay.NONE);
    assertThat(pipeline.health().isHopeless()).isFalse();
    assertThat(pipeline.send(true)).isEqualTo(Delay.NONE);

    assertThat(pipeline.health().isHopeless()).isTrue();
    assertThat(transport.requests()).hasSize(3);
  }

  @Test
  void lastAttempts_neverWhileRateLimited() {
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(1)));
    take("m");
    pipeline.send(false);

    pipeline.health().startDraining();

    assertThat(pipeline.send(true).nanos()).isPositive();
    assertThat(pipeline.health().isHopeless()).isTrue();
    assertThat(transport.requests()).hasSize(1);
  }

  @Test
  void processingThreadThatDiesWithAnError_itIsCountedAndTheNextIsProcessed() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    pipeline = pipeline(RateLimit.DEFAULT, 256, (payload, reason) -> {
      if ("deadly".equals(payload.getMessage())) {
        inHand.countDown();
        neverGoesOn();
      }
      return payload;
    });
    Thread dead = new Thread(() -> take("deadly"), "as-if-dead");
    dead.setDaemon(true);
    dead.start();
    assertThat(inHand.await(10, TimeUnit.SECONDS)).isTrue();

    pipeline.noticeDeath();
    take("next");
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(1);
    assertThat(counters.read().pending()).isZero();
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.INTERNAL_ERROR, 1L));
    assertThat(pipeline.backlog().oldest()).as("what a flush waits for").isEqualTo(2);
  }

  private static boolean isAbout(TransportRequest request, String word) {
    return new String(request.body(), StandardCharsets.UTF_8).contains(word);
  }

  private static void neverGoesOn() {
    while (true) {
      LockSupport.park();
    }
  }

  @Test
  void sendingThreadThatDiesDuringARequest_itIsSentAgain() {
    AtomicBoolean deadly = new AtomicBoolean(true);
    transport.always(request -> {
      if (deadly.getAndSet(false)) {
        time.failNext(new InternalError("as if"));
        return Outcome.rateLimited(
            429, Duration.ofMinutes(1)); // for which the gate looks at the clock
      }
      return Outcome.sent();
    });
    take("first");
    take("second");

    assertThatThrownBy(() -> pipeline.send(false)).isInstanceOf(InternalError.class);
    assertThat(pipeline.hasToSend()).isTrue();
    assertThat(pipeline.backlog().oldest()).isZero();
    time.advance(Duration.ofMinutes(1));
    pipeline.send(false);
    pipeline.send(false);

    assertThat(counters.read().sent()).isEqualTo(2);
    assertThat(counters.read().pending()).isZero();
    assertThat(transport.bodies().get(1)).contains("first");
    assertThat(transport.bodies().get(2)).contains("second");
  }

  /**
   * The time for one token at six a minute, plus the thousandth that the gate keeps as a margin.
   */
  private static long aToken() {
    return Duration.ofMillis(10_010).toNanos();
  }

  private Pipeline pipeline(RateLimit limit, int capacity) {
    return pipeline(limit, capacity, null);
  }

  private Pipeline pipeline(RateLimit limit, int capacity, OnErrorHandler handler) {
    Options options = new Options(Endpoint.parse(FakeTransport.ENDPOINT));
    options.scrubber = Scrubber.none();
    options.onError = handler;
    options.rateLimit = limit;
    options.queueCapacity = capacity;
    options.transport = transport;
    ping = new ApplicationPing();
    return new Pipeline(options, counters, ping, time, new Random(1), new MemoryReserve(false, 0));
  }

  /** Requests a ping while as many errors are in the intake. */
  private void requestPing(int inIntake) {
    ping.request();
    ping.place(pipeline.backlog().processed() + inIntake);
  }

  private boolean noticeEmptyIntake() {
    return ping.noticeEmptyIntake(pipeline.backlog().processed());
  }

  /** Sends once with a ping requested; returns true if the ping was sent or dropped. */
  private boolean isDoneAfterSending() {
    sendWithPing(false);
    return !ping.isRequested();
  }

  private Delay sendWithPing(boolean hurry) {
    requestPing(0); // unless there is one
    return pipeline.send(hurry);
  }

  private void take(String message) {
    counters.captured();
    pipeline.process(
        Errors.captured(Errors.at(message.hashCode() & 0xffff, message), time.nanoTime()), false);
  }
}
