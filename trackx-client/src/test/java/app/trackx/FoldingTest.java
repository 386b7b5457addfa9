package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.UpstreamsNginx;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.stack.CauseChain;
import app.trackx.transport.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue and how it folds further errors, in fake time. */
class FoldingTest {
  private static final RateLimit TWO = RateLimit.of(2, 1, Duration.ofHours(1));

  private final ApplicationPing applicationPing = new ApplicationPing();
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final List<String> handled = new ArrayList<>();
  private Counters counters;
  private Pipeline pipeline;

  @BeforeEach
  void build() {
    build(RateLimit.DEFAULT, 256);
  }

  @Test
  void withBudgetLeft_eachErrorIsAnEventOfItsOwn() {
    for (int i = 0; i < 20; i++) {
      take(Errors.at(1, "order " + i));
    }
    sendAll(false);

    assertThat(transport.bodies()).hasSize(20);
    assertThat(transport.bodies().get(19)).contains("order 19").doesNotContain("occurrences");
  }

  @Test
  void withoutBudget_aRepeatIsFoldedIntoTheQueuedEvent() {
    build(TWO, 256);
    for (int i = 0; i < 10; i++) {
      take(Errors.at(1, "order " + i));
      sendAll(false);
      time.advance(Duration.ofMillis(1_500));
    }
    sendAll(true);

    assertThat(transport.bodies()).hasSize(3);
    JsonObject last = json(2);
    assertThat(last.get("message").getAsString()).isEqualTo("order 2");
    assertThat(meta(2).get("occurrences").getAsLong()).isEqualTo(8);
    assertThat(meta(2).get("firstSeen").getAsString()).isEqualTo("2026-11-23T10:15:33Z");
    assertThat(meta(2).get("lastSeen").getAsString()).isEqualTo("2026-11-23T10:15:43.500Z");
    assertThat(counters.read().toString())
        .startsWith("captured=10 sent=3 folded=7 cancelled=0 dropped={} pending=0");
  }

  @Test
  void handler_isCalledForQueuedEvents_notForFoldedErrors() {
    build(TWO, 256);
    for (int i = 0; i < 10; i++) {
      take(Errors.at(1, "order " + i));
    }
    sendAll(true);

    assertThat(handled).containsExactly("order 0", "order 1");
  }

  @Test
  void errorOfAnotherClassFromTheSamePlace_isNotFolded() {
    build(TWO, 256);
    take(Errors.at(1));
    take(Errors.at(2));
    IllegalStateException other = new IllegalStateException("m1");
    other.setStackTrace(Errors.at(1).getStackTrace());
    take(other);
    sendAll(true);

    assertThat(transport.bodies()).hasSize(3);
    assertThat(transport.bodies().get(2)).contains("java.lang.IllegalStateException");
  }

  @Test
  void errorsWithoutFrames_areFolded_whateverTheirMessages() {
    build(TWO, 256);
    for (String message : List.of("a", "b", "c")) {
      RuntimeException error = new RuntimeException(message);
      error.setStackTrace(new StackTraceElement[0]);
      take(error);
    }
    take(new Error("with frames"));
    sendAll(true);

    assertThat(occurrencesByMessage())
        .containsEntry("a", 1L)
        .containsEntry("b", 2L)
        .containsEntry("with frames", 1L)
        .hasSize(3);
  }

  @Test
  void eventsWithoutFrames_areToldApartByTheirMessages() {
    build(TWO, 256);
    String longMessage = "x".repeat(9_000);
    for (String message : List.of("a", "b", longMessage + 1, longMessage + 2, "b")) {
      take(message);
    }
    sendAll(true);

    assertThat(occurrencesByMessage())
        .containsEntry("a", 1L)
        .containsEntry("b", 2L)
        .containsEntry(longMessage + 1, 1L)
        .hasSize(4);
  }

  @Test
  void stormOfOneError_doesNotKeepAnotherWaiting() {
    for (int i = 0; i < 1_000; i++) {
      take(Errors.at(1));
    }
    sendAll(false);
    for (int i = 0; i < 1_000; i++) {
      take(Errors.at(1));
    }
    take(Errors.at(2, "the other"));
    time.advance(Duration.ofSeconds(11));
    sendAll(false);

    assertThat(transport.bodies()).hasSize(31);
    assertThat(transport.bodies().get(30)).contains("the other");
    assertThat(occurrences()).isEqualTo(2_001 - counters.read().pending());
  }

  @Test
  void eventThatIsBeingSent_isNotFoldedInto() {
    build(TWO, 256);
    take(Errors.at(1, "first"));
    PendingEvent first = pipeline.backlog().start(false);
    take(Errors.at(1, "second"));
    take(Errors.at(1, "third"));
    pipeline.backlog().answered(first, Outcome.sent());
    sendAll(true);

    assertThat(first.errors).isEqualTo(1);
    assertThat(transport.bodies()).singleElement().asString().contains("second");
    assertThat(meta(0).get("occurrences").getAsLong()).isEqualTo(2);
  }

  @Test
  void eventThatIsPutBack_absorbsLaterRepeats() {
    build(TWO, 256);
    take(Errors.at(1, "first"));
    PendingEvent first = pipeline.backlog().start(false);
    take(Errors.at(1, "second"));
    take(Errors.at(1, "third"));
    pipeline.backlog().answered(first, Outcome.retry(0));
    time.advance(Duration.ofSeconds(5));
    sendAll(true);

    assertThat(transport.bodies()).singleElement().asString().contains("first");
    assertThat(meta(0).get("occurrences").getAsLong()).isEqualTo(3);
  }

  @Test
  void whileRateLimited_allRepeatsAreFolded() {
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(30)));
    for (int i = 0; i < 60_000; i++) {
      take(Errors.at(i % 200));
      pipeline.send(false);
    }
    transport.always(request -> Outcome.sent());
    sendAllInTime();

    assertThat(transport.bodies()).hasSize(1 + 200);
    assertThat(occurrencesByMessage().values()).containsOnly(300L);
    assertThat(counters.read().toString())
        .startsWith("captured=60000 sent=200 folded=59800 cancelled=0 dropped={} pending=0");
  }

  @Test
  void moreKindsThanCapacity_evictedEventsAreCountedWithAllRepeats() {
    build(RateLimit.DEFAULT, 10);
    transport.always(request -> {
      throw new IOException("down");
    });
    for (int i = 0; i < 10_000; i++) {
      take(Errors.at(i % 25));
      pipeline.send(false);
    }
    transport.always(request -> Outcome.sent());
    time.advance(Duration.ofMinutes(5));
    sendAll(true);

    Diagnostics read = counters.read();
    assertThat(read.pending()).isZero();
    assertThat(read.dropped()).containsOnlyKeys(DropReason.QUEUE_FULL);
    assertThat(read.sent() + read.folded() + read.totalDropped()).isEqualTo(10_000);
    assertThat(read.sent() + read.folded()).isEqualTo(occurrences());
  }

  @Test
  void errorThatTheHandlerCancels_evictsNoOther() {
    build(RateLimit.of(1, 1, Duration.ofHours(1)), 2);
    for (int i = 0; i < 6; i++) {
      take(Errors.at(i % 2, "kept"));
    }
    take(Errors.at(3, "cancel"));

    assertThat(counters.read().cancelled()).isEqualTo(1);
    assertThat(counters.read().totalDropped()).isZero();
  }

  @Test
  void tenThousandKinds_areBounded() {
    transport.always(request -> {
      throw new IOException("down");
    });
    for (int i = 0; i < 10_000; i++) {
      take(Errors.at(i));
      pipeline.send(false);
    }

    assertThat(counters.read().pending()).isEqualTo(256);
    assertThat(counters.read().dropped()).containsEntry(DropReason.QUEUE_FULL, 9_744L);
  }

  @Test
  void sentMoreThanAMinuteLate_carriesItsCaptureTime() {
    transport.then(Outcome.rateLimited(429, Duration.ofSeconds(61)));
    take(Errors.at(1));
    pipeline.send(false);
    sendAllInTime();

    assertThat(meta(0).has("capturedAt")).isFalse();
    assertThat(meta(1).get("capturedAt").getAsString()).isEqualTo("2026-11-23T10:15:30Z");
  }

  @Test
  void clockThatJumpsBack_neverMakesTheLastBeforeTheFirst() {
    build(TWO, 256);
    take(Errors.at(1));
    take(Errors.at(1));
    time.jumpWall(Duration.ofHours(-1));
    time.advance(Duration.ofSeconds(2));
    take(Errors.at(1));
    sendAll(true);

    assertThat(meta(1).get("firstSeen").getAsString()).isEqualTo("2026-11-23T10:15:30Z");
    assertThat(meta(1).get("lastSeen").getAsString()).isEqualTo("2026-11-23T10:15:32Z");
    assertThat(meta(1).has("capturedAt")).isFalse();
  }

  @Test
  void whatWasLost_isSaidByTheNextEventThatTheServerTakes_andOnce() {
    counters.captured();
    counters.dropped(DropReason.INTAKE_FULL, 1);
    lose(DropReason.INTAKE_FULL, 40);
    lose(DropReason.QUEUE_FULL, 2);
    transport.then(Outcome.retry(500));
    take(Errors.at(1));
    pipeline.send(false);
    time.advance(Duration.ofMinutes(5));
    pipeline.send(false);
    lose(DropReason.INTAKE_FULL, 3);
    take(Errors.at(2));
    take(Errors.at(3));
    sendAll(false);

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(meta(attempt).getAsJsonObject("_dropped").toString())
          .isEqualTo("{\"INTAKE_FULL\":41,\"QUEUE_FULL\":2}");
    }
    assertThat(meta(2).getAsJsonObject("_dropped").toString()).isEqualTo("{\"INTAKE_FULL\":3}");
    assertThat(meta(3).has("_dropped")).isFalse();
  }

  @Test
  void hourOfAFailingService_isNever429() {
    UpstreamsNginx server = new UpstreamsNginx();
    int[] rejected = {0};
    transport.always(request -> {
      if (server.lets(time.elapsedNanos() / 1_000_000)) {
        return Outcome.sent();
      }
      rejected[0]++;
      return Outcome.rateLimited(429, Duration.ofMinutes(30));
    });
    Random random = new Random(7);
    long errors = 0;
    while (time.elapsedNanos() < Duration.ofHours(1).toNanos()) {
      take(Errors.at(random.nextInt(40)));
      errors++;
      boolean ping = random.nextInt(500) == 0;
      while (send(ping).isNone()) {
        time.advance(Duration.ofMillis(random.nextInt(20)));
      }
      time.advance(Duration.ofMillis(random.nextInt(200)));
    }

    assertThat(rejected[0]).isZero();
    assertThat(transport.requests().size()).isBetween(200, 391);
    Diagnostics counts = counters.read();
    assertThat(occurrences()).isEqualTo(errors - counts.pending() - counts.aggregating());
    assertThat(counters.read().totalDropped()).isZero();
  }

  private void build(RateLimit limit, int capacity) {
    OnErrorHandler handler = (payload, reason) -> {
      handled.add(payload.getMessage());
      return "cancel".equals(payload.getMessage()) ? null : payload;
    };
    Options options = new Options(Endpoint.parse(FakeTransport.ENDPOINT));
    options.scrubber = Scrubber.none();
    options.onError = handler;
    options.rateLimit = limit;
    options.queueCapacity = capacity;
    options.transport = transport;
    counters = new Counters(new Warnings(options.endpoint, options.origin));
    pipeline = new Pipeline(
        options, counters, applicationPing, time, new Random(1), new MemoryReserve(false, 0));
  }

  private void take(Throwable error) {
    take(CauseChain.of(error), null);
  }

  /** Takes an event without an error. */
  private void take(String message) {
    Occurrence.Details details = new Occurrence.Details();
    details.message = message;
    take(null, details);
  }

  private void take(CauseChain chain, Occurrence.Details details) {
    counters.captured();
    pipeline.process(Errors.captured(chain, time.nanoTime(), details), false);
  }

  private void lose(DropReason reason, int errors) {
    for (int i = 0; i < errors; i++) {
      counters.captured();
    }
    counters.dropped(reason, errors);
  }

  /** Sends as long as the gate is open. */
  private void sendAll(boolean hurry) {
    while (pipeline.send(hurry).isNone()) {
      time.advanceNanos(1);
    }
  }

  /** Sends everything, each event when the gate lets it pass. */
  private void sendAllInTime() {
    for (Delay delay = pipeline.send(false);
        delay != Delay.UNTIL_WOKEN;
        delay = pipeline.send(false)) {
      time.advanceNanos(Math.max(1, delay.nanos()));
    }
  }

  private JsonObject json(int index) {
    return JsonParser.parseString(transport.bodies().get(index)).getAsJsonObject();
  }

  private JsonObject meta(int index) {
    return json(index).getAsJsonObject("meta");
  }

  /** Returns the number of errors that the accepted events stand for; those were the last. */
  private long occurrences() {
    return occurrencesByMessage().values().stream().mapToLong(Long::longValue).sum();
  }

  private Delay send(boolean ping) {
    if (ping) {
      applicationPing.request();
      applicationPing.place(pipeline.backlog().processed());
    }
    return pipeline.send(false);
  }

  private Map<String, Long> occurrencesByMessage() {
    Map<String, Long> sums = new TreeMap<>();
    int all = transport.bodies().size();
    for (int i = all - (int) counters.read().sent(); i < all; i++) {
      boolean folded = meta(i).has("occurrences");
      long errors = folded ? meta(i).get("occurrences").getAsLong() : 1;
      sums.merge(json(i).get("message").getAsString(), errors, Long::sum);
    }
    return sums;
  }
}
