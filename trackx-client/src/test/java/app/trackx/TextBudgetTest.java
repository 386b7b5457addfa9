package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.json.Text;
import app.trackx.internal.json.TextBudget;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long texts in the intake do not fill the application's heap. */
@Timeout(60)
class TextBudgetTest {
  private static final int MIB = 1024 * 1024;

  @Test
  void errorsWithLongMessages_areDroppedAndCounted_whileNobodyLooks() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    try (TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(request -> Outcome.sent())
        .onError((event, reason) -> {
          entered.countDown();
          await(release);
          return event;
        })
        .build()) {
      client.sendEvent(new IllegalStateException("first"));
      assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 10; i++) {
        client.sendEvent(new IllegalStateException(longText()));
        client.sendEvent(new IllegalStateException("m"), Map.of("body", longText()));
      }
      assertThat(client.diagnostics().dropped())
          .isEqualTo(Collections.singletonMap(DropReason.INTAKE_FULL, 16L));
      release.countDown();
      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();

      client.sendEvent(new IllegalStateException(longText()));
      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(client.diagnostics().totalDropped()).isEqualTo(16);
    } finally {
      release.countDown();
    }
  }

  @Test
  void textsOfAnAdapter_areCutAtOnce() {
    Occurrence.Details details = new Occurrence.Details();
    String text = Text.roughly(longText());
    details.put("log", text);

    assertThat(text).hasSize(32 * 1024);
    assertThat(Text.roughly("short")).isEqualTo("short");
  }

  @Test
  void textsWithinACopy_areCounted_togetherWithTheirKeys() {
    List<Object> list = new ArrayList<>(Arrays.asList("12", null, 3, new StringBuilder("45")));
    Map<String, Object> copy = new LinkedHashMap<>();
    copy.put("abc", list);
    copy.put("d", "e");

    assertThat(TextBudget.charactersOf(copy)).isEqualTo(7);
    assertThat(TextBudget.charactersOf("1234")).isEqualTo(4);
    assertThat(TextBudget.charactersOf(null)).isZero();
    Occurrence.Details details = new Occurrence.Details();
    details.put("state", new ArrayList<>(Arrays.asList(list, longText())));
    Occurrence occurrence =
        new Occurrence(EventType.CUSTOM_LOGGER, 0, null, "t", Map.of(), null, details);
    assertThat(occurrence.weight).isEqualTo(MIB + 2);
  }

  @Test
  void objectsThatAreNotAnAdaptersCopy_areNotInspected() {
    Map<String, Object> own = new LinkedHashMap<>() {
      @Override
      public Set<Map.Entry<String, Object>> entrySet() {
        throw new AssertionError("code of the application");
      }
    };
    List<Object> cyclic = new ArrayList<>();
    cyclic.add("a");
    cyclic.add(cyclic);

    assertThat(TextBudget.charactersOf(own)).isZero();
    assertThat(TextBudget.charactersOf(cyclic)).isBetween(1, 2_000);
  }

  private static String longText() {
    char[] text = new char[MIB];
    java.util.Arrays.fill(text, 'a');
    return new String(text);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
