package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import app.trackx.transport.Outcome;
import app.trackx.transport.Outcome.Kind;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the classification of 401, 403, 404, redirects, and five rejections in a row. */
class ServerHealthRefusalsTest {
  private final FakeTime time = new FakeTime();
  private final ServerHealth health = new ServerHealth(time, new Random(1), 0, 0);

  @Test
  void beforeAnythingWasAccepted_concernsTheClient() {
    assertThat(ofEvent(403, "")).isEqualTo(Kind.MISCONFIGURED);
    assertThat(ofEvent(404, "")).isEqualTo(Kind.MISCONFIGURED);
    assertThat(ofPing(301, "")).isEqualTo(Kind.MISCONFIGURED);
  }

  @Test
  void afterAPingWasAccepted_concernsOnlyTheEvent() {
    health.ofPing(Outcome.sent());

    assertThat(ofEvent(403, "")).isEqualTo(Kind.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "403, Invalid key, MISCONFIGURED",
    "403, Invalid origin, MISCONFIGURED",
    "403, ' Invalid key\r\n', MISCONFIGURED",
    "404, Invalid key, REJECTED",
    "403, Forbidden: the key word HAVING, REJECTED",
    "403, <h1>Invalid origin</h1>, REJECTED",
    "403, monkey, REJECTED",
  })
  void onlyTheServersOwnWords_areCertain(int status, String words, Kind kind) {
    health.ofEvent(Outcome.sent());

    assertThat(ofEvent(status, words)).isEqualTo(kind);
    assertThat(ofPing(status, words)).isEqualTo(kind);
  }

  @Test
  void fiveInARow_concernTheClient_untilAnEventIsAccepted() {
    health.ofEvent(Outcome.sent());
    for (int i = 0; i < 4; i++) {
      assertThat(ofEvent(403, "")).isEqualTo(Kind.REJECTED);
      health.ofPing(Outcome.sent());
      health.ofEvent(Outcome.retry(500));
    }
    assertThat(ofEvent(403, "")).isEqualTo(Kind.RETRY);
    assertThat(ofEvent(403, "")).isEqualTo(Kind.RETRY);

    health.ofEvent(Outcome.sent());
    assertThat(ofEvent(403, "")).isEqualTo(Kind.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 413, 415, 421, 422, 431, 451})
  void fiveOfAnyOther4xx_concernTheClient_untilAnEventIsAccepted(int status) {
    Outcome rejection = Outcome.rejected(status);
    for (int i = 0; i < 4; i++) {
      assertThat(health.ofEvent(rejection)).isSameAs(rejection);
    }
    assertThat(health.ofEvent(rejection).kind()).isEqualTo(Kind.RETRY);
    assertThat(health.ofEvent(rejection).status()).isEqualTo(status);

    health.ofEvent(Outcome.sent());
    assertThat(health.ofEvent(rejection)).isSameAs(rejection);
  }

  @Test
  void pingsWithAnyOther4xx_pauseFromTheFifth() {
    for (int i = 0; i < 4; i++) {
      health.ofPing(Outcome.rejected(400));
    }
    assertThat(health.untilVisitor()).isZero();

    health.ofPing(Outcome.rejected(400));
    assertThat(health.untilVisitor()).isPositive();
  }

  @Test
  void pings_pauseAtGrowingIntervals_untilOneIsAccepted() {
    health.ofEvent(Outcome.sent());
    for (int i = 0; i < 4; i++) {
      assertThat(ofPing(403, "")).isEqualTo(Kind.REJECTED);
      assertThat(health.untilVisitor()).isZero();
    }
    long longest = 0;
    for (int i = 0; i < 20; i++) {
      ofPing(403, "");
      long pause = health.untilVisitor();
      assertThat(Duration.ofNanos(pause)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
      longest = Math.max(longest, pause);
      time.advanceNanos(pause);
    }
    assertThat(Duration.ofNanos(longest)).isGreaterThan(Duration.ofMinutes(1));

    health.ofPing(Outcome.sent());
    assertThat(health.untilVisitor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 407, 408, 422, 429, 500, 503})
  void otherResponses_areUnchanged(int status) {
    health.ofEvent(Outcome.sent());
    Outcome outcome = Outcome.ofResponse(status, name -> null, "ok");

    assertThat(health.ofEvent(outcome)).isSameAs(outcome);
    assertThat(health.ofPing(outcome)).isSameAs(outcome);
  }

  private Kind ofEvent(int status, String words) {
    return health.ofEvent(Outcome.misconfigured(status, words)).kind();
  }

  private Kind ofPing(int status, String words) {
    return health.ofPing(Outcome.misconfigured(status, words)).kind();
  }
}
