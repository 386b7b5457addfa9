package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Key-value pairs are copied on the logging thread, so the copy is bounded. */
@Timeout(60)
class PairsTest {
  private static final int RECORDS = 200;

  /** The number of texts of 32 Ki characters, or slightly more, in 4 Mi characters. */
  private static final int MOST_HELD = 128;

  private final TrackXLocal server = TrackXLocal.start();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  private final class Counted {
    @Override
    public String toString() {
      asked.incrementAndGet();
      return "counted";
    }
  }

  private final TrackXClient client = TrackXClient.builder(server.endpoint())
      .queueCapacity(1_000)
      .onError((event, reason) -> {
        entered.countDown();
        await(release);
        return event;
      })
      .build();

  @AfterEach
  void close() {
    release.countDown();
    client.close();
    server.close();
  }

  @Test
  void entries_areBoundedTogether_howeverTheyAreNested() {
    release.countDown();
    List<Object> state = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      List<Object> part = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        part.add(Collections.nCopies(100, new Counted()));
      }
      state.add(part);
    }
    reporter().report(line(Map.of("state", state, "more", state)));

    assertThat(asked).hasValueBetween(500, 1_000);
    assertThat(sentMeta().toString()).contains("counted");
  }

  @Test
  void pairs_areBoundedInNumber_too() {
    release.countDown();
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (int i = 0; i < 100_000; i++) {
      pairs.put("key" + i, new Counted());
    }
    reporter().report(line(pairs));

    assertThat(asked).hasValue(1_000);
    assertThat(sentMeta()).containsEntry("key0", "counted");
  }

  @Test
  void longTexts_endTheCopy() {
    release.countDown();
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (int i = 0; i < 1_000; i++) {
      pairs.put("key" + i, new Object() {
        @Override
        public String toString() {
          asked.incrementAndGet();
          return longText();
        }
      });
    }
    reporter().report(line(pairs));

    assertThat(asked).hasValueLessThan(10);
    assertThat(sentMeta()).containsKey("key0");
  }

  @Test
  void longNestedTexts_areTruncatedAndCounted() throws Exception {
    assertHeldAreBounded(line(Map.of("state", List.of(Map.of("body", longText())))));
  }

  @Test
  void longContextTexts_areTruncatedAndCounted() throws Exception {
    assertHeldAreBounded(new FakeLine(null) {
      @Override
      public String contextValue(String key) {
        return longText();
      }
    });
  }

  private void assertHeldAreBounded(LogLine line) throws InterruptedException {
    LogReporter reporter = reporter();
    reporter.report(new FakeLine(null));
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < RECORDS; i++) {
      reporter.report(line);
    }

    assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.INTAKE_FULL);
    assertThat(RECORDS - client.diagnostics().totalDropped())
        .isBetween(MOST_HELD - 4L, (long) MOST_HELD);
  }

  private LogReporter reporter() {
    LogOptions options = new LogOptions();
    options.client(client);
    options.mdcKeys("tenant");
    return options.start(text -> {});
  }

  private static LogLine line(Map<String, @Nullable Object> pairs) {
    return new FakeLine(null) {
      @Override
      public Map<String, @Nullable Object> pairs() {
        return pairs;
      }
    };
  }

  private Map<String, Object> sentMeta() {
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0).meta();
  }

  private static String longText() {
    return "a long text ".repeat(50_000);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
