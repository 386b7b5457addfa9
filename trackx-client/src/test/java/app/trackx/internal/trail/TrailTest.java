package app.trackx.internal.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrailTest {
  private final Trail trail = new Trail();

  private static List<Object> column(@Nullable Object @Nullable [] snapshot, int part) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; snapshot != null && i < snapshot.length; i += Trail.PARTS) {
      values.add(snapshot[i + part]);
    }
    return values;
  }

  @Test
  void withoutRecords_isNone() {
    assertThat(trail.snapshot(0)).isNull();
  }

  @Test
  void record_isMillisLevelLoggerAndText() {
    trail.add(1_000, "INFO", "com.acme.Orders", "order {}");
    trail.add(1_250, "WARN", "com.acme.Stock", null);

    assertThat(trail.snapshot(1_300))
        .containsExactly(
            300L, "INFO", "com.acme.Orders", "order {}", 50L, "WARN", "com.acme.Stock", null);
  }

  @Test
  void clockSetBack_isNoNegativeTime() {
    trail.add(1_000, "INFO", "l", "a");

    assertThat(trail.snapshot(400)).startsWith(0L);
  }

  @Test
  void newest20_areKept_inOrder() {
    for (int i = 0; i < 75; i++) {
      trail.add(i, "INFO", "l", "record " + i);
    }

    List<Object> texts = column(trail.snapshot(75), 3);
    assertThat(texts).hasSize(20).startsWith("record 55").endsWith("record 74");
    assertThat(column(trail.snapshot(75), 0)).startsWith(20L).endsWith(1L);
  }

  @Test
  void snapshot_staysAsItIs() {
    trail.add(1, "INFO", "l", "before");
    Object[] snapshot = trail.snapshot(1);
    trail.add(2, "INFO", "l", "after");

    assertThat(column(snapshot, 3)).containsExactly("before");
  }

  @Test
  @Timeout(60)
  void severalThreads_loseNoOrder_andNothingOfTheEnd() throws Exception {
    int threads = 4;
    int each = 20_000;
    AtomicReference<AssertionError> wrong = new AtomicReference<>();
    List<Thread> adding = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      String name = "t" + t;
      adding.add(new Thread(() -> {
        for (int i = 0; i < each; i++) {
          trail.add(i, "INFO", name, null);
        }
      }));
    }
    adding.forEach(Thread::start);
    while (adding.stream().anyMatch(Thread::isAlive)) {
      try {
        assertOrdered(trail.snapshot(each));
      } catch (AssertionError e) {
        wrong.set(e);
      }
    }
    for (Thread one : adding) {
      one.join(TimeUnit.SECONDS.toMillis(20));
    }

    assertThat(wrong.get()).isNull();
    assertThat(column(trail.snapshot(each), 0)).hasSize(20);
    assertOrdered(trail.snapshot(each));
  }

  /** Later records of a thread have a shorter time. */
  private static void assertOrdered(@Nullable Object @Nullable [] snapshot) {
    List<Object> millis = column(snapshot, 0);
    List<Object> threads = column(snapshot, 2);
    assertThat(millis).hasSizeLessThanOrEqualTo(20);
    for (int i = 0; i < millis.size(); i++) {
      for (int j = i + 1; j < millis.size(); j++) {
        if (threads.get(i).equals(threads.get(j))) {
          assertThat((Long) millis.get(j)).isLessThan((Long) millis.get(i));
        }
      }
    }
  }
}
