package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KnownKindsTest {
  private static final long NOW = TimeUnit.DAYS.toNanos(3);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final KnownKinds kinds = new KnownKinds();

  @Test
  void untilNext_ofAnUnknownKind_isZero() {
    assertThat(kinds.untilNext("a", NOW)).isZero();
    assertThat(kinds.has("a")).isFalse();
  }

  @Test
  void untilNext_afterTheFirstEvent_isTenSeconds() {
    kinds.sending("a", NOW, 0);

    assertThat(kinds.has("a")).isTrue();
    assertThat(kinds.untilNext("a", NOW)).isEqualTo(10 * SECOND);
    assertThat(kinds.untilNext("b", NOW)).isZero();
  }

  @Test
  void untilNext_withALongerLeastInterval_isThatInterval() {
    kinds.sending("a", NOW, 2 * HOUR);

    assertThat(kinds.untilNext("a", NOW)).isEqualTo(2 * HOUR);
  }

  @Test
  void sending_whenTheNextIsDue_startsTheSecondInterval() {
    kinds.sending("a", NOW, 0);

    kinds.sending("a", NOW + 10 * SECOND, 0);

    assertThat(kinds.untilNext("a", NOW + 10 * SECOND)).isEqualTo(60 * SECOND);
  }

  @Test
  void sending_soonerThanDue_changesNothing() {
    kinds.sending("a", NOW, 0);

    kinds.sending("a", NOW + SECOND, 0);

    assertThat(kinds.untilNext("a", NOW + SECOND)).isEqualTo(9 * SECOND);
  }

  @Test
  void occurred_afterAnHourWithout_beginsAnew() {
    kinds.sending("a", NOW, 0);

    kinds.occurred("a", NOW + HOUR);
    kinds.sending("a", NOW + HOUR, 0);

    assertThat(kinds.untilNext("a", NOW + HOUR)).isEqualTo(10 * SECOND);
  }

  @Test
  void occurred_withinTheHour_doesNotBeginAnew() {
    kinds.sending("a", NOW, 0);

    kinds.occurred("a", NOW + HOUR - 1);
    kinds.occurred("a", NOW + HOUR);
    kinds.sending("a", NOW + HOUR, 0);

    assertThat(kinds.untilNext("a", NOW + HOUR)).isEqualTo(60 * SECOND);
  }

  @Test
  void occurred_ofAnUnknownKind_isNotRemembered() {
    kinds.occurred("a", NOW);

    assertThat(kinds.has("a")).isFalse();
  }

  @Test
  void sending_ofMoreKindsThanRemembered_forgetsTheOneUsedLongestAgo() {
    for (int i = 0; i < KnownKinds.REMEMBERED; i++) {
      kinds.sending("kind " + i, NOW, 0);
    }
    assertThat(kinds.has("kind 0")).isTrue(); // and so used last

    kinds.sending("one more", NOW, 0);

    assertThat(kinds.has("one more")).isTrue();
    assertThat(kinds.has("kind 0")).isTrue();
    assertThat(kinds.has("kind 1")).isFalse();
    assertThat(kinds.has("kind 2")).isTrue();
  }

  @Test
  void learn_ofAnUnknownKind_continuesItsSchedule() {
    KnownKinds others = new KnownKinds();
    others.sending("a", NOW, 0);
    others.sending("a", NOW + 10 * SECOND, 0);

    kinds.learn(others);

    assertThat(kinds.untilNext("a", NOW + 10 * SECOND)).isEqualTo(60 * SECOND);
    kinds.sending("a", NOW + 70 * SECOND, 0);
    assertThat(kinds.untilNext("a", NOW + 70 * SECOND)).isEqualTo(300 * SECOND);
  }

  @Test
  void learn_ofAnUnknownKind_learnsItsLastError() {
    KnownKinds others = new KnownKinds();
    others.sending("a", NOW, 0);
    others.occurred("a", NOW + HOUR - 1);

    kinds.learn(others);
    kinds.occurred("a", NOW + HOUR);
    kinds.sending("a", NOW + HOUR, 0);

    assertThat(kinds.untilNext("a", NOW + HOUR)).isEqualTo(60 * SECOND);
  }

  @Test
  void learn_ofAKnownKind_keepsItsSchedule() {
    KnownKinds others = new KnownKinds();
    others.sending("a", NOW, 2 * HOUR);
    kinds.sending("a", NOW, 0);

    kinds.learn(others);

    assertThat(kinds.untilNext("a", NOW)).isEqualTo(10 * SECOND);
  }

  @Test
  void learn_leavesTheSchedulesOfTheOtherClientAlone() {
    KnownKinds others = new KnownKinds();
    others.sending("a", NOW, 0);

    kinds.learn(others);
    kinds.sending("a", NOW + 10 * SECOND, 0);

    assertThat(others.untilNext("a", NOW + 10 * SECOND)).isZero();
  }
}
