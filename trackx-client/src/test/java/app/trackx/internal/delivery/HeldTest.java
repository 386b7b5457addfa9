package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeldTest {
  private static final long NOW = 1_000;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);

  private final Held<String> held = new Held<>();

  @Test
  void offer_ofThe65thElement_isRefused() {
    for (int i = 0; i < 64; i++) {
      assertThat(held.offer("element", null, 0, NOW)).isTrue();
    }

    assertThat(held.offer("one too many", null, 0, NOW)).isFalse();
    assertThat(held.size()).isEqualTo(64);
  }

  @Test
  void offer_beyondAMillionCharacters_isRefused() {
    assertThat(held.offer("a", null, 999_999, NOW)).isTrue();
    assertThat(held.offer("b", null, 1, NOW)).isTrue();

    assertThat(held.offer("c", null, 1, NOW)).isFalse();
  }

  @Test
  void offer_afterARemoval_hasItsRoom() {
    held.offer("a", null, 1_000_000, NOW);

    held.remove(0);

    assertThat(held.offer("b", null, 1_000_000, NOW)).isTrue();
  }

  @Test
  void poll_beforeALook_isNull() {
    held.offer("a", () -> true, 0, NOW);

    assertThat(held.poll(false)).isNull();
  }

  @Test
  void poll_afterTwoSeconds_returnsTheElement() {
    held.offer("a", () -> false, 0, NOW);
    held.offer("b", null, 0, NOW);

    held.look(NOW + LONGEST - 1);
    assertThat(held.poll(false)).isNull();

    held.look(NOW + LONGEST);
    assertThat(held.poll(false)).isEqualTo("a");
    assertThat(held.poll(false)).isEqualTo("b");
  }

  @Test
  void poll_afterTwoSecondsInWhichTheClockOverflowed_returnsTheElement() {
    held.offer("a", null, 0, Long.MAX_VALUE);

    held.look(Long.MAX_VALUE);
    assertThat(held.poll(false)).isNull();

    held.look(Long.MAX_VALUE + LONGEST);
    assertThat(held.poll(false)).isEqualTo("a");
  }

  @Test
  void poll_returnsTheFirstWhoseCheckIsOver() {
    held.offer("waits", () -> false, 0, NOW);
    held.offer("over", () -> true, 0, NOW);

    held.look(NOW);

    assertThat(held.poll(false)).isEqualTo("over");
    assertThat(held.poll(false)).isNull();
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void look_atACheckThatWasOver_remembersThat() {
    AtomicBoolean over = new AtomicBoolean(true);
    held.offer("a", over::get, 0, NOW);

    held.look(NOW);
    over.set(false);
    held.look(NOW);

    assertThat(held.poll(false)).isEqualTo("a");
  }

  @Test
  void poll_ofAll_returnsTheFirstWhateverItWaitsFor() {
    held.offer("a", () -> false, 0, NOW);
    held.offer("b", () -> true, 0, NOW);
    held.look(NOW);

    assertThat(held.poll(true)).isEqualTo("a");
    assertThat(held.poll(true)).isEqualTo("b");
    assertThat(held.poll(true)).isNull();
  }

  @Test
  void get_ofAnIndex_leavesTheElement() {
    held.offer("a", null, 0, NOW);
    held.offer("b", null, 0, NOW);

    assertThat(held.get(1)).isEqualTo("b");
    assertThat(held.size()).isEqualTo(2);
  }

  @Test
  void remove_ofAnIndex_returnsTheElement() {
    held.offer("a", null, 0, NOW);
    held.offer("b", null, 0, NOW);

    assertThat(held.remove(1)).isEqualTo("b");
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void untilLook_ofNone_isUntilWoken() {
    assertThat(held.untilLook()).isSameAs(Delay.UNTIL_WOKEN);
  }

  @Test
  void untilLook_ofSome_is50Milliseconds() {
    held.offer("a", null, 0, NOW);

    assertThat(held.untilLook().nanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
  }
}
