package app.trackx.internal.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UnreadFailuresTest {
  private static final long PATIENCE = UnreadFailures.PATIENCE_NANOS;

  private final UnreadFailures<String> failures = new UnreadFailures<>();
  private final AtomicBoolean read = new AtomicBoolean();

  @Test
  void patience_isFiveSeconds() {
    assertThat(PATIENCE).isEqualTo(TimeUnit.SECONDS.toNanos(5)); // as TrackX.watch says
    assertThat(UnreadFailures.MOST).isEqualTo(1_024);
  }

  @Test
  void failure_isDueAfterItsTime_andOnce() {
    failures.offer("a", read::get, 0, 100);

    assertThat(failures.untilDue(100)).isEqualTo(PATIENCE);
    assertThat(failures.poll(99 + PATIENCE, false)).isNull();
    assertThat(failures.isEmpty()).isFalse();
    assertThat(failures.poll(100 + PATIENCE, false)).isEqualTo("a");
    assertThat(failures.isEmpty()).isTrue();
    assertThat(failures.untilDue(100)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void failureThatWasRead_isNeverDue() {
    failures.offer("a", read::get, 0, 0);
    read.set(true);

    assertThat(failures.poll(2 * PATIENCE, true)).isNull();
    assertThat(failures.isEmpty()).isTrue();
  }

  @Test
  void withoutALater_allAreDue_inOrder() {
    failures.offer("a", read::get, 0, 0);
    failures.offer("b", read::get, 0, 1);

    assertThat(failures.poll(1, true)).isEqualTo("a");
    assertThat(failures.poll(1, true)).isEqualTo("b");
    assertThat(failures.poll(1, true)).isNull();
  }

  @Test
  void clockThatOverflows_makesNothingDueEarly() {
    long late = Long.MAX_VALUE - 10;
    failures.offer("a", read::get, 0, late);

    assertThat(failures.poll(late + 1, false)).isNull();
    assertThat(failures.poll(late + PATIENCE, false)).isEqualTo("a");
  }

  @Test
  void tooMany_makeTheOldestDue() {
    for (int i = 0; i < UnreadFailures.MOST; i++) {
      failures.offer("f" + i, read::get, 0, 0);
    }
    assertThat(failures.isFull()).isFalse();
    assertThat(failures.poll(0, false)).isNull();
    failures.offer("one more", read::get, 0, 0);

    assertThat(failures.isFull()).isTrue();
    assertThat(failures.poll(0, false)).isEqualTo("f0");
    assertThat(failures.poll(0, false)).isNull();
  }

  @Test
  void tooMuchText_makesTheOldestDue() {
    failures.offer("a", read::get, 600_000, 0);
    failures.offer("b", read::get, 600_000, 0);

    assertThat(failures.poll(0, false)).isEqualTo("a");
    assertThat(failures.poll(0, false)).isNull();
  }
}
