package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.FakeTime;
import app.trackx.internal.stack.CauseChain;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of events on the delivery thread, one attempt at a time, in fake time. */
class PipelineTest {
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final Counters counters = new Counters();
  private Pipeline pipeline;

  @BeforeEach
  void build() {
    pipeline = pipeline(RateLimit.DEFAULT, 256);
  }

  @Test
  void nothingTaken_nothingToSend() {
    assertThat(pipeline.send(false, false)).isEqualTo(Pipeline.NOTHING);
    assertThat(pipeline.oldest()).isZero();
  }

  @Test
  void noAnswer_isRetriedForEverWithPauses_andSentInOrder() {
    transport.always(request -> {
      throw new IOException("no route");
    });
    take("first");
    take("second");
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(pipeline.send(false, false)).isZero();
      long pause = pipeline.send(false, false);
      assertThat(Duration.ofNanos(pause)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
      time.advanceNanos(Math.max(pause, Duration.ofSeconds(10).toNanos()));
    }
    transport.always(request -> Outcome.sent());
    pipeline.send(false, false);
    pipeline.send(false, false);

    assertThat(transport.bodies()).hasSize(22);
    assertThat(transport.bodies().get(20)).contains("first");
    assertThat(transport.bodies().get(21)).contains("second");
    assertThat(counters.read().toString())
        .isEqualTo("captured=2 sent=2 cancelled=0 dropped={} pending=0 retried=20");
  }

  @Test
  void serverFailsOnOneEvent_itIsGivenUpAndTheNextGoes() {
    transport.always(request ->
        new String(request.body(), java.nio.charset.StandardCharsets.UTF_8).contains("poison")
            ? Outcome.retry(500)
            : Outcome.sent());
    take("poison");
    take("good");

    for (int i = 0; i < 40; i++) {
      pipeline.send(false, false);
      time.advance(Duration.ofMinutes(5));
    }

    assertThat(transport.bodies()).hasSize(Sender.MAX_FAILURES + 1);
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.RETRIES_EXHAUSTED, 1L));
    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void transportThatThrowsAnything_isGivenUpInTheEnd() {
    transport.always(request -> {
      throw new NoSuchMethodError("another OkHttp");
    });
    take("m");

    for (int i = 0; i < 40; i++) {
      pipeline.send(false, false);
      time.advance(Duration.ofMinutes(5));
    }

    assertThat(counters.read().dropped()).containsOnlyKeys(DropReason.RETRIES_EXHAUSTED);
  }

  @Test
  void transportThatAnswersNull_isRetried() {
    transport.then((Outcome) null);
    take("m");

    pipeline.send(false, false);
    time.advance(Duration.ofMinutes(5));
    pipeline.send(false, false);

    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void locked_keepsTheEventAndSendsNothingUntilThen() {
    transport.then(Outcome.locked(429, Duration.ofMinutes(30)));
    take("m");
    pipeline.send(false, false);

    assertThat(pipeline.isLocked()).isTrue();
    assertThat(pipeline.send(true, true)).isEqualTo(Duration.ofMinutes(30).toNanos());
    time.advance(Duration.ofMinutes(30));
    pipeline.send(false, false);

    assertThat(counters.read().sent()).isEqualTo(1);
    assertThat(transport.requests()).hasSize(2);
  }

  @Test
  void rejected_isDroppedAndTheNextGoesAtOnce() {
    transport.then(Outcome.rejected(422));
    take("bad");
    take("good");

    pipeline.send(false, false);
    pipeline.send(false, false);

    assertThat(counters.read().toString())
        .isEqualTo("captured=2 sent=1 cancelled=0 dropped={REJECTED=1} pending=0 retried=0");
  }

  @Test
  void refused_allIsDroppedAndTheServerIsLeftInPeaceForAWhile() {
    transport.then(Outcome.refused(403, "Invalid key"));
    take("one");
    take("two");

    pipeline.send(false, false);
    take("three");

    assertThat(pipeline.send(false, false)).isEqualTo(Pipeline.NOTHING);
    assertThat(counters.read().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.ENDPOINT_REFUSED, 3L));
    time.advance(Duration.ofMinutes(5));
    take("four");
    pipeline.send(false, false);
    assertThat(counters.read().sent()).isEqualTo(1);
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
    pipeline.lastAttempts();

    for (int i = 0; i < 30 && !pipeline.isHopeless(); i++) {
      pipeline.send(false, true);
    }

    assertThat(counters.read().sent()).isEqualTo(20);
  }

  @Test
  void ping_thatIsNeverAnswered_isGivenUp() {
    transport.always(request -> {
      throw new IOException("no route");
    });

    for (int attempt = 1; attempt < Sender.MAX_FAILURES; attempt++) {
      assertThat(pipeline.send(true, false)).isZero();
      time.advance(Duration.ofMinutes(5));
    }
    assertThat(pipeline.send(true, false)).isEqualTo(Pipeline.PINGED);
  }

  @Test
  void ping_inAStormThatNeverPauses_goesBeforeWhatCameLater() {
    pipeline = pipeline(RateLimit.none(), 256);
    take("before");
    pipeline.wantPing(true);
    take("after");

    pipeline.send(true, false);
    assertThat(pipeline.oldest()).isZero();
    assertThat(pipeline.send(true, false)).isEqualTo(Pipeline.PINGED);

    assertThat(transport.bodies()).hasSize(1);
    assertThat(pipeline.oldest()).isEqualTo(1);
  }

  @Test
  void queueFull_newOnesAreDroppedBeforeTheHandlerIsAsked() {
    pipeline = pipeline(RateLimit.DEFAULT, 2);
    take("one");
    take("two");
    take("three");

    assertThat(counters.read().dropped()).containsOnlyKeys(DropReason.QUEUE_FULL);
    assertThat(counters.read().pending()).isEqualTo(2);
  }

  @Test
  void rateLimit_holdsBackUnlessSomeoneWaits() {
    pipeline = pipeline(RateLimit.of(6, 6, Duration.ofMinutes(1)), 256);
    for (int i = 0; i < 8; i++) {
      take("m" + i);
      pipeline.send(false, false);
    }

    assertThat(transport.requests()).hasSize(6);
    assertThat(pipeline.send(false, false)).isEqualTo(aToken());
    assertThat(pipeline.send(false, true)).isZero();
    assertThat(transport.requests()).hasSize(7);
  }

  @Test
  void ping_goesAfterTheEventsAndLeavesThemFiveTokens() {
    pipeline = pipeline(RateLimit.of(6, 6, Duration.ofMinutes(1)), 256);
    take("m");

    assertThat(pipeline.send(true, false)).isZero();
    long wait = pipeline.send(true, false);
    assertThat(wait).isEqualTo(aToken());
    time.advanceNanos(wait);
    assertThat(pipeline.send(true, false)).isEqualTo(Pipeline.PINGED);

    assertThat(transport.requests())
        .extracting(request -> request.url().substring(request.url().lastIndexOf('/')))
        .containsExactly("/event", "/ping");
    assertThat(transport.requests().get(1).headers()).doesNotContainKey("Content-Type");
  }

  @Test
  void ping_refusedIsGivenUp_unansweredIsNot() {
    transport.then(Outcome.retry(503)).then(Outcome.refused(403, "Invalid origin"));

    assertThat(pipeline.send(true, false)).isZero();
    time.advance(Duration.ofMinutes(5));
    assertThat(pipeline.send(true, false)).isEqualTo(Pipeline.PINGED);
  }

  @Test
  void lastAttempts_doNotWaitOutAPause_andForgiveOneFailure() {
    transport.always(request -> {
      throw new IOException("reset");
    });
    take("m");
    pipeline.send(false, false);
    assertThat(pipeline.send(false, true)).isPositive();

    pipeline.lastAttempts();
    assertThat(pipeline.send(false, true)).isZero();
    assertThat(pipeline.isHopeless()).isFalse();
    assertThat(pipeline.send(false, true)).isZero();

    assertThat(pipeline.isHopeless()).isTrue();
    assertThat(transport.requests()).hasSize(3);
  }

  @Test
  void lastAttempts_neverAgainstALock() {
    transport.then(Outcome.locked(429, Duration.ofMinutes(1)));
    take("m");
    pipeline.send(false, false);

    pipeline.lastAttempts();

    assertThat(pipeline.send(false, true)).isPositive();
    assertThat(pipeline.isHopeless()).isTrue();
    assertThat(transport.requests()).hasSize(1);
  }

  /** What a token takes at six a minute, and the thousandth that the gate keeps as a margin. */
  private static long aToken() {
    return Duration.ofMillis(10_010).toNanos();
  }

  private Pipeline pipeline(RateLimit limit, int capacity) {
    Options options = new Options(
        Endpoint.parse(FakeTransport.ENDPOINT),
        "java",
        null,
        null,
        null,
        limit,
        capacity,
        Duration.ofSeconds(10),
        null,
        transport);
    return new Pipeline(
        options, counters, new Warnings(options.endpoint, options.origin), time, new Random(1));
  }

  private void take(String message) {
    counters.captured();
    pipeline.take(new Occurrence(
        EventType.PROGRAMMATIC,
        CauseChain.of(new RuntimeException(message)),
        "main",
        Collections.emptyMap(),
        null,
        null));
  }
}
