package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.jvm.TimeSource;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendGateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long TOKEN = 10 * SECOND;
  private static final int BURST = 30;
  private static final int RESERVED = 5;

  private final FakeTime time = new FakeTime();
  private final SendGate gate = gate(time, 1);

  @Test
  void burst_isSentAtOnce() {
    assertThat(sendAll(gate)).isEqualTo(BURST);
    assertThat(gate.untilEvent(false)).isPositive();
  }

  @Test
  void refill_afterTheBurst_isSixAMinute() {
    sendAll(gate);
    int sent = 0;
    for (int second = 0; second < 600; second++) {
      time.advance(Duration.ofSeconds(1));
      sent += sendAll(gate);
    }

    assertThat(sent).isBetween(59, 60);
  }

  @Test
  void refill_afterTheReturnedTime_isThere() {
    sendAll(gate);
    time.advance(Duration.ofMillis(3_333));

    time.advanceNanos(gate.untilEvent(false));

    assertThat(gate.untilEvent(false)).isLessThanOrEqualTo(1);
  }

  @Test
  void refill_ofALongTime_isTheBurstAndNoMore() {
    sendAll(gate);
    time.advance(Duration.ofDays(30));

    assertThat(sendAll(gate)).isEqualTo(BURST);
  }

  @Test
  void refill_askedForEveryMillisecond_losesNothing() {
    sendAll(gate);
    for (int i = 0; i < 100_500; i++) {
      time.advance(Duration.ofMillis(1));
      gate.untilEvent(false);
    }

    assertThat(sendAll(gate)).isEqualTo(10);
  }

  @Test
  void takeOver_spendsWhatTheOtherSpent_andNotTwice() {
    for (int i = 0; i < 10; i++) {
      gate.take();
    }
    SendGate next = new SendGate(time, new Random(1), BURST, TOKEN, RESERVED);
    next.takeOver(gate, true);
    assertThat(next.budget()).isEqualTo(BURST - 10);
    next.take();
    next.takeOver(gate, false);

    assertThat(next.budget()).isEqualTo(BURST - 11);
  }

  @Test
  void takeOver_byASmallerOrAnUnlimitedBurst() {
    for (int i = 0; i < 10; i++) {
      gate.take();
    }
    SendGate small = new SendGate(time, new Random(1), 5, TOKEN, RESERVED);
    SendGate unlimited = new SendGate(time, new Random(1), 0, 0, RESERVED);
    small.takeOver(gate, true);
    unlimited.takeOver(gate, true);

    assertThat(small.budget()).isZero();
    assertThat(unlimited.budget()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void takeOver_keepsTheLongerLock_andThePause() {
    gate.lock(Duration.ofMinutes(30));
    SendGate next = new SendGate(time, new Random(1), BURST, TOKEN, RESERVED);
    next.lock(Duration.ofHours(1));
    next.takeOver(gate, true);
    assertThat(next.untilEvent(true)).isEqualTo(Duration.ofHours(1).toNanos());

    SendGate failing = new SendGate(time, new Random(1), BURST, TOKEN, RESERVED);
    failing.failed();
    SendGate fresh = new SendGate(time, new Random(1), BURST, TOKEN, RESERVED);
    fresh.takeOver(gate, true);
    fresh.takeOver(failing, true);
    assertThat(fresh.isPausing()).isTrue();
    assertThat(fresh.untilEvent(true)).isEqualTo(Duration.ofMinutes(30).toNanos());
  }

  @Test
  void presumedLock_endsWithDrain_aCertainOneDoesNot() {
    gate.presumeRefused();
    assertThat(gate.isLocked()).isTrue();
    gate.drain();
    assertThat(gate.isLocked()).isFalse();

    gate.presumeRefused();
    gate.lock(Duration.ofMinutes(1));
    gate.drain();
    assertThat(gate.isLocked()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 6, 30})
  void trifle_isSent_whenTheWholeBurstIsThere(int burst) {
    SendGate small = new SendGate(time, new Random(1), burst, TOKEN, RESERVED);
    assertThat(small.untilTrifle()).isZero();
    for (int i = 0; i < burst; i++) {
      small.take();
    }
    time.advance(Duration.ofMinutes(10));

    assertThat(small.untilTrifle()).isZero();
  }

  @Test
  void ping_leavesTheLastFiveTokensForEvents() {
    int pings = 0;
    while (gate.untilPing(false) == 0) {
      gate.take();
      pings++;
    }

    assertThat(pings).isEqualTo(BURST - RESERVED);
    assertThat(sendAll(gate)).isEqualTo(RESERVED);
  }

  @Test
  void ping_withABurstSmallerThanTheReserve_isStillPossible() {
    SendGate small = new SendGate(time, new Random(1), 1, TOKEN, RESERVED);

    assertThat(small.untilPing(false)).isZero();
    small.take();
    assertThat(small.untilPing(false)).isBetween(TOKEN, TOKEN + TOKEN / 500);
  }

  @Test
  void draining_ignoresTheBucket() {
    sendAll(gate);

    assertThat(gate.untilEvent(true)).isZero();
    assertThat(gate.untilPing(true)).isZero();
  }

  @Test
  void draining_doesNotIgnoreALock() {
    gate.lock(Duration.ofNanos(60 * SECOND));

    assertThat(gate.untilEvent(true)).isEqualTo(60 * SECOND);
    assertThat(gate.untilPing(true)).isEqualTo(60 * SECOND);
  }

  @Test
  void draining_doesNotIgnoreAPause() {
    gate.failed();

    assertThat(gate.untilEvent(true)).isGreaterThanOrEqualTo(SECOND);
  }

  @Test
  void take_beyondTheBucket_leavesNoDebt() {
    sendAll(gate);
    for (int i = 0; i < 100; i++) {
      gate.take();
    }
    time.advance(Duration.ofSeconds(11));

    assertThat(gate.untilEvent(false)).isZero();
  }

  @Test
  void lock_keepsEverythingBackForItsTime() {
    gate.lock(Duration.ofNanos(60 * SECOND));
    time.advanceNanos(60 * SECOND - 1);

    assertThat(gate.isLocked()).isTrue();
    assertThat(gate.untilEvent(false)).isEqualTo(1);
    time.advanceNanos(1);
    assertThat(gate.isLocked()).isFalse();
    assertThat(gate.untilEvent(false)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 999_999_999})
  void lock_tooShort_isASecond(long nanos) {
    gate.lock(Duration.ofNanos(nanos));

    assertThat(gate.untilEvent(false)).isEqualTo(SECOND);
  }

  @Test
  void lock_tooLong_isADay() {
    gate.lock(Duration.ofNanos(Long.MAX_VALUE));

    assertThat(gate.untilEvent(false)).isEqualTo(TimeUnit.DAYS.toNanos(1));
  }

  @Test
  void lock_longAgo_doesNotComeBackWhenTheClockWraps() {
    gate.lock(Duration.ofNanos(SECOND));
    time.advance(Duration.ofSeconds(2));
    assertThat(gate.isLocked()).isFalse();
    time.advanceNanos(Long.MAX_VALUE);
    time.advance(Duration.ofSeconds(5));

    assertThat(gate.untilEvent(true)).isZero();
  }

  @Test
  void pause_firstOfMany_isAnythingUpToTwoSecondsButAtLeastOne() {
    assertPausesWithin(1, SECOND, 2 * SECOND);
  }

  @Test
  void pause_boundDoublesWithEachFailure() {
    for (int failures = 2; failures <= 8; failures++) {
      long longest = assertPausesWithin(failures, SECOND, SECOND << failures);

      assertThat(longest).as("after %s", failures).isGreaterThan((SECOND << failures) * 8 / 10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 31, 33, 64, 65, 1_000})
  void pause_afterManyFailures_isFiveMinutesAtMost(int failures) {
    long longest = assertPausesWithin(failures, SECOND, 300 * SECOND);

    assertThat(longest).isGreaterThan(240 * SECOND);
  }

  @Test
  void pause_hasFullJitter() {
    int inTheLowerHalf = 0;
    for (int seed = 0; seed < 400; seed++) {
      inTheLowerHalf += pauseAfter(8, seed) < 128 * SECOND ? 1 : 0;
    }

    assertThat(inTheLowerHalf).isBetween(120, 280);
  }

  @Test
  void pause_overAfterItsTime() {
    gate.failed();

    time.advanceNanos(gate.untilEvent(false));

    assertThat(gate.untilEvent(false)).isZero();
    assertThat(gate.failures()).isEqualTo(1);
  }

  @Test
  void succeeded_endsThePauseAndTheDoubling() {
    for (int i = 0; i < 8; i++) {
      gate.failed();
    }
    gate.succeeded();
    assertThat(gate.untilEvent(false)).isZero();
    assertThat(gate.failures()).isZero();

    gate.failed();
    assertThat(gate.untilEvent(false)).isLessThanOrEqualTo(2 * SECOND);
  }

  @Test
  void lock_endsTheDoubling() {
    gate.failed();
    gate.lock(Duration.ofNanos(SECOND));

    assertThat(gate.failures()).isZero();
  }

  @Test
  void drain_endsAPause() {
    gate.failed();
    gate.drain();

    assertThat(gate.untilEvent(true)).isZero();
  }

  @Test
  void drain_leavesALockAlone() {
    gate.lock(Duration.ofNanos(60 * SECOND));
    gate.drain();

    assertThat(gate.isLocked()).isTrue();
    assertThat(gate.untilEvent(true)).isEqualTo(60 * SECOND);
  }

  @Test
  void noLimit_neverLimits() {
    SendGate open = new SendGate(time, new Random(1), 0, 0, RESERVED);
    for (int i = 0; i < 10_000; i++) {
      open.take();
    }

    assertThat(open.untilEvent(false)).isZero();
    assertThat(open.untilPing(false)).isZero();
  }

  @Test
  void noLimit_stillPausesAndObeysALock() {
    SendGate open = new SendGate(time, new Random(1), 0, 0, RESERVED);
    open.failed();
    assertThat(open.untilEvent(false)).isGreaterThanOrEqualTo(SECOND);

    open.lock(Duration.ofNanos(60 * SECOND));
    assertThat(open.untilEvent(false)).isEqualTo(60 * SECOND);
  }

  @Test
  void clock_thatOverflows_changesNothing() {
    FakeTime late = new FakeTime(Long.MAX_VALUE - 5 * SECOND);
    SendGate wrapping = gate(late, 1);
    assertThat(sendAll(wrapping)).isEqualTo(BURST);

    wrapping.lock(Duration.ofNanos(8 * SECOND));
    late.advance(Duration.ofSeconds(7));
    assertThat(wrapping.untilEvent(true)).isEqualTo(SECOND);
    late.advance(Duration.ofSeconds(4));
    assertThat(wrapping.untilEvent(false)).isZero();
    assertThat(sendAll(wrapping)).isEqualTo(1);
  }

  @Test
  void clock_thatOverflowsInAPause_endsIt() {
    FakeTime late = new FakeTime(Long.MAX_VALUE - SECOND / 2);
    SendGate wrapping = gate(late, 1);
    wrapping.failed();
    assertThat(wrapping.untilEvent(false)).isBetween(SECOND, 2 * SECOND);

    late.advance(Duration.ofSeconds(2));

    assertThat(wrapping.untilEvent(false)).isZero();
  }

  @Test
  void refill_isSlowerThanTheServersByAThousandth() {
    sendAll(gate);

    assertThat(gate.untilEvent(false)).isEqualTo(TOKEN + TOKEN / 1_000);
  }

  @Test
  void trifle_withLessThan26Of30Tokens_waits() {
    for (int i = 0; i < 4; i++) {
      gate.take();
    }
    assertThat(gate.untilTrifle()).isZero();

    gate.take();
    assertThat(gate.untilTrifle()).isEqualTo(TOKEN + TOKEN / 1_000);
  }

  @Test
  void trifle_ofASmallBurst_needsAllOfIt() {
    SendGate small = new SendGate(time, new Random(1), 5, TOKEN, RESERVED);

    small.take();

    assertThat(small.untilTrifle()).isEqualTo(TOKEN + TOKEN / 1_000);
  }

  @Test
  void hurry_inALongPause_waitsForItsFirstSecondOnly() {
    for (int i = 0; i < 8; i++) {
      gate.failed();
    }
    assertThat(gate.untilEvent(true)).isEqualTo(SECOND);

    time.advance(Duration.ofSeconds(1));

    assertThat(gate.untilEvent(true)).isZero();
    assertThat(gate.untilEvent(false)).isPositive();
  }

  @Test
  void isPausing_endsWithThePause() {
    assertThat(gate.isPausing()).isFalse();
    gate.failed();
    assertThat(gate.isPausing()).isTrue();

    time.advanceNanos(gate.untilEvent(false));

    assertThat(gate.isPausing()).isFalse();
  }

  @Test
  void budget_inAPause_isZero() {
    gate.failed();

    assertThat(gate.budget()).isZero();
  }

  @Test
  void isOutage_fromAFailureToTheNextSuccess() {
    assertThat(gate.isOutage()).isFalse();
    gate.failed();
    assertThat(gate.isOutage()).isTrue();

    gate.succeeded();

    assertThat(gate.isOutage()).isFalse();
  }

  @Test
  void isOutage_whileLocked() {
    gate.lock(Duration.ofMinutes(1));

    assertThat(gate.isOutage()).isTrue();
  }

  @Test
  void copy_hasTheSameStateAndChangesAlone() {
    gate.take();
    gate.failed();

    SendGate copy = gate.copy();
    assertThat(copy.failures()).isEqualTo(1);
    assertThat(copy.untilEvent(false)).isEqualTo(gate.untilEvent(false));

    copy.succeeded();
    copy.take();
    gate.succeeded();
    assertThat(copy.budget()).isEqualTo(BURST - 2);
    assertThat(gate.budget()).isEqualTo(BURST - 1);
  }

  @Test
  void takeOver_withoutThePause_keepsAPresumedLockOut_andACertainOneNot() {
    SendGate next = gate(time, 1);
    gate.presumeRefused();
    next.takeOver(gate, false);
    assertThat(next.isLocked()).isFalse();

    gate.lock(Duration.ofMinutes(1));
    next.takeOver(gate, false);
    assertThat(next.isLocked()).isTrue();
  }

  @Test
  void takeOver_withThePause_copiesAPresumedLock() {
    SendGate next = gate(time, 1);
    gate.presumeRefused();

    next.takeOver(gate, true);

    assertThat(next.lockEnd()).isEqualTo(gate.lockEnd());
    next.drain();
    assertThat(next.isLocked()).isFalse();
  }

  @Test
  void takeOver_ofAPresumedLockOfTheSameTime_staysCertain() {
    SendGate next = gate(time, 1);
    gate.presumeRefused();
    next.lock(Duration.ofNanos(gate.untilEvent(false)));

    next.takeOver(gate, true);

    next.drain();
    assertThat(next.isLocked()).isTrue();
  }

  @Test
  void takeOver_fromAGateWithoutAFailure_keepsItsOwnPause() {
    SendGate next = gate(time, 1);
    next.failed();

    next.takeOver(gate, true);

    assertThat(next.isPausing()).isTrue();
    assertThat(next.failures()).isEqualTo(1);
  }

  @Test
  void upstreamsNginx_rejectsNoneInAnHourOfContinuousEvents() {
    assertThat(rejectedByUpstream(Duration.ofHours(1), 0, 0)).isZero();
  }

  @Test
  void upstreamsNginx_rejectsNoneInADayOfEventsAndPingsOverAnUnevenNetwork() {
    for (int seed = 0; seed < 5; seed++) {
      assertThat(rejectedByUpstream(Duration.ofDays(1), 40, seed))
          .as("seed %s", seed)
          .isZero();
    }
  }

  /** Sends whenever the gate permits, with up to that many milliseconds of latency. */
  private int rejectedByUpstream(Duration duration, int jitterMillis, int seed) {
    Random random = new Random(seed);
    UpstreamsNginx server = new UpstreamsNginx();
    int rejected = 0;
    int sent = 0;
    while (time.elapsedNanos() < duration.toNanos() * (seed + 1)) {
      long wait = random.nextInt(4) == 0 ? gate.untilPing(false) : gate.untilEvent(false);
      if (wait > 0) {
        time.advanceNanos(wait);
        continue;
      }
      gate.take();
      time.advance(Duration.ofMillis(random.nextInt(jitterMillis + 1)));
      rejected += server.lets(time.elapsedNanos() / 1_000_000) ? 0 : 1;
      gate.succeeded();
      sent++;
    }
    assertThat(sent).isGreaterThan((int) (duration.getSeconds() / 10 * 99 / 100));
    return rejected;
  }

  private long assertPausesWithin(int failures, long least, long most) {
    long longest = 0;
    for (int seed = 0; seed < 100; seed++) {
      long pause = pauseAfter(failures, seed);
      assertThat(pause).as("seed %s", seed).isBetween(least, most);
      longest = Math.max(longest, pause);
    }
    return longest;
  }

  private long pauseAfter(int failures, int seed) {
    SendGate failing = gate(time, seed);
    for (int i = 0; i < failures; i++) {
      failing.failed();
    }
    return failing.untilEvent(false);
  }

  /** Sends events until the gate closes. */
  private static int sendAll(SendGate gate) {
    int sent = 0;
    while (gate.untilEvent(false) == 0) {
      gate.take();
      sent++;
    }
    return sent;
  }

  private static SendGate gate(TimeSource time, int seed) {
    return new SendGate(time, new Random(seed), BURST, TOKEN, RESERVED);
  }

  @Test
  void upstreamsNginx_asModelled_lets31PassAtOnce() {
    UpstreamsNginx server = new UpstreamsNginx();
    int passed = 0;
    while (server.lets(0)) {
      passed++;
    }

    assertThat(passed).isEqualTo(31);
  }
}
