package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryReserveTest {
  private static final long LARGE = Long.MAX_VALUE;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MIB = 1024 * 1024;

  @Test
  void held_forHttp_isInHalvesOfARegionOfG1() {
    assertThat(new MemoryReserve(false, 512 * MIB).held()).isEqualTo(2 * MIB);
    assertThat(new MemoryReserve(false, 2_048L * MIB).held()).isEqualTo(2 * MIB);
    assertThat(new MemoryReserve(false, 2_049L * MIB).held()).isEqualTo(2 * MIB);
    assertThat(new MemoryReserve(false, 6_000L * MIB).held()).isEqualTo(2 * MIB);
    assertThat(new MemoryReserve(false, LARGE).held()).isEqualTo(4 * MIB);
  }

  @Test
  void held_forHttps_isEnoughForADelivery() {
    assertThat(new MemoryReserve(true, LARGE).held()).isEqualTo(6 * MIB);
  }

  @Test
  void held_inASmallHeap_isASmallShare() {
    assertThat(new MemoryReserve(true, 16 * MIB).held()).isEqualTo(2 * MIB);
    assertThat(new MemoryReserve(false, 16 * MIB).held()).isEqualTo(MIB);
    assertThat(new MemoryReserve(false, 8 * MIB).held()).isEqualTo(MIB / 2);
    assertThat(new MemoryReserve(false, 4 * MIB).held()).isEqualTo(MIB / 2);
  }

  @Test
  void release_freesEverything() {
    MemoryReserve reserve = new MemoryReserve(true, LARGE);

    assertThat(reserve.release()).isTrue();
    assertThat(reserve.release()).isFalse();

    assertThat(reserve.isReleased()).isTrue();
    assertThat(reserve.held()).isZero();
  }

  @Test
  void reacquire_withRoom_succeeds() {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);
    reserve.release();

    reserve.reacquire(0);

    assertThat(reserve.held()).isEqualTo(MIB);
  }

  @Test
  void reacquire_happensAtMostOnceASecond() {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);
    reserve.release();
    reserve.reacquire(7);
    reserve.release();

    reserve.reacquire(7 + SECOND - 1);
    assertThat(reserve.held()).isZero();

    reserve.reacquire(7 + SECOND);
    assertThat(reserve.held()).isPositive();
  }

  @Test
  void end_isForGood() {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);

    reserve.end();
    reserve.reacquire(0);

    assertThat(reserve.held()).isZero();
  }

  @Test
  void isReleased_afterAReacquisition_isFalse() {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);
    assertThat(reserve.isReleased()).isFalse();
    reserve.release();

    reserve.reacquire(0);

    assertThat(reserve.isReleased()).isFalse();
  }

  @Test
  void isMemoryShort_whileReleased_isTrue() {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);
    assertThat(reserve.isMemoryShort()).isFalse();

    reserve.release();

    assertThat(reserve.isMemoryShort()).isTrue();
  }

  @Test
  void attempt_thatSucceeds_keepsTheReserve() throws Exception {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);

    assertThat(reserve.<String, String>attempt(input -> input + "!", "done")).isEqualTo("done!");
    assertThat(reserve.held()).isPositive();
  }

  @Test
  void attempt_inAFullHeap_isMadeAgainWithoutTheReserve() throws Exception {
    MemoryReserve reserve = new MemoryReserve(false, 16 * MIB);

    String result = reserve.attempt(
        input -> {
          if (reserve.held() > 0) {
            throw new OutOfMemoryError("of the test");
          }
          return input + "!";
        },
        "done");

    assertThat(result).isEqualTo("done!");
    assertThat(reserve.isReleased()).isTrue();
  }
}
