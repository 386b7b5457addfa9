package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long START = 7 * SECOND;

  private final Lifecycle lifecycle = new Lifecycle();

  @Test
  void client_atFirst_isOpen() {
    assertThat(lifecycle.isOpen()).isTrue();
    assertThat(lifecycle.isShuttingDown()).isFalse();
    assertThat(lifecycle.hasEnded()).isFalse();
    assertThat(lifecycle.isOver()).isFalse();
    assertThat(lifecycle.isLast()).isFalse();
    assertThat(lifecycle.isAwaited()).isFalse();
    assertThat(lifecycle.isJvmExiting()).isFalse();
    assertThat(lifecycle.isExitDrained()).isFalse();
  }

  @Test
  void client_closed_shutsDownUntilItHasEnded() {
    lifecycle.close(START);
    assertThat(lifecycle.isOpen()).isFalse();
    assertThat(lifecycle.isShuttingDown()).isTrue();
    assertThat(lifecycle.isLast()).isTrue();
    assertThat(lifecycle.hasEnded()).isFalse();

    lifecycle.end();
    assertThat(lifecycle.isShuttingDown()).isFalse();
    assertThat(lifecycle.hasEnded()).isTrue();
    assertThat(lifecycle.isOver()).isTrue();
    assertThat(lifecycle.isLast()).isTrue();
  }

  @Test
  void client_endedWithoutBeingClosed_isNotShuttingDown() {
    lifecycle.end();

    assertThat(lifecycle.isShuttingDown()).isFalse();
  }

  /** 0.1 s for the report of losses, and 50 ms to count them. */
  @Test
  void close_withTheDefaultTimeout_reserves150Milliseconds() {
    long deadline = lifecycle.close(START, 2 * SECOND, true);

    assertThat(deadline).isEqualTo(START + 1_850 * MILLI);
    assertThat(lifecycle.deadline()).isEqualTo(deadline);
  }

  /** A twentieth for the report of losses, and a tenth to count them. */
  @Test
  void close_withAShortTimeout_reservesAShareOfIt() {
    assertThat(lifecycle.close(START, 100 * MILLI, true)).isEqualTo(START + 85 * MILLI);
  }

  @Test
  void close_withALongTimeout_reservesASecondForTheReportAtMost() {
    assertThat(lifecycle.close(START, 60 * SECOND, true)).isEqualTo(START + 58_950 * MILLI);
  }

  @Test
  void close_withAWaitingCaller_isAwaited() {
    lifecycle.close(START, SECOND, true);

    assertThat(lifecycle.isAwaited()).isTrue();
  }

  @Test
  void close_withoutAWaitingCaller_isNotAwaited() {
    lifecycle.close(START, SECOND, false);

    assertThat(lifecycle.isOpen()).isFalse();
    assertThat(lifecycle.isAwaited()).isFalse();
  }

  @Test
  void close_atADeadline_isNotAwaited() {
    lifecycle.close(START);

    assertThat(lifecycle.deadline()).isEqualTo(START);
    assertThat(lifecycle.isAwaited()).isFalse();
  }

  @Test
  void setDeadline_ofAClientThatShutsDown_replacesTheDeadline() {
    lifecycle.close(START);

    lifecycle.setDeadline(START + 1);

    assertThat(lifecycle.deadline()).isEqualTo(START + 1);
  }

  @Test
  void reportNanos_isATwentiethAndASecondAtMost() {
    assertThat(Lifecycle.reportNanos(2 * SECOND)).isEqualTo(100 * MILLI);
    assertThat(Lifecycle.reportNanos(20 * SECOND)).isEqualTo(SECOND);
    assertThat(Lifecycle.reportNanos(60 * SECOND)).isEqualTo(SECOND);
  }

  @Test
  void runAtEnd_withAnAction_runsIt() {
    AtomicInteger runs = new AtomicInteger();
    lifecycle.atEnd(runs::incrementAndGet);
    assertThat(runs).hasValue(0);

    lifecycle.runAtEnd();

    assertThat(runs).hasValue(1);
  }

  @Test
  void runAtEnd_withoutAnAction_doesNothing() {
    lifecycle.runAtEnd();

    assertThat(lifecycle.hasEnded()).isFalse();
  }

  @Test
  void jvmExits_whileOpen_isAwaitedAndLast() {
    lifecycle.jvmExits(SECOND);

    assertThat(lifecycle.isJvmExiting()).isTrue();
    assertThat(lifecycle.isOpen()).isTrue();
    assertThat(lifecycle.isAwaited()).isTrue();
    assertThat(lifecycle.isLast()).isTrue();
    assertThat(lifecycle.isExitDrained()).isFalse();
  }

  @Test
  void exitDelayed_usesUpTheTimeThatIsLeft() {
    lifecycle.jvmExits(SECOND);
    assertThat(lifecycle.exitNanosLeft()).isEqualTo(SECOND);

    lifecycle.exitDelayed(300 * MILLI);
    lifecycle.exitDelayed(300 * MILLI);

    assertThat(lifecycle.exitNanosLeft()).isEqualTo(400 * MILLI);
  }

  @Test
  void exitDrained_isRemembered() {
    lifecycle.exitDrained();

    assertThat(lifecycle.isExitDrained()).isTrue();
  }
}
