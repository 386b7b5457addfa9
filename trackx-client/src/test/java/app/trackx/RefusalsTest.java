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

class RefusalsTest {
  private final FakeTime time = new FakeTime();
  private final Refusals refusals = new Refusals(time, new Random(1));

  @Test
  void beforeAnythingWasAccepted_concernsTheClient() {
    assertThat(ofEvent(403, "")).isEqualTo(Kind.MISCONFIGURED);
    assertThat(ofEvent(404, "")).isEqualTo(Kind.MISCONFIGURED);
    assertThat(ofPing(301, "")).isEqualTo(Kind.MISCONFIGURED);
  }

  @Test
  void afterAPingWasAccepted_concernsOnlyTheEvent() {
    refusals.ofPing(Outcome.sent());

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
    refusals.ofEvent(Outcome.sent());

    assertThat(ofEvent(status, words)).isEqualTo(kind);
    assertThat(ofPing(status, words)).isEqualTo(kind);
  }

  @Test
  void fiveInARow_concernTheClient_untilAnEventIsAccepted() {
    refusals.ofEvent(Outcome.sent());
    for (int i = 0; i < 4; i++) {
      assertThat(ofEvent(403, "")).isEqualTo(Kind.REJECTED);
      refusals.ofPing(Outcome.sent());
      refusals.ofEvent(Outcome.retry(500));
      refusals.ofEvent(Outcome.rejected(422));
    }
    assertThat(ofEvent(403, "")).isEqualTo(Kind.RETRY);
    assertThat(ofEvent(403, "")).isEqualTo(Kind.RETRY);

    refusals.ofEvent(Outcome.sent());
    assertThat(ofEvent(403, "")).isEqualTo(Kind.REJECTED);
  }

  @Test
  void pings_pauseAtGrowingIntervals_untilOneIsAccepted() {
    refusals.ofEvent(Outcome.sent());
    for (int i = 0; i < 4; i++) {
      assertThat(ofPing(403, "")).isEqualTo(Kind.REJECTED);
      assertThat(refusals.untilPing()).isZero();
    }
    long longest = 0;
    for (int i = 0; i < 20; i++) {
      ofPing(403, "");
      long pause = refusals.untilPing();
      assertThat(Duration.ofNanos(pause)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5));
      longest = Math.max(longest, pause);
      time.advanceNanos(pause);
    }
    assertThat(Duration.ofNanos(longest)).isGreaterThan(Duration.ofMinutes(1));

    refusals.ofPing(Outcome.sent());
    assertThat(refusals.untilPing()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 407, 408, 422, 429, 500, 503})
  void otherResponses_areUnchanged(int status) {
    refusals.ofEvent(Outcome.sent());
    Outcome outcome = Outcome.ofResponse(status, name -> null, "ok");

    assertThat(refusals.ofEvent(outcome)).isSameAs(outcome);
    assertThat(refusals.ofPing(outcome)).isSameAs(outcome);
  }

  private Kind ofEvent(int status, String words) {
    return refusals.ofEvent(Outcome.misconfigured(status, words)).kind();
  }

  private Kind ofPing(int status, String words) {
    return refusals.ofPing(Outcome.misconfigured(status, words)).kind();
  }
}
