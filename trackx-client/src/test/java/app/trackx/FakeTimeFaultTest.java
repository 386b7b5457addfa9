package app.trackx;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.markers;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.faults.Exchange;
import app.trackx.faults.Faults;
import app.trackx.faults.FaultyServer;
import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault tests for faults that take hours: clocks are fakes, sockets are real. In this package
 * because the clocks are passed through package-private constructors.
 */
@Timeout(120)
class FakeTimeFaultTest {
  private final FakeTime time = new FakeTime();
  private Counters counters;
  private FaultyServer server;
  private Pipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    server = FaultyServer.start();
    Options options = new Options(Endpoint.parse(server.endpoint()));
    options.scrubber = Scrubber.none();
    options.rateLimit = RateLimit.none();
    options.callTimeout = Duration.ofSeconds(40);
    counters = new Counters(new Warnings(options.endpoint, options.origin));
    pipeline = new Pipeline(
        options, counters, new ApplicationPing(), time, new Random(1), new MemoryReserve(false, 0));
  }

  @AfterEach
  void stop() throws Exception {
    pipeline.idle(true);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"315360000", "99999999999999999999", "Sun, 06 Nov 2061 08:49:37 GMT"})
  void retryAfter_ofTenYearsAndMore_isOneDay(String decades) {
    server.then(Faults.answer(429, "Retry-After: " + decades));
    take(1);
    assertThat(send()).isEqualTo(Delay.NONE);

    assertThat(Duration.ofNanos(send().nanos()))
        .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(15));
    time.advance(Duration.ofDays(1).plusMinutes(15));
    assertThat(send()).isEqualTo(Delay.NONE);

    assertThat(server.taken()).isEqualTo(markers(1, 1));
    assertAddsUp(1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void wallClockThatJumpsAnHour_doesNotChangeRetryAfter(int hours) {
    server.then(Faults.answer(429, "Retry-After: 600"));
    take(1);
    assertThat(send()).isEqualTo(Delay.NONE);

    time.jumpWall(Duration.ofHours(hours));
    assertThat(Duration.ofNanos(send().nanos()))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15));
    time.advance(Duration.ofMinutes(15));
    assertThat(send()).isEqualTo(Delay.NONE);

    assertThat(server.taken()).isEqualTo(markers(1, 1));
    assertAddsUp(1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void wallClockThatJumpsAnHour_doesNotChangeThePauseAfterAFailure(int hours) {
    server.then(Faults.interrupt("no HTTP\r\n\r\n"));
    take(1);
    assertThat(send()).isEqualTo(Delay.NONE);
    long pause = send().nanos();

    time.jumpWall(Duration.ofHours(hours));
    assertThat(send().nanos()).isEqualTo(pause);
    time.advanceNanos(pause);
    assertThat(send()).isEqualTo(Delay.NONE);

    assertThat(server.taken()).isEqualTo(markers(1, 1));
    assertAddsUp(1, 1);
  }

  @Test
  void retryAfterADay_keepsCapturing_andSendsInOrderAfterwards() {
    server.then(Faults.answer(429, "Retry-After: 86400"));
    for (int hour = 0; hour < 24; hour++) {
      take(hour + 1);
      send();
      time.advance(Duration.ofHours(1));
    }
    sendAll();

    assertThat(server.taken()).isEqualTo(markers(1, 24));
    assertThat(server.exchanges()).hasSize(25);
    assertAddsUp(24, 24);
  }

  @Test
  void status500_forHours_dropsNoEvent() {
    server.always(Faults.answer(500));
    take(1);
    take(2);
    take(3);
    for (int attempt = 0; attempt < 50; attempt++) {
      send();
      time.advance(Duration.ofMinutes(5));
    }
    assertThat(counters.read().dropped()).isEmpty();
    server.always(Faults.answer(200));
    time.advance(Duration.ofMinutes(5));
    sendAll();

    assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 3));
    assertAddsUp(3, 3);
  }

  @Test
  void status500_forOneEventAlone_isGivenUpAfterFive_andTheOthersGo() {
    server.always(Faults.poison(marker(1)));
    take(1);
    for (int number = 2; number <= 20; number++) {
      take(number);
      send();
      time.advance(Duration.ofMinutes(5));
      send();
      time.advance(Duration.ofMinutes(5));
    }
    sendAll();

    assertThat(server.exchanges(Exchange.Verdict.TURNED_DOWN)).hasSizeBetween(5, 10);
    assertThat(counters.read().dropped()).isEqualTo(Map.of(DropReason.RETRIES_EXHAUSTED, 1L));
    assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(2, 20));
    assertAddsUp(20, 19);
  }

  @Test
  void deadServer_forHours_isAskedAtMostEachSecondAndLosesNothing() throws Exception {
    server.always(Faults.interrupt("no HTTP\r\n\r\n"));
    take(1);
    long start = time.elapsedNanos();
    while (time.elapsedNanos() - start < Duration.ofHours(3).toNanos()) {
      send();
      time.advanceNanos(Math.max(send().nanos(), Duration.ofSeconds(1).toNanos()));
    }
    assertThat(server.connections()).isBetween(3 * 12, 3 * 60);
    server.always(Faults.answer(200));
    sendAll();

    assertThat(server.taken()).isEqualTo(markers(1, 1));
    assertAddsUp(1, 1);
  }

  private Delay send() {
    return pipeline.send(false);
  }

  private void sendAll() {
    for (int i = 0; i < 1_000; i++) {
      Delay sent = send();
      if (sent == Delay.UNTIL_WOKEN) {
        return;
      }
      time.advanceNanos(sent.nanos());
    }
    throw new AssertionError("something waits for ever");
  }

  private void assertAddsUp(long captured, long sent) {
    Diagnostics end = counters.read();
    assertThat(end.captured()).isEqualTo(captured);
    assertThat(end.sent()).isEqualTo(sent).isEqualTo(server.taken().size());
    assertThat(end.pending()).isZero();
    assertThat(server.undecided()).isEmpty();
    assertThat(server.taken()).doesNotHaveDuplicates();
  }

  private void take(int number) {
    counters.captured();
    pipeline.process(Errors.captured(error(number), time.nanoTime()), false);
  }
}
