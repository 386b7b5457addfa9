package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The budget at the default of six requests a minute. The clock is the parameter {@code now}. */
class TokenBucketTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 5 * DAY;
  private static final long WALL = 1_800_000_000_000L;
  private static final long TOKEN = 10 * SECOND;
  private static final int BURST = 30;

  /** What upstream's server demands. */
  private static final long HALF_AN_HOUR = 30 * MINUTE;

  private final TokenBucket bucket = bucket();
  private final TokenBucket unlimited = new TokenBucket(0, 0, TokenBucket.MOST_OTHERS, NOW);

  @Test
  void bucket_atFirst_isFull() {
    assertThat(bucket.tokens(NOW)).isEqualTo(BURST);
    assertThat(bucket.capacity(NOW)).isEqualTo(BURST);
    assertThat(bucket.until(BURST, NOW)).isZero();
    assertThat(bucket.isUnlimited()).isFalse();
    assertThat(bucket.isAdapted(NOW)).isFalse();
    assertThat(bucket.wasRefusedLately(NOW)).isFalse();
    assertThat(bucket.adaptedInterval(NOW)).isZero();
  }

  @Test
  void tokens_afterAWhile_includeAFractionOfTheNext() {
    empty(bucket, NOW);

    assertThat(bucket.tokens(NOW + 25 * SECOND)).isEqualTo(2.5);
  }

  @Test
  void tokens_afterALongTime_areTheBurst() {
    empty(bucket, NOW);

    assertThat(bucket.tokens(NOW + DAY)).isEqualTo(BURST);
  }

  @Test
  void take_ofAnEmptyBucket_usesTheTokenThatWasRefilledMeanwhile() {
    empty(bucket, NOW);

    bucket.take(NOW + TOKEN);

    assertThat(bucket.tokens(NOW + TOKEN)).isZero();
  }

  @Test
  void until_ofAnEmptyBucket_isTheTimeOfTheMissingTokens() {
    empty(bucket, NOW);

    assertThat(bucket.until(3, NOW)).isEqualTo(3 * TOKEN);
  }

  @Test
  void until_ofMoreThanTheBurst_isTheTimeUntilItIsFull() {
    bucket.take(NOW);

    assertThat(bucket.until(100, NOW)).isEqualTo(TOKEN);
  }

  @Test
  void unlimited_isNeverEmptyAndNeverAdapts() {
    unlimited.take(NOW);
    unlimited.silentUntil(NOW + HOUR);

    assertThat(unlimited.refused(NOW, HALF_AN_HOUR)).isEqualTo(1);
    assertThat(unlimited.isUnlimited()).isTrue();
    assertThat(unlimited.isAdapted(NOW)).isFalse();
    assertThat(unlimited.until(1, NOW)).isZero();
  }

  // ---- adapts to other clients ----------------------------------------------------------------

  @Test
  void refused_first_isOneRequestIn12Minutes() {
    bucket.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(12 * MINUTE);
    assertThat(bucket.isAdapted(NOW)).isTrue();
  }

  @Test
  void refused_firstForALongerTime_dividesTheRateBy72AtMost() {
    bucket.refused(NOW, DAY);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(72 * TOKEN);
  }

  @Test
  void refused_firstForAShorterTime_is40PercentOfThatTime() {
    bucket.refused(NOW, 10 * MINUTE);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(4 * MINUTE);
  }

  @Test
  void refused_firstForASecond_halvesTheRate() {
    bucket.refused(NOW, SECOND);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(2 * TOKEN);
  }

  @Test
  void refused_firstOfASenderWithFewOthers_dividesTheRateByTheirNumber() {
    TokenBucket relay = new TokenBucket(BURST, TOKEN, 5, NOW);

    relay.refused(NOW, HALF_AN_HOUR);

    assertThat(relay.adaptedInterval(NOW)).isEqualTo(5 * TOKEN);
  }

  @Test
  void refused_againWithoutASuccess_dividesTheRateByOneAndAHalf() {
    bucket.refused(NOW, HALF_AN_HOUR);

    bucket.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(18 * MINUTE);
  }

  @Test
  void refused_againAfterASuccess_dividesTheRateByThree() {
    bucket.refused(NOW, HALF_AN_HOUR);
    bucket.accepted(NOW);
    double before = bucket.adaptedInterval(NOW);

    bucket.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.adaptedInterval(NOW)).isCloseTo(3 * before, within(1.0));
  }

  @Test
  void refused_manyTimes_isOneRequestIn48MinutesAtTheLeast() {
    for (int i = 0; i < 20; i++) {
      bucket.refused(NOW, HALF_AN_HOUR);
    }

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(48 * MINUTE);
  }

  @Test
  void refused_returnsTheRefusalsInARow() {
    assertThat(bucket.refused(NOW, SECOND)).isEqualTo(1);
    assertThat(bucket.refused(NOW, SECOND)).isEqualTo(2);
    bucket.accepted(NOW);

    assertThat(bucket.refused(NOW, SECOND)).isEqualTo(1);
  }

  @Test
  void refused_aDayAfterTheLast_isTheFirst() {
    bucket.refused(NOW, HALF_AN_HOUR);
    bucket.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.refused(NOW + DAY, HALF_AN_HOUR)).isEqualTo(1);
    assertThat(bucket.adaptedInterval(NOW + DAY)).isEqualTo(12 * MINUTE);
  }

  @Test
  void accepted_afterARefusal_addsA9000thOfTheFullRate() {
    bucket.refused(NOW, HALF_AN_HOUR);

    bucket.accepted(NOW);

    double perNano = 1.0 / (12 * MINUTE) + 1.0 / 9_000 / TOKEN;
    assertThat(bucket.adaptedInterval(NOW)).isCloseTo(1 / perNano, within(1.0));
  }

  @Test
  void accepted_manyTimes_isTheFullRateAtMost() {
    bucket.refused(NOW, HALF_AN_HOUR);

    for (int i = 0; i < 9_000; i++) {
      bucket.accepted(NOW);
    }

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(TOKEN);
  }

  @Test
  void accepted_withoutARefusal_changesNothing() {
    bucket.accepted(NOW);

    assertThat(bucket.adaptedInterval(NOW)).isZero();
    assertThat(bucket.tokens(NOW)).isEqualTo(BURST);
  }

  @Test
  void accepted_refillsThePassedTimeAtTheRateBefore() {
    bucket.refused(NOW, HALF_AN_HOUR);
    empty(bucket, NOW);

    bucket.accepted(NOW + 6 * MINUTE);

    assertThat(bucket.tokens(NOW + 6 * MINUTE)).isEqualTo(0.5);
  }

  @Test
  void capacity_afterARefusal_isThreeTokensOrTheBurst() {
    TokenBucket small = new TokenBucket(2, TOKEN, TokenBucket.MOST_OTHERS, NOW);
    bucket.refused(NOW, HALF_AN_HOUR);
    small.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.capacity(NOW)).isEqualTo(3);
    assertThat(small.capacity(NOW)).isEqualTo(2);
  }

  @Test
  void isAdapted_endsAfterADayWithoutARefusal() {
    bucket.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.isAdapted(NOW + DAY - 1)).isTrue();
    assertThat(bucket.isAdapted(NOW + DAY)).isFalse();
    assertThat(bucket.adaptedInterval(NOW + DAY)).isZero();
    assertThat(bucket.capacity(NOW + DAY)).isEqualTo(BURST);
  }

  @Test
  void wasRefusedLately_endsAfterAnHour() {
    bucket.refused(NOW, HALF_AN_HOUR);

    assertThat(bucket.wasRefusedLately(NOW + HOUR - 1)).isTrue();
    assertThat(bucket.wasRefusedLately(NOW + HOUR)).isFalse();
  }

  @Test
  void silence_endsWithASingleToken() {
    bucket.refused(NOW, HALF_AN_HOUR);

    bucket.silentUntil(NOW + HALF_AN_HOUR);

    assertThat(bucket.tokens(NOW + HALF_AN_HOUR)).isEqualTo(1);
    assertThat(bucket.until(1, NOW)).isZero(); // the lock of the gate keeps it back
  }

  @Test
  void silence_refillsFromItsEnd() {
    bucket.refused(NOW, HALF_AN_HOUR);

    bucket.silentUntil(NOW + HALF_AN_HOUR);

    assertThat(bucket.until(2, NOW + MINUTE)).isEqualTo((29 + 12) * MINUTE);
    assertThat(bucket.tokens(NOW + HALF_AN_HOUR + 12 * MINUTE)).isEqualTo(2);
  }

  // ---- continues from another bucket -----------------------------------------------------------

  @Test
  void copy_hasTheSameStateAndChangesAlone() {
    bucket.refused(NOW, HALF_AN_HOUR);
    bucket.silentUntil(NOW + HALF_AN_HOUR);

    TokenBucket copy = new TokenBucket(bucket);
    assertThat(copy.state(NOW, WALL)).isEqualTo(bucket.state(NOW, WALL));

    copy.take(NOW);
    assertThat(bucket.tokens(NOW)).isEqualTo(1);
  }

  @Test
  void takeOver_fromABucketThatUsedTokens_usesThemHere() {
    TokenBucket other = bucket();
    other.take(NOW);
    other.take(NOW);

    bucket.takeOver(other, NOW);

    assertThat(bucket.tokens(NOW)).isEqualTo(BURST - 2);
  }

  @Test
  void takeOver_fromABucketThatWasRefilledSince_usesNothing() {
    TokenBucket other = bucket();
    empty(other, NOW);

    bucket.takeOver(other, NOW + HOUR);

    assertThat(bucket.tokens(NOW + HOUR)).isEqualTo(BURST);
  }

  @Test
  void takeOver_byABucketThatWasRefilledSince_keepsItsTokens() {
    TokenBucket other = bucket();
    empty(bucket, NOW);

    bucket.takeOver(other, NOW + TOKEN);

    assertThat(bucket.tokens(NOW + TOKEN)).isEqualTo(1);
  }

  @Test
  void takeOver_fromABucketThatWasRefused_adaptsTo() {
    TokenBucket other = bucket();
    other.refused(NOW, HALF_AN_HOUR);
    other.refused(NOW, HALF_AN_HOUR);

    bucket.takeOver(other, NOW);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(18 * MINUTE);
    assertThat(bucket.refused(NOW, HALF_AN_HOUR)).isEqualTo(3);
  }

  @Test
  void takeOver_fromABucketWithALongerInterval_hasThatInterval() {
    TokenBucket other = bucket();
    bucket.refused(NOW, SECOND);
    other.refused(NOW, HALF_AN_HOUR);

    bucket.takeOver(other, NOW);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(12 * MINUTE);
  }

  @Test
  void takeOver_fromABucketWithAShorterInterval_keepsItsOwn() {
    TokenBucket other = bucket();
    bucket.refused(NOW, HALF_AN_HOUR);
    other.refused(NOW, SECOND);

    bucket.takeOver(other, NOW);

    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(12 * MINUTE);
  }

  @Test
  void takeOver_fromABucketWithTheSameInterval_keepsTheTimeOfItsOwnRefusal() {
    TokenBucket other = bucket();
    other.refused(NOW - HOUR, HALF_AN_HOUR);
    bucket.refused(NOW, HALF_AN_HOUR);

    bucket.takeOver(other, NOW);

    assertThat(bucket.isAdapted(NOW + DAY - 1)).isTrue();
  }

  @Test
  void takeOver_fromABucketThatIsSilent_refillsFromTheEndOfItsSilence() {
    TokenBucket other = bucket();
    other.refused(NOW, HALF_AN_HOUR);
    other.silentUntil(NOW + HALF_AN_HOUR);

    bucket.takeOver(other, NOW);

    assertThat(bucket.tokens(NOW)).isEqualTo(1);
    assertThat(bucket.until(2, NOW)).isEqualTo((30 + 12) * MINUTE);
  }

  @Test
  void takeOver_byABucketThatIsSilent_keepsTheEndOfItsSilence() {
    bucket.refused(NOW, HALF_AN_HOUR);
    bucket.silentUntil(NOW + HALF_AN_HOUR);

    bucket.takeOver(bucket(), NOW);

    assertThat(bucket.until(2, NOW)).isEqualTo((30 + 12) * MINUTE);
  }

  @Test
  void takeOver_betweenALimitedAndAnUnlimitedBucket_changesNeither() {
    TokenBucket other = bucket();
    other.refused(NOW, HALF_AN_HOUR);

    bucket.takeOver(unlimited, NOW);
    unlimited.takeOver(other, NOW);

    assertThat(bucket.tokens(NOW)).isEqualTo(BURST);
    assertThat(unlimited.isAdapted(NOW)).isFalse();
  }

  // ---- shares its state with other processes
  // -----------------------------------------------------

  @Test
  void state_ofAnAdaptedBucket_isInMillisecondsOfTheWallClock() {
    bucket.refused(NOW, HALF_AN_HOUR);
    bucket.silentUntil(NOW + HALF_AN_HOUR);

    assertThat(bucket.state(NOW + 10 * MINUTE, WALL))
        .containsExactly(
            TOKEN,
            1_000_000,
            WALL + 20 * 60_000,
            1,
            12 * MINUTE,
            48 * MINUTE,
            WALL - 10 * 60_000,
            1);
  }

  @Test
  void state_afterAWhile_includesTheTokensRefilledMeanwhile() {
    empty(bucket, NOW);

    long[] state = bucket.state(NOW + 15 * SECOND, WALL);

    assertThat(state[1]).isEqualTo(1_500_000);
    assertThat(state[2]).isEqualTo(WALL);
    assertThat(state[3]).isZero();
  }

  /** The monotonic clocks of two processes differ; here by a day. */
  @Test
  void restore_inAnotherProcess_isTheSameState() {
    bucket.refused(NOW, HALF_AN_HOUR);
    bucket.silentUntil(NOW + HALF_AN_HOUR);
    TokenBucket other = new TokenBucket(BURST, TOKEN, TokenBucket.MOST_OTHERS, NOW + DAY);

    other.restore(bucket.state(NOW, WALL), NOW + DAY, WALL);

    assertThat(other.state(NOW + DAY, WALL)).isEqualTo(bucket.state(NOW, WALL));
    assertThat(other.until(2, NOW + DAY)).isEqualTo((30 + 12) * MINUTE);
    assertThat(other.wasRefusedLately(NOW + DAY + HOUR - 1)).isTrue();
    assertThat(other.wasRefusedLately(NOW + DAY + HOUR)).isFalse();
  }

  @Test
  void restore_later_includesTheTokensRefilledMeanwhile() {
    empty(bucket, NOW);
    TokenBucket other = bucket();

    other.restore(bucket.state(NOW, WALL), NOW, WALL + 25_000);

    assertThat(other.tokens(NOW)).isEqualTo(2.5);
  }

  @Test
  void restore_laterThanARefusal_agesTheRefusal() {
    bucket.refused(NOW, HALF_AN_HOUR);
    TokenBucket other = bucket();

    other.restore(bucket.state(NOW, WALL), NOW, WALL + TimeUnit.MINUTES.toMillis(59));

    assertThat(other.wasRefusedLately(NOW + MINUTE - 1)).isTrue();
    assertThat(other.wasRefusedLately(NOW + MINUTE)).isFalse();
  }

  @Test
  void restore_ofAStateWithAnotherRate_changesNothing() {
    TokenBucket other = new TokenBucket(BURST, TOKEN + 1, TokenBucket.MOST_OTHERS, NOW);
    empty(other, NOW);

    bucket.restore(other.state(NOW, WALL), NOW, WALL);

    assertThat(bucket.tokens(NOW)).isEqualTo(BURST);
  }

  @Test
  void restore_byAnUnlimitedBucket_changesNothing() {
    long[] state = unlimited.state(NOW, WALL);
    state[3] = 1;
    state[6] = WALL;

    unlimited.restore(state, NOW, WALL);

    assertThat(unlimited.isAdapted(NOW)).isFalse();
  }

  @Test
  void restore_ofImpossibleValues_boundsThem() {
    long[] state = {
      TOKEN, Long.MAX_VALUE, WALL + 10 * TimeUnit.DAYS.toMillis(1), 1, 0, 0, WALL + 60_000, 5_000
    };

    bucket.restore(state, NOW, WALL);

    assertThat(bucket.state(NOW, WALL))
        .containsExactly(
            TOKEN,
            BURST * 1_000_000L,
            WALL + TimeUnit.DAYS.toMillis(1),
            1,
            TOKEN,
            TOKEN,
            WALL,
            1_000);
  }

  @Test
  void restore_ofADebt_isAnEmptyBucket() {
    bucket.restore(new long[] {TOKEN, -1_000_000, WALL, 0, 0, 0, WALL, -1}, NOW, WALL);

    assertThat(bucket.tokens(NOW)).isZero();
    assertThat(bucket.refused(NOW, SECOND)).isEqualTo(1);
  }

  @Test
  void takeTokensOf_aState_hasItsTokensAndKeepsItsOwnRate() {
    TokenBucket other = bucket();
    empty(other, NOW);
    bucket.refused(NOW, HALF_AN_HOUR);

    bucket.takeTokensOf(TokenBucket.giveBack(other.state(NOW, WALL)));

    assertThat(bucket.tokens(NOW)).isEqualTo(1);
    assertThat(bucket.adaptedInterval(NOW)).isEqualTo(12 * MINUTE);
  }

  @Test
  void takeTokensOf_aStateWithAnotherRate_changesNothing() {
    TokenBucket other = new TokenBucket(BURST, TOKEN + 1, TokenBucket.MOST_OTHERS, NOW);
    empty(other, NOW);

    bucket.takeTokensOf(other.state(NOW, WALL));

    assertThat(bucket.tokens(NOW)).isEqualTo(BURST);
  }

  @Test
  void giveBack_isOneTokenMore_inACopy() {
    empty(bucket, NOW);
    long[] state = bucket.state(NOW, WALL);

    long[] more = TokenBucket.giveBack(state);

    assertThat(more[1]).isEqualTo(1_000_000);
    assertThat(state[1]).isZero();
  }

  private static void empty(TokenBucket bucket, long now) {
    for (int i = 0; i < BURST; i++) {
      bucket.take(now);
    }
  }

  private static TokenBucket bucket() {
    return new TokenBucket(BURST, TOKEN, TokenBucket.MOST_OTHERS, NOW);
  }
}
