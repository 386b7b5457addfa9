package app.trackx.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class LiveMetaTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 1_000;

  private final LiveMeta meta = new LiveMeta();

  @Test
  void put_returnsThePreviousValue() {
    assertThat(meta.put("a", 1)).isNull();
    assertThat(meta.put("a", 2)).isEqualTo(1);
    assertThat(meta).containsExactly(entry("a", 2));
  }

  @Test
  void put_nullKeyAndNullValue_areAllowed() {
    meta.put(null, "v");
    meta.put("k", null);

    assertThat(meta.get(null)).isEqualTo("v");
    assertThat(meta.containsKey("k")).isTrue();
    assertThat(meta.get("k")).isNull();
    assertThat(meta).hasSize(2);
  }

  @Test
  void putAll_keepsTheOrder() {
    meta.put("z", 0);
    meta.putAll(new java.util.TreeMap<>(Map.of("b", 1, "a", 2)));

    assertThat(meta.keySet()).containsExactly("z", "a", "b");
  }

  @Test
  void remove_returnsThePreviousValue() {
    meta.put("a", 1);

    assertThat(meta.remove("a")).isEqualTo(1);
    assertThat(meta.remove("a")).isNull();
    assertThat(meta).isEmpty();
  }

  @Test
  void clear_leavesNothing() {
    meta.put("a", 1);

    meta.clear();

    assertThat(meta.snapshot()).isEmpty();
  }

  @Test
  void putIfAbsent_putsOnlyWhereNothingIs() {
    meta.put("null", null);

    assertThat(meta.putIfAbsent("a", 1)).isNull();
    assertThat(meta.putIfAbsent("a", 2)).isEqualTo(1);
    assertThat(meta.putIfAbsent("null", 3)).isNull();
    assertThat(meta).containsOnly(entry("a", 1), entry("null", 3));
  }

  @Test
  void removeOfAValue_removesThatAlone() {
    meta.put("a", 1);

    assertThat(meta.remove("a", 2)).isFalse();
    assertThat(meta.remove("b", null)).isFalse();
    assertThat(meta.remove("a", 1)).isTrue();
    assertThat(meta).isEmpty();
  }

  @Test
  void replace_replacesOnlyWhatIsThere() {
    meta.put("a", 1);

    assertThat(meta.replace("b", 2)).isNull();
    assertThat(meta.replace("a", 2)).isEqualTo(1);
    assertThat(meta).containsExactly(entry("a", 2));
  }

  @Test
  void replaceOfAValue_replacesThatAlone() {
    meta.put("a", null);

    assertThat(meta.replace("a", 1, 2)).isFalse();
    assertThat(meta.replace("a", null, 2)).isTrue();
    assertThat(meta.replace("b", null, 2)).isFalse();
    assertThat(meta).containsExactly(entry("a", 2));
  }

  @Test
  void compute_toNull_removes() {
    meta.put("a", 1);

    meta.compute("a", (key, value) -> null);

    assertThat(meta).isEmpty();
  }

  @Test
  void views_showLaterChanges() {
    Set<String> keys = meta.keySet();

    meta.put("a", 1);

    assertThat(keys).containsExactly("a");
    assertThat(meta.values()).containsExactly(1);
  }

  @Test
  void snapshot_neverChanges() {
    meta.put("a", 1);
    Map<String, Object> snapshot = meta.snapshot();

    meta.put("a", 2);
    meta.put("b", 3);
    meta.remove("a");

    assertThat(snapshot).containsExactly(entry("a", 1));
  }

  @Test
  void snapshot_cannotBeChanged() {
    meta.put("a", 1);
    Map<String, Object> snapshot = meta.snapshot();

    assertThatThrownBy(() -> snapshot.put("b", 2))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> snapshot.entrySet().iterator().next().setValue(2))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void iteration_duringWrites_seesWhatWasThereAtItsStart() {
    meta.put("a", 1);
    meta.put("b", 2);
    List<String> seen = new ArrayList<>();

    for (String key : meta.keySet()) {
      seen.add(key);
      meta.put(key + "'", 0);
      meta.remove("b");
    }

    assertThat(seen).containsExactly("a", "b");
    assertThat(meta.keySet()).containsExactly("a", "a'", "b'");
  }

  @Test
  void put_byManyThreads_losesNothing() throws Exception {
    inParallel(thread -> {
      for (int i = 0; i < 100; i++) {
        meta.put(thread + "." + i, i);
      }
    });

    assertThat(meta).hasSize(THREADS * 100);
  }

  @Test
  void remove_byManyThreads_succeedsOnceForEachKey() throws Exception {
    for (int i = 0; i < 200; i++) {
      meta.put("k" + i, i);
    }
    AtomicInteger removed = new AtomicInteger();

    inParallel(thread -> {
      for (int i = 0; i < 200; i++) {
        if (meta.remove("k" + i) != null) {
          removed.incrementAndGet();
        }
      }
    });

    assertThat(removed).hasValue(200);
    assertThat(meta).isEmpty();
  }

  @Test
  void putIfAbsent_byManyThreads_hasOneWinnerForEachKey() throws Exception {
    AtomicInteger winners = new AtomicInteger();

    inParallel(thread -> {
      for (int i = 0; i < 200; i++) {
        if (meta.putIfAbsent("k" + i, thread) == null) {
          winners.incrementAndGet();
        }
      }
    });

    assertThat(winners).hasValue(200);
  }

  @Test
  void compute_byManyThreads_countsEachCall() throws Exception {
    inParallel(thread -> {
      for (int i = 0; i < ROUNDS; i++) {
        meta.compute("n", (key, n) -> n == null ? 1 : (int) n + 1);
      }
    });

    assertThat(meta.get("n")).isEqualTo(THREADS * ROUNDS);
  }

  @Test
  void merge_byManyThreads_countsEachCall() throws Exception {
    inParallel(thread -> {
      for (int i = 0; i < ROUNDS; i++) {
        meta.merge("n", 1, (n, one) -> (int) n + (int) one);
      }
    });

    assertThat(meta.get("n")).isEqualTo(THREADS * ROUNDS);
  }

  @Test
  void replaceOfAValue_byManyThreads_hasOneWinnerForEachStep() throws Exception {
    meta.put("n", 0);
    AtomicInteger steps = new AtomicInteger();

    inParallel(thread -> {
      for (int i = 0; i < ROUNDS; i++) {
        Object before = meta.get("n");
        if (meta.replace("n", before, (int) before + 1)) {
          steps.incrementAndGet();
        }
      }
    });

    assertThat(meta.get("n")).isEqualTo(steps.get());
  }

  @Test
  void iteration_whileManyThreadsWrite_neverFails() throws Exception {
    inParallel(thread -> {
      for (int i = 0; i < 200; i++) {
        meta.put("k" + (thread + i) % 20, i);
        meta.remove("k" + (thread + 2 * i) % 20);
        Map<String, Object> copy = new HashMap<>();
        meta.forEach(copy::put);
        assertThat(copy).doesNotContainValue(null);
      }
    });

    assertThat(meta.size()).isLessThanOrEqualTo(20);
  }

  private static void inParallel(IntConsumer task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        ends.add(threads.submit(() -> {
          go.await();
          task.accept(number);
          return null;
        }));
      }
      go.countDown();
      for (Future<?> end : ends) {
        end.get(10, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
