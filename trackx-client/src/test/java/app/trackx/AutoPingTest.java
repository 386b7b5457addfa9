package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.FakeTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoPingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final FakeTime time = new FakeTime(); // 10:15:30
  private final FakeTransport transport = new FakeTransport();
  private final Delivery delivery = new Delivery(transport.options(RateLimit.none(), null), time);
  private final AutoPing pings = new AutoPing(delivery, time, new Random(2));

  @AfterEach
  void close() {
    delivery.close(PATIENCE.toNanos(), true);
  }

  @Test
  void step_first_pingsAtOnce() {
    assertThat(pings.step()).isEqualTo(AutoPing.LONGEST_NANOS);

    assertThat(pingsSoFar()).isEqualTo(1);
  }

  @Test
  void step_forDays_pingsOnceADay_withinTenMinutesAfterMidnight() {
    long spread = 0;
    for (int day = 0; day < 5; day++) {
      runUntilPing(day + 1);
      if (day > 0) {
        long afterMidnight = time.wallMillis() % UtcDay.MILLIS;
        assertThat(afterMidnight).isLessThan(Duration.ofMinutes(10).toMillis());
        spread = Math.max(spread, afterMidnight);
      }
    }
    assertThat(spread).isGreaterThan(0);
  }

  @Test
  void step_clockThatJumpsADay_isNoticedWithinAQuarterOfAnHour() {
    for (int days : new int[] {3, -2}) {
      pings.step();
      int before = pingsSoFar();
      time.jumpWall(Duration.ofDays(days));
      long start = time.elapsedNanos();
      runUntilPing(before + 1);
      assertThat(time.elapsedNanos() - start)
          .isLessThan(AutoPing.LONGEST_NANOS + AutoPing.SPREAD_NANOS);
    }
  }

  @Test
  void step_sameDay_doesNotPingAgain() {
    pings.step();
    int before = pingsSoFar();
    for (int i = 0; i < 50; i++) {
      time.advance(Duration.ofMinutes(15));
      pings.step();
    }

    assertThat(pingsSoFar()).isEqualTo(before);
  }

  @Test
  void client_pingsWhenItIsBuilt_andItsThreadEndsWithIt() throws Exception {
    TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .autoPing(true)
        .build();
    assertThat(transport.next().url()).endsWith("/ping");
    Thread thread = Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals("trackx-ping"))
        .findAny()
        .orElseThrow();
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isSameAs(AutoPing.class.getClassLoader());

    client.close();

    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }

  /** Advances time as the thread would, until {@code count} pings were sent. */
  private void runUntilPing(int count) {
    for (int i = 0; i < 1_000 && pingsSoFar() < count; i++) {
      time.advanceNanos(i == 0 ? 0 : pings.step());
      pings.step();
    }
    assertThat(pingsSoFar()).isEqualTo(count);
  }

  private int pingsSoFar() {
    assertThat(delivery.flush(PATIENCE.toNanos())).isTrue();
    return transport.requests().size();
  }
}
