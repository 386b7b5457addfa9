package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate after the server refused a request, with the figures of docs/FLEETS.md. */
class SendGateRefusalTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final int BURST = 30;

  private final FakeTime time = new FakeTime();
  private final SendGate gate = gate(BURST, 0);

  @ParameterizedTest
  @CsvSource({"0, 1800", "0.5, 2250", "1, 2700"})
  void refused_pausesForTheDemandedTimeAndUpToHalfOfIt(double random, long seconds) {
    SendGate jittered = gate(BURST, random);

    jittered.refused(HALF_AN_HOUR);

    assertThat(jittered.untilEvent(true)).isEqualTo(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void refused_forMoreThanHalfAnHour_addsFifteenMinutesAtMost() {
    SendGate jittered = gate(BURST, 1);

    jittered.refused(Duration.ofHours(2));

    assertThat(jittered.untilEvent(true)).isEqualTo(Duration.ofMinutes(135).toNanos());
  }

  @ParameterizedTest
  @CsvSource({"1, 45", "2, 60", "3, 75", "4, 75"})
  void refused_inARow_doublesAndTriplesTheJitter(int refusals, long minutes) {
    SendGate jittered = gate(BURST, 1);

    for (int i = 0; i < refusals; i++) {
      jittered.refused(HALF_AN_HOUR);
    }

    assertThat(jittered.untilEvent(true)).isEqualTo(Duration.ofMinutes(minutes).toNanos());
  }

  @Test
  void refused_afterASuccess_hasTheJitterOfTheFirst() {
    SendGate jittered = gate(BURST, 1);
    jittered.refused(HALF_AN_HOUR);
    jittered.succeeded();

    jittered.refused(HALF_AN_HOUR);

    assertThat(jittered.untilEvent(true)).isEqualTo(Duration.ofMinutes(45).toNanos());
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "4, 30", "5, 30", "40, 30"})
  void presumeRefused_doublesFromFiveMinutesToHalfAnHour(int refusals, long minutes) {
    for (int i = 0; i < refusals; i++) {
      gate.presumeRefused();
    }

    assertThat(gate.untilEvent(false)).isEqualTo(Duration.ofMinutes(minutes).toNanos());
  }

  @Test
  void presumeRefused_hasTheSameJitter() {
    SendGate jittered = gate(BURST, 1);

    jittered.presumeRefused();

    assertThat(jittered.untilEvent(false)).isEqualTo(Duration.ofSeconds(450).toNanos());
  }

  @Test
  void silence_endsWithABudgetOfOneRequest() {
    gate.refused(HALF_AN_HOUR);
    assertThat(gate.budget()).isZero();

    time.advance(HALF_AN_HOUR);

    assertThat(gate.budget()).isEqualTo(1);
  }

  @Test
  void lockEnd_isTheEndOfTheSilence() {
    gate.refused(HALF_AN_HOUR);

    assertThat(gate.lockEnd()).isEqualTo(time.nanoTime() + HALF_AN_HOUR.toNanos());
  }

  @Test
  void lock_onAClockBelowZero_isKept() {
    FakeTime early = new FakeTime(-Duration.ofHours(1).toNanos());
    SendGate locked =
        new SendGate(early, fixed(0), BURST, Duration.ofSeconds(10).toNanos(), 5);

    locked.lock(Duration.ofMinutes(1));

    assertThat(locked.isLocked()).isTrue();
  }

  @Test
  void lock_withoutARefusal_keepsTheBudget() {
    gate.lock(Duration.ofMinutes(1));
    time.advance(Duration.ofMinutes(1));

    assertThat(gate.budget()).isEqualTo(BURST);
    assertThat(gate.isAdapted()).isFalse();
  }

  @Test
  void relay_afterItsFirstRefusal_dividesTheRateByItsOthersOnly() {
    SendGate relay = new SendGate(time, fixed(0), BURST, Duration.ofSeconds(10).toNanos(), 5, 2);

    relay.refused(HALF_AN_HOUR);
    time.advance(HALF_AN_HOUR);
    relay.take();

    assertThat(relay.untilEvent(false)).isEqualTo(Duration.ofMillis(20_020).toNanos());
  }

  // ---- repeats of known errors
  // -------------------------------------------------------------------

  @Test
  void untilRepeat_withoutARefusal_needsOneToken() {
    takeTokens(gate, BURST - 1);

    assertThat(gate.untilRepeat(false)).isZero();
    gate.take();
    assertThat(gate.untilRepeat(false)).isEqualTo(Duration.ofMillis(10_010).toNanos());
  }

  @Test
  void untilRepeat_afterARefusal_leavesATokenForANewError() {
    gate.refused(HALF_AN_HOUR);
    time.advance(HALF_AN_HOUR);

    assertThat(gate.untilEvent(false)).isZero();
    assertThat(gate.untilRepeat(false)).isEqualTo(Duration.ofMinutes(12).toNanos());
  }

  @Test
  void repeatInterval_withoutARefusal_isZero() {
    assertThat(gate.repeatInterval()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 4680", "0.5, 5850", "1, 7020"})
  void repeatInterval_afterARefusal_is78MinutesAndUpToHalfAsLongAgain(double random, long seconds) {
    SendGate jittered = gate(BURST, random);

    jittered.refused(HALF_AN_HOUR);

    assertThat(jittered.repeatInterval()).isEqualTo(Duration.ofSeconds(seconds).toNanos());
  }

  // ---- queries
  // -----------------------------------------------------------------------------------

  @Test
  void isAdapted_isTrueForADayAfterARefusal() {
    assertThat(gate.isAdapted()).isFalse();

    gate.refused(HALF_AN_HOUR);
    assertThat(gate.isAdapted()).isTrue();
    time.advance(Duration.ofDays(1));
    assertThat(gate.isAdapted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"30, 15", "3, 1", "2, 1", "1, 0"})
  void isAmple_withAtLeastHalfOfTheBudget_isTrue(int burst, int spare) {
    SendGate any = gate(burst, 0);

    takeTokens(any, spare);
    assertThat(any.isAmple()).isTrue();
    any.take();
    assertThat(any.isAmple()).isFalse();
  }

  @Test
  void isAmple_inADayAfterARefusal_isFalse() {
    gate.refused(HALF_AN_HOUR);
    time.advance(Duration.ofHours(23));
    assertThat(gate.isAmple()).isFalse();

    time.advance(Duration.ofHours(1));
    assertThat(gate.isAmple()).isTrue();
  }

  @Test
  void isAmple_whileLocked_isFalse() {
    gate.lock(HALF_AN_HOUR);

    assertThat(gate.isAmple()).isFalse();
  }

  @Test
  void isSpent_afterARefusal_isTrueWithoutAToken() {
    gate.refused(HALF_AN_HOUR);
    time.advance(HALF_AN_HOUR);
    assertThat(gate.isSpent()).isFalse();

    gate.take();
    assertThat(gate.isSpent()).isTrue();
  }

  @Test
  void isSpent_anHourAfterTheRefusal_isFalse() {
    gate.refused(HALF_AN_HOUR);
    time.advance(Duration.ofHours(1));
    takeTokens(gate, 3);

    assertThat(gate.isSpent()).isFalse();
  }

  @Test
  void isSpent_withoutARefusal_isFalse() {
    takeTokens(gate, BURST);

    assertThat(gate.isSpent()).isFalse();
  }

  @Test
  void hurry_afterARefusal_respectsTheBucketForAnHour() {
    gate.refused(HALF_AN_HOUR);
    time.advance(HALF_AN_HOUR);
    gate.take();
    assertThat(gate.untilEvent(true)).isEqualTo(Duration.ofMinutes(12).toNanos());

    time.advance(HALF_AN_HOUR);
    takeTokens(gate, 3);
    assertThat(gate.untilEvent(true)).isZero();
  }

  @Test
  void isUnlimited_isTrueWithoutABurst() {
    assertThat(gate(0, 0).isUnlimited()).isTrue();
    assertThat(gate.isUnlimited()).isFalse();
  }

  private void takeTokens(SendGate from, int count) {
    for (int i = 0; i < count; i++) {
      from.take();
    }
  }

  private SendGate gate(int burst, double random) {
    return new SendGate(time, fixed(random), burst, Duration.ofSeconds(10).toNanos(), 5);
  }

  private static Random fixed(double value) {
    return new Random() {
      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
