package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import app.trackx.EventPayload;
import app.trackx.EventType;
import app.trackx.OnErrorHandler;
import app.trackx.local.Event;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleRecipeTest {
  private static final int PATIENCE_SECONDS = 20;

  @Test
  void repeats_areSentBelowTheShare_andTheFirstWithoutBeingDrawn() {
    Deque<Double> drawn = new ArrayDeque<>(List.of(0.1, 0.0999, 0.5, 0.0, 0.9999));
    try (Site site = Site.with(new SampleRepeats(0.1, drawn::remove))) {
      for (int i = 0; i < 6; i++) {
        site.send(bug("order " + i));
      }

      assertThat(site.events())
          .extracting(Event::message)
          .containsExactly("order 0", "order 2", "order 4");
      assertThat(site.client.diagnostics().cancelled()).isEqualTo(3);
      assertThat(drawn).isEmpty();
    }
  }

  @Test
  void firstOfEachBug_isSent_byClassAndByPlace() {
    try (Site site = Site.with(new SampleRepeats(0))) {
      for (int i = 0; i < 2; i++) {
        site.send(bug("a"));
        site.send(new IllegalArgumentException("of another class"));
        site.send(new IllegalStateException("at another place"));
      }

      assertThat(site.events())
          .extracting(Event::message)
          .containsExactly("a", "of another class", "at another place");
      assertThat(site.client.diagnostics().cancelled()).isEqualTo(3);
    }
  }

  @Test
  void sentEvents_sayThatTheyAreASample() {
    try (Site site = Site.with(new SampleRepeats(0.1, () -> 0))) {
      site.send(bug("a"));
      site.send(bug("b"));

      assertThat(site.events())
          .hasSize(2)
          .allSatisfy(event -> assertThat(event.meta()).containsEntry("sampleRate", 0.1));
    }
  }

  @Test
  void manyThreads_sendTheFirstOnce() throws Exception {
    int threads = 8;
    int bugs = 200;
    List<SampleRepeats> rounds =
        IntStream.range(0, 100).mapToObj(i -> new SampleRepeats(0)).toList();
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<Integer> work = () -> {
      int sent = 0;
      for (SampleRepeats recipe : rounds) {
        together.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < bugs; i++) {
          EventPayload event = new EventPayload(EventType.TEST);
          event.setName("bug " + i);
          sent += recipe.onError(event, null) == null ? 0 : 1;
        }
      }
      return sent;
    };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      int sent = 0;
      for (Future<Integer> each :
          pool.invokeAll(Collections.nCopies(threads, work), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        sent += each.get();
      }
      assertThat(sent).isEqualTo(bugs * rounds.size());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void twoClients_shareTheFirst() {
    OnErrorHandler recipe = new SampleRepeats(0);
    try (Site one = Site.with(recipe);
        Site two = Site.with(recipe)) {
      one.send(bug("a"));
      two.send(bug("b"));

      assertThat(one.events()).hasSize(1);
      assertThat(two.events()).isEmpty();
    }
  }

  @Test
  void memory_isBounded() {
    SampleRepeats recipe = new SampleRepeats(0);
    int sent = 0;
    for (int i = 0; i < 2 * SampleRepeats.MAX_KNOWN; i++) {
      EventPayload event = new EventPayload(EventType.TEST);
      event.setName("bug " + i);
      sent += recipe.onError(event, null) == null ? 0 : 1;
    }

    assertThat(sent).isEqualTo(SampleRepeats.MAX_KNOWN);
  }

  @Test
  void random_matchesTheShare() {
    SampleRepeats recipe = new SampleRepeats(0.1);
    long sent = IntStream.range(0, 10_000)
        .filter(i -> recipe.onError(new EventPayload(EventType.TEST), null) != null)
        .count();

    assertThat(sent).isBetween(800L, 1_200L); // over six standard deviations
  }

  @Test
  void tenant_isSeenWholeOrNotAtAll_inEveryRun() {
    List<Object> first = tenantsSeen();

    assertThat(first).containsExactly("t-10", "t-10", "t-23", "t-23");
    assertThat(tenantsSeen()).isEqualTo(first);
  }

  private static List<Object> tenantsSeen() {
    try (Site site = Site.with(new SampleByTenant("tenantId", 10))) {
      for (int i = 1; i <= 24; i++) {
        site.send(bug("a"), Map.of("tenantId", "t-" + i));
        site.send(new IllegalArgumentException("b"), Map.of("tenantId", "t-" + i));
      }
      List<Event> events = site.events();
      assertThat(events)
          .allSatisfy(event -> assertThat(event.meta()).containsEntry("sampleRate", 0.1));
      assertThat(site.client.diagnostics().cancelled()).isEqualTo(48 - events.size());
      return events.stream().map(event -> event.meta().get("tenantId")).toList();
    }
  }

  @Test
  void tenants_areAboutSoManyPercent() {
    SampleByTenant recipe = new SampleByTenant("tenantId", 10);
    long sent = IntStream.range(0, 10_000)
        .filter(i -> {
          EventPayload event = new EventPayload(EventType.TEST);
          event.getMeta().put("tenantId", (long) i);
          return recipe.onError(event, null) != null;
        })
        .count();

    assertThat(sent).isBetween(900L, 1_100L);
  }

  @Test
  void errorOfNoTenant_isSent() {
    try (Site site = Site.with(new SampleByTenant("tenantId", 0))) {
      site.send(bug("the scheduler failed"));
      site.send(bug("of a tenant"), Map.of("tenantId", "t-1"));

      assertThat(site.onlyEvent().message()).isEqualTo("the scheduler failed");
      assertThat(site.onlyEvent().meta()).doesNotContainKey("sampleRate");
    }
  }

  @Test
  void share_isChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleRepeats(10));
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleRepeats(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleByTenant("tenantId", 101));
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleByTenant("tenantId", -1));
  }

  private static IllegalStateException bug(String message) {
    return new IllegalStateException(message);
  }
}
