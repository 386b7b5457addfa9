package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The budget that processes of one machine share. */
class SendGateSharedTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int BURST = 30;

  /** Positions in the shared state. */
  private static final int TOKENS = 1;

  private static final int LOCK_END = 8;
  private static final int PRESUMED = 9;
  private static final int WRITTEN_AT = 10;

  private final FakeTime time = new FakeTime();
  private final SendGate gate = gate(BURST);
  private final SendGate other = gate(BURST);

  // ---- reserve
  // -----------------------------------------------------------------------------------

  @Test
  void reserve_withoutASharedState_returnsAStateWithATokenLess() {
    long[] state = gate.reserve(null);

    assertThat(state).hasSize(11);
    assertThat(state[0]).isEqualTo(Duration.ofMillis(10_010).toNanos());
    assertThat(state[TOKENS]).isEqualTo(29_000_000);
    assertThat(state[LOCK_END]).isZero();
    assertThat(state[PRESUMED]).isZero();
    assertThat(state[WRITTEN_AT]).isEqualTo(time.wallMillis());
  }

  @Test
  void reserve_keepsTheTokenForTake() {
    gate.reserve(null);
    assertThat(gate.budget()).isEqualTo(BURST);

    gate.take();
    assertThat(gate.budget()).isEqualTo(BURST - 1);
  }

  @Test
  void reserve_ofAStateThatOthersUsed_continuesFromIt() {
    takeTokens(other, 10);

    long[] state = gate.reserve(other.publish(null));

    assertThat(state[TOKENS]).isEqualTo(19_000_000);
    assertThat(gate.budget()).isEqualTo(20);
  }

  @Test
  void reserve_ofAnEmptyState_isNullUntilItIsRefilled() {
    takeTokens(other, BURST);
    long[] empty = other.publish(null);

    assertThat(gate.reserve(empty)).isNull();
    time.advance(Duration.ofMillis(10_009));
    assertThat(gate.reserve(empty)).isNull();
    time.advance(Duration.ofMillis(1));
    assertThat(gate.reserve(empty)).isNotNull();
  }

  @Test
  void reserve_ofAnUnlimitedGate_isNull() {
    assertThat(gate(0).reserve(null)).isNull();
  }

  @Test
  void reserve_whileLocked_isNull() {
    gate.lock(MINUTE);

    assertThat(gate.reserve(null)).isNull();
  }

  @Test
  void reserve_whileAnotherIsLocked_isNullAndLocksThisOne() {
    other.lock(MINUTE);

    assertThat(gate.reserve(other.publish(null))).isNull();

    assertThat(gate.untilEvent(true)).isEqualTo(MINUTE.toNanos());
    gate.drain();
    assertThat(gate.isLocked()).isTrue();
  }

  @Test
  void reserve_whileAnotherPresumesALock_presumesItHere() {
    other.presumeRefused();

    assertThat(gate.reserve(other.publish(null))).isNull();

    assertThat(gate.isLocked()).isTrue();
    gate.drain();
    assertThat(gate.isLocked()).isFalse();
  }

  @Test
  void reserve_whileAnotherIsLockedForAShorterTime_keepsTheLongerLock() {
    other.lock(MINUTE);
    gate.lock(MINUTE.multipliedBy(2));

    gate.reserve(other.publish(null));

    assertThat(gate.untilEvent(true)).isEqualTo(MINUTE.multipliedBy(2).toNanos());
  }

  @Test
  void reserve_whileAnotherPresumesALockOfTheSameTime_staysCertain() {
    other.presumeRefused();
    gate.lock(Duration.ofMinutes(5));

    gate.reserve(other.publish(null));

    gate.drain();
    assertThat(gate.isLocked()).isTrue();
  }

  @Test
  void reserve_ofALockOfManyDays_isLockedForADay() {
    long[] state = other.publish(null);
    state[LOCK_END] = time.wallMillis() + Duration.ofDays(100).toMillis();

    gate.reserve(state);

    assertThat(gate.untilEvent(false)).isEqualTo(Duration.ofDays(1).toNanos());
  }

  @Test
  void reserve_ofALockThatHasEnded_isNotLocked() {
    other.lock(MINUTE);
    long[] state = other.publish(null);
    time.advance(MINUTE);

    assertThat(gate.reserve(state)).isNotNull();
  }

  @Test
  void reserve_afterARefusalOfAnother_adaptsTo() {
    other.refused(MINUTE);

    gate.reserve(other.publish(null));

    assertThat(gate.isAdapted()).isTrue();
  }

  /** Its times have no meaning for a clock that was set back. */
  @Test
  void reserve_ofAStateMoreThanAMinuteInTheFuture_ignoresIt() {
    takeTokens(other, 10);
    long[] state = other.publish(null);

    time.jumpWall(MINUTE.negated().minusMillis(1));
    gate.reserve(state);

    assertThat(gate.budget()).isEqualTo(BURST);
  }

  @Test
  void reserve_ofAStateAMinuteInTheFuture_continuesFromIt() {
    takeTokens(other, 10);
    long[] state = other.publish(null);

    time.jumpWall(MINUTE.negated());
    gate.reserve(state);

    assertThat(gate.budget()).isEqualTo(20);
  }

  @Test
  void reserve_ofAStateWithAnotherLength_ignoresIt() {
    assertThat(gate.reserve(new long[3])).isEqualTo(gate.reserve(null));
  }

  // ---- publish
  // -----------------------------------------------------------------------------------

  @Test
  void publish_withoutASharedState_returnsItsOwn() {
    takeTokens(gate, 3);

    assertThat(gate.publish(null)[TOKENS]).isEqualTo(27_000_000);
  }

  @Test
  void publish_afterOthersUsedTokens_keepsTheirUse() {
    takeTokens(other, 10);

    assertThat(gate.publish(other.publish(null))[TOKENS]).isEqualTo(20_000_000);
    assertThat(gate.budget()).isEqualTo(BURST); // until the next reservation
  }

  @Test
  void publish_afterARefusal_hasItsOwnTokensAndLock() {
    takeTokens(other, 10);
    gate.refused(MINUTE);

    long[] state = gate.publish(other.publish(null));

    assertThat(state[TOKENS]).isEqualTo(1_000_000);
    assertThat(state[LOCK_END]).isEqualTo(time.wallMillis() + MINUTE.toMillis());
    assertThat(state[PRESUMED]).isZero();
  }

  @Test
  void publish_afterAPresumedRefusal_marksItsLockAsPresumed() {
    gate.presumeRefused();

    assertThat(gate.publish(null)[PRESUMED]).isEqualTo(1);
  }

  @Test
  void publish_afterAPresumedLockHasEnded_hasNoLock() {
    gate.presumeRefused();
    time.advance(Duration.ofMinutes(5));

    long[] state = gate.publish(null);

    assertThat(state[LOCK_END]).isZero();
    assertThat(state[PRESUMED]).isZero();
  }

  @Test
  void publish_whileAnotherIsLockedForALongerTime_keepsThatLock() {
    other.presumeRefused();
    gate.lock(MINUTE);

    long[] state = gate.publish(other.publish(null));

    assertThat(state[LOCK_END])
        .isEqualTo(time.wallMillis() + Duration.ofMinutes(5).toMillis());
    assertThat(state[PRESUMED]).isEqualTo(1);
  }

  @Test
  void publish_whileAnotherIsLockedForAShorterTime_hasItsOwnLock() {
    other.presumeRefused();
    gate.lock(Duration.ofMinutes(6));

    long[] state = gate.publish(other.publish(null));

    assertThat(state[LOCK_END])
        .isEqualTo(time.wallMillis() + Duration.ofMinutes(6).toMillis());
    assertThat(state[PRESUMED]).isZero();
  }

  @Test
  void publish_whileAnotherPresumesALockOfTheSameTime_isCertain() {
    other.presumeRefused();
    gate.lock(Duration.ofMinutes(5));

    assertThat(gate.publish(other.publish(null))[PRESUMED]).isZero();
  }

  @Test
  void publish_overAStateFromTheFuture_returnsItsOwn() {
    takeTokens(other, 10);
    long[] state = other.publish(null);
    time.jumpWall(Duration.ofHours(-1));

    assertThat(gate.publish(state)).isEqualTo(gate.publish(null));
  }

  @Test
  void publish_overAStateWithAnotherLength_returnsItsOwn() {
    assertThat(gate.publish(new long[3])).isEqualTo(gate.publish(null));
  }

  // ---- giveBack
  // ----------------------------------------------------------------------------------

  @Test
  void giveBack_ofAReservation_isTheStateBeforeIt() {
    assertThat(SendGate.giveBack(gate.reserve(null))).isEqualTo(gate.publish(null));
  }

  @Test
  void giveBack_ofNoState_isNull() {
    assertThat(SendGate.giveBack(null)).isNull();
    assertThat(SendGate.giveBack(new long[3])).isNull();
  }

  private static void takeTokens(SendGate from, int count) {
    for (int i = 0; i < count; i++) {
      from.take();
    }
  }

  private SendGate gate(int burst) {
    Random none = new Random() {
      @Override
      public double nextDouble() {
        return 0;
      }
    };
    return new SendGate(time, none, burst, Duration.ofSeconds(10).toNanos(), 5);
  }
}
