package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.markers;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, and what stands in front of them, that answer something else than 200. */
@Timeout(120)
class AnswerFaultTest {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  @Test
  void status429_withSeconds_isSilenceForSoLong() throws Exception {
    assertSilentFor(ONE_SECOND, Faults.answer(429, "Retry-After: 1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-3_600, 3_600})
  void status429_withADate_isSilenceUntilThen_whateverTheServersClockSays(int wrongBy)
      throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(wrongBy);

    assertSilentFor(
        ONE_SECOND,
        Faults.answer(429, "Date: " + http(now), "Retry-After: " + http(now.plusSeconds(1))));
  }

  @Test
  void status429_withNothing_isSilenceForLonger() throws Exception {
    assertLocked(Faults.answer(429));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "1e9", "", "Mon, 99 Foo 2026 25:61:61 GMT"})
  void status429_withNonsense_isSilenceForLonger(String nonsense) throws Exception {
    assertLocked(Faults.answer(429, "Retry-After: " + nonsense));
  }

  @ParameterizedTest
  @ValueSource(strings = {"315360000", "99999999999999999999", "Sun, 06 Nov 2061 08:49:37 GMT"})
  void status429_withTenYearsAndMore_isSilenceForLonger(String decades) throws Exception {
    assertLocked(Faults.answer(429, "Retry-After: " + decades));
  }

  @Test
  void status503_withRetryAfter_isSilenceForSoLong() throws Exception {
    assertSilentFor(ONE_SECOND, Faults.answer(503, "Retry-After: 1"));
  }

  @Test
  void status503_forAWhile_losesNothing() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.answer(503), Faults.answer(503));
        TrackXClient client = client(server)) {
      send(client, 1, 3);

      Waiting.until("the end of it", () -> client.diagnostics().retried() == 2);
      client.close(); // which does not wait for the next pause

      assertThat(server.exchanges(Exchange.Verdict.TURNED_DOWN)).hasSize(2);
      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void status500_forEver_eventsWait_andAreCountedAsClosedAtTheEnd() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.answer(500));
        TrackXClient client = client(server)) {
      send(client, 1, 3);
      server.awaitExchanges(2);
      assertThat(client.diagnostics().pending()).isEqualTo(3);

      client.close();

      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.SHUTDOWN, 3L));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void status500_forEver_noEventIsGivenUpAndNoCallerAsksMoreThanOnceASecond() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.answer(500));
        TrackXClient client = client(server)) {
      send(client, 1, 3);
      Waiting.until("eight answers of failure", () -> {
        client.flush(ONE_SECOND);
        return server.exchanges().size() >= 8;
      });

      assertThat(client.diagnostics().dropped()).isEmpty();
      assertThat(client.diagnostics().pending()).isEqualTo(3);
      long first = server.exchanges().get(0).startedAt();
      assertThat(Duration.ofNanos(server.exchanges().get(7).startedAt() - first))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
      client.close();
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void status500_forOneEventAlone_doesNotKeepTheOthersAtTheEnd() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.poison(marker(1)));
        TrackXClient client = client(server)) {
      send(client, 1, 5);
      server.awaitExchanges(1);

      client.close();

      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(2, 5));
      assertThat(client.diagnostics().totalDropped()).isEqualTo(1);
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void status500_forOneEventAlone_isGivenUpAfterFive_andTheOthersGo() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.poison(marker(1)));
        TrackXClient client = client(server)) {
      AtomicInteger last = new AtomicInteger(1);
      client.sendEvent(error(1));
      Waiting.until("the end of the poisonous event", () -> {
        int taken = server.taken().size();
        if (taken == last.get() - 1) {
          client.sendEvent(error(last.incrementAndGet()));
        }
        client.flush(ONE_SECOND);
        return client.diagnostics().totalDropped() > 0;
      });
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(client.diagnostics().dropped())
          .isEqualTo(Map.of(DropReason.RETRIES_EXHAUSTED, 1L));
      assertThat(server.exchanges(Exchange.Verdict.TURNED_DOWN)).hasSizeBetween(5, 12);
      assertThat(server.taken()).isEqualTo(markers(2, last.get()));
      Accounts.of(server, client).addUp();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void status4xx_isOfOneEvent_andTheNextOneGoes(int status) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.answer(status));
        TrackXClient client = client(server)) {
      send(client, 1, 3);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.REJECTED, 1L));
      assertThat(server.taken()).isEqualTo(markers(2, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void status403_isOfTheWholeClient_andCostsOneRequestAPause(int status) throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.answer(status));
        TrackXClient client = client(server)) {
      long start = System.nanoTime();
      send(client, 1, 5);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.MISCONFIGURED, 5L));
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      assertThat(server.exchanges()).hasSizeBetween(1, 1 + (int) seconds); // the least pause
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void status403_thatIsPutRight_letsTheNextEventsThrough() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.answer(403));
        TrackXClient client = client(server)) {
      AtomicInteger last = new AtomicInteger();
      Waiting.until("an event that gets through", () -> {
        client.sendEvent(error(last.incrementAndGet()));
        return client.flush(PATIENCE) && client.diagnostics().sent() == 1;
      });

      assertThat(server.taken()).isEqualTo(markers(last.get(), last.get()));
      assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.MISCONFIGURED);
      Accounts.of(server, client).addUp();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 404})
  void firewallThatDislikesSomeEvents_costsThoseAlone(int status) throws Exception {
    List<String> disliked = List.of(marker(2), marker(9), marker(10), marker(17), marker(22));
    try (FaultyServer server = FaultyServer.start().always(Faults.firewall(status, disliked));
        TrackXClient client = client(server)) {
      send(client, 1, 22);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().sent()).isEqualTo(17);
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.REJECTED, 5L));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void status403_fiveTimesInARow_keepsWhatWaits_andRecovers() throws Exception {
    Fault refusal = Faults.answer(403);
    try (FaultyServer server = FaultyServer.start()
            .then(Faults.answer(200), refusal, refusal, refusal, refusal, refusal, refusal);
        TrackXClient client = client(server)) {
      send(client, 1, 12);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.REJECTED, 4L));
      assertThat(client.diagnostics().sent()).isEqualTo(8);
      long fifth = server.exchanges().get(5).startedAt();
      assertThat(Duration.ofNanos(server.exchanges().get(6).startedAt() - fifth))
          .as("between two attempts")
          .isGreaterThanOrEqualTo(ONE_SECOND);
      Accounts.of(server, client).addUp();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 421})
  void anyOther4xx_fiveTimesInARow_keepsWhatWaits_andRecovers(int status) throws Exception {
    Fault rejection = Faults.answer(status);
    try (FaultyServer server = FaultyServer.start()
            .then(rejection, rejection, rejection, rejection, rejection, rejection);
        TrackXClient client = client(server)) {
      send(client, 1, 12);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.REJECTED, 4L));
      assertThat(client.diagnostics().sent()).isEqualTo(8);
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void page_isNoAcceptance_andTheEventIsSentAgain() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.page(200), Faults.page(202));
        TrackXClient client = client(server)) {
      send(client, 1, 3);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().retried()).isEqualTo(2);
      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  static List<Fault> closing() {
    return List.of(
        Faults.closeBeforeTheRequest(),
        Faults.closeAfterTheRequest(),
        Faults.resetBeforeTheRequest(),
        Faults.resetAfterTheRequest());
  }

  @ParameterizedTest
  @MethodSource("closing")
  void connectionClosedWithoutAnAnswer_isARateLimit_untilTheEnd(Fault fault) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(fault);
        TrackXClient client = builder(server).build()) {
      send(client, 1, 3);
      Waiting.until("the first attempt", () -> client.diagnostics().retried() == 1);
      assertThat(client.flush(PATIENCE)).as("locked").isFalse();
      assertThat(server.connections()).isEqualTo(1);

      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client)
          .undecided(server.undecided().toArray(new String[0]))
          .addUp();
    }
  }

  @Test
  void connectionsClosedWithoutAnAnswer_forEver_areFewAtTheEnd() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.closeBeforeTheRequest());
        TrackXClient client = builder(server).build()) {
      send(client, 1, 20);

      client.close();

      assertThat(server.connections()).isBetween(2, 3);
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.SHUTDOWN, 20L));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void lockedClient_thatIsReplaced_hasItsLockAndEventsTakenOver() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.answer(429, "Retry-After: 3"))) {
      TrackXClient first = TrackX.setup(builder(server).shutdownTimeout(Duration.ZERO));
      send(first, 1, 3);
      Waiting.until("the lock", () -> first.diagnostics().retried() == 1);

      TrackXClient second = TrackX.setup(builder(server).captureUncaught(false));
      send(second, 4, 5);
      Waiting.until("the end of the silence", () -> second.flush(PATIENCE));
      TrackX.close();

      long pause =
          server.exchanges().get(1).startedAt() - server.exchanges().get(0).startedAt();
      assertThat(Duration.ofNanos(pause)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 5));
      Accounts.of(server, first, second).addUp();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void redirect_toAnotherHost_isNotFollowed(int status) throws Exception {
    try (FaultyServer elsewhere = FaultyServer.start();
        FaultyServer server = FaultyServer.start()
            .always(Faults.answer(
                status, "Location: " + elsewhere.endpoint("http://localhost") + "/event"));
        TrackXClient client = client(server)) {
      send(client, 1, 3);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(elsewhere.connections()).isZero();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.MISCONFIGURED, 3L));
      Accounts.of(server, client).addUp();
    }
  }

  /** The answer locks the client for so long; what waited then arrives, and nothing before. */
  private static void assertSilentFor(Duration silence, Fault answer) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(answer);
        TrackXClient client = client(server)) {
      send(client, 1, 3);

      Waiting.until("the end of the silence", () -> client.flush(PATIENCE));
      long pause =
          server.exchanges().get(1).startedAt() - server.exchanges().get(0).startedAt();
      assertThat(Duration.ofNanos(pause)).isGreaterThanOrEqualTo(silence);
      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  /** The answer locks the client for longer than the test: nothing else leaves, not at the end. */
  private static void assertLocked(Fault answer) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(answer);
        TrackXClient client = client(server)) {
      for (int number = 1; number <= 5; number++) {
        client.sendEvent(error(number));
        assertThat(client.flush(PATIENCE)).isFalse(); // at once, or the test takes for ever
      }
      assertThat(client.diagnostics().pending()).isEqualTo(5);
      client.close();

      assertThat(server.exchanges()).hasSize(1);
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.SHUTDOWN, 5L));
      Accounts.of(server, client).addUp();
    }
  }

  private static String http(ZonedDateTime time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time);
  }

  private static void send(TrackXClient client, int first, int last) {
    for (int number = first; number <= last; number++) {
      client.sendEvent(error(number));
    }
  }

  private static TrackXClient client(FaultyServer server) {
    return builder(server).build();
  }

  private static TrackXClient.Builder builder(FaultyServer server) {
    return TrackXClient.builder(server.endpoint())
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE);
  }
}
