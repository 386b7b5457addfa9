package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  private final RepeatSchedule schedule = new RepeatSchedule();

  @Test
  void firstError_isDueAtOnce() {
    schedule.occurred(7);

    assertThat(schedule.untilNext(7)).isZero();
  }

  @Test
  void errorEachSecond_isSentAtGrowingIntervals() {
    assertThat(sentInSeconds(0, 3 * 3600)).containsExactly(0L, 10L, 70L, 370L, 1270L, 4870L, 8470L);
  }

  @Test
  void nanoTimeThatOverflows_changesNothing() {
    assertThat(sentInSeconds(Long.MAX_VALUE - 100 * SECOND, 2000))
        .containsExactly(0L, 10L, 70L, 370L, 1270L);
  }

  private List<Long> sentInSeconds(long start, int seconds) {
    List<Long> sent = new ArrayList<>();
    for (long second = 0; second < seconds; second++) {
      long now = start + second * SECOND;
      schedule.occurred(now);
      if (schedule.untilNext(now) == 0) {
        schedule.sent(now, 0);
        sent.add(second);
      }
    }
    return sent;
  }

  @Test
  void restOfAnHour_makesItNew() {
    schedule.occurred(0);
    schedule.sent(0, 0);
    long later = Duration.ofHours(1).toNanos();
    schedule.occurred(later);
    assertThat(schedule.untilNext(later)).isZero();
    schedule.sent(later, 0);

    assertThat(schedule.sent()).isEqualTo(1);
    assertThat(schedule.untilNext(later)).isEqualTo(10 * SECOND);
  }

  @Test
  void restWhileTheServerIsSpared_doesNotMakeItNew() {
    long spared = Duration.ofHours(4).toNanos();
    schedule.occurred(0);
    schedule.sent(0, spared);
    long later = Duration.ofHours(1).toNanos();
    schedule.occurred(later);

    assertThat(schedule.untilNext(later)).isEqualTo(spared - later);
  }

  @Test
  void restoredState_goesOn() {
    schedule.occurred(5);
    schedule.sent(5, 0);
    RepeatSchedule restored =
        new RepeatSchedule(schedule.sent(), schedule.notBefore(), schedule.lastError());
    restored.occurred(10 * SECOND);
    restored.sent(10 * SECOND, 0);

    assertThat(restored.untilNext(10 * SECOND)).isEqualTo(60 * SECOND);
  }

  @Test
  void restOfAnHour_atTheEndOfTheSparedTime_makesItNew() {
    long hour = Duration.ofHours(1).toNanos();
    schedule.occurred(0);
    schedule.sent(0, hour);

    schedule.occurred(hour);

    assertThat(schedule.sent()).isZero();
  }

  @Test
  void state_afterAnEvent_hasItsTimes() {
    schedule.occurred(5);
    schedule.sent(6, 0);

    assertThat(schedule.lastError()).isEqualTo(5);
    assertThat(schedule.notBefore()).isEqualTo(6 + 10 * SECOND);
  }
}
