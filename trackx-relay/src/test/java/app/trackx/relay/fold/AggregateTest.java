package app.trackx.relay.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.Scrubber;
import app.trackx.relay.intake.Json;
import app.trackx.relay.testing.FakeTime;
import app.trackx.relay.testing.Requests;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {
  private static final long NOW = FakeTime.NOON;
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);
  private static final SightingReader READER = new SightingReader(Scrubber.none());

  private static Sighting sighting(int source, String json) {
    try {
      return READER.read(Requests.event(source, json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Sighting error(int source) {
    return sighting(source, Requests.errorJson(1));
  }

  private static Map<String, @Nullable Object> metaOf(Parcel parcel) throws IOException {
    return Json.object(Json.object(Json.read(parcel.body())).get("meta"));
  }

  @Test
  void oneError_isSentAsItCame() throws IOException {
    Parcel parcel = Aggregate.of(error(1), NOW).parcel(NOW);

    assertThat(new String(parcel.body(), "UTF-8")).isEqualTo(Requests.errorJson(1));
    assertThat(parcel.userAgent()).isEqualTo(Requests.AGENT + " visitor/" + Requests.source(1));
  }

  @Test
  void oneErrorSentLate_saysWhenItOccurred() throws IOException {
    Parcel parcel = Aggregate.of(error(1), NOW).parcel(NOW + HOUR);

    assertThat(metaOf(parcel)).containsEntry("capturedAt", "2026-11-30T12:00:00Z");
  }

  @Test
  void severalErrors_areOneEventWithCounts() throws IOException {
    Aggregate three = Aggregate.of(error(1), NOW).with(error(2), NOW).with(error(2), NOW);

    assertThat(metaOf(three.parcel(NOW)))
        .containsEntry("occurrences", 3L)
        .containsEntry("instances", 2L)
        .containsEntry("firstSeen", "2026-11-30T12:00:00Z")
        .containsEntry("lastSeen", "2026-11-30T12:00:00Z");
  }

  @Test
  void countsOfClients_areSummed() throws IOException {
    String folded =
        "{\"message\":\"m\",\"meta\":{\"occurrences\":40,\"firstSeen\":\"2026-11-30T11:00:00Z\","
            + "\"lastSeen\":\"2026-11-30T11:30:00Z\",\"_dropped\":{\"QUEUE_FULL\":3}}}";
    Aggregate both = Aggregate.of(sighting(1, folded), NOW).with(sighting(2, folded), NOW);

    assertThat(metaOf(both.parcel(NOW)))
        .containsEntry("occurrences", 80L)
        .containsEntry("firstSeen", "2026-11-30T11:00:00Z")
        .containsEntry("lastSeen", "2026-11-30T11:30:00Z")
        .containsEntry("_dropped", Map.of("QUEUE_FULL", 6L));
  }

  @Test
  void errorsWhileOneIsInFlight_startAnew() throws IOException {
    Aggregate later = Aggregate.of(error(1), NOW).taken().with(error(2), NOW).with(error(3), NOW);

    assertThat(later.isPending()).isFalse();
    assertThat(later.count()).isEqualTo(3);
    assertThat(later.parcel(NOW).occurrences()).isEqualTo(1);
    Aggregate sent = later.sent(NOW);
    assertThat(sent.isPending()).isTrue();
    assertThat(sent.parcel(NOW).occurrences()).isEqualTo(2);
    assertThat(sent.parcel(NOW).userAgent()).endsWith(Requests.source(2));
  }

  @Test
  void returned_waitsAgainTogetherWithWhatCame() {
    Aggregate back = Aggregate.of(error(1), NOW).taken().with(error(2), NOW).returned();

    assertThat(back.isPending()).isTrue();
    assertThat(back.isNew()).isTrue();
    assertThat(back.parcel(NOW).occurrences()).isEqualTo(2);
    assertThat(back.parcel(NOW).userAgent()).endsWith(Requests.source(1));
  }

  @Test
  void knownKind_isDueAtGrowingIntervals() {
    Aggregate kind = Aggregate.of(error(1), NOW);
    assertThat(kind.untilDue(NOW)).isZero();
    long at = NOW;
    for (long seconds : new long[] {10, 60, 300, 900, 3600, 3600}) {
      kind = kind.taken().sent(at).with(error(1), at);
      assertThat(kind.untilDue(at)).isEqualTo(TimeUnit.SECONDS.toMillis(seconds));
      at += TimeUnit.SECONDS.toMillis(seconds);
      assertThat(kind.untilDue(at)).isZero();
    }
  }

  @Test
  void afterAnHoursRest_itIsForgettable_andAnErrorIsNew() {
    Aggregate sent = Aggregate.of(error(1), NOW).taken().sent(NOW);

    assertThat(sent.isForgettable(NOW + HOUR - 1)).isFalse();
    assertThat(sent.isForgettable(NOW + HOUR)).isTrue();
    assertThat(sent.with(error(1), NOW + HOUR).isNew()).isTrue();
    assertThat(sent.with(error(1), NOW + HOUR - 1).isNew()).isFalse();
  }

  @Test
  void clockSetBack_delaysByAnHourAtMost() {
    Aggregate sent =
        Aggregate.of(error(1), NOW).taken().sent(NOW + 1000 * HOUR).with(error(1), NOW);

    assertThat(sent.untilDue(NOW)).isLessThanOrEqualTo(HOUR);
  }

  @Test
  void takenTwice_isADefect() {
    Aggregate taken = Aggregate.of(error(1), NOW).taken();

    assertThatThrownBy(taken::taken).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void merge_addsWhatTwoOwnersCounted() {
    Aggregate a = Aggregate.of(error(1), NOW).with(error(2), NOW).taken();
    Aggregate b = Aggregate.of(error(2), NOW).with(error(3), NOW);

    Aggregate both = a.merge(b);

    assertThat(both.isPending()).isTrue();
    assertThat(both.count()).isEqualTo(4);
    assertThat(both.parcel(NOW).userAgent()).endsWith(Requests.source(1));
    assertThat(a.merge(a.sent(NOW)).count()).isEqualTo(2);
    assertThat(a.sent(NOW).merge(b).count()).isEqualTo(2);
  }

  @Test
  void sources_areExactUpToALimit() throws IOException {
    Aggregate kind = Aggregate.of(error(0), NOW);
    for (int i = 1; i < SourceSet.MOST + 10; i++) {
      kind = kind.with(error(i), NOW);
      if (i == SourceSet.MOST / 2) {
        assertThat(metaOf(kind.parcel(NOW))).containsEntry("instances", i + 1L);
      }
    }

    assertThat(metaOf(kind.parcel(NOW)))
        .containsEntry("instances", (long) SourceSet.MOST)
        .containsEntry("occurrences", SourceSet.MOST + 10L);
  }

  @Test
  void serializedForm_cutAnywhere_isAnIoException() {
    byte[] bytes = Aggregate.of(error(1), NOW).taken().with(error(2), NOW).toBytes();

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Aggregate.of(cut)).isInstanceOf(IOException.class);
    }
  }

  /** Whatever happens in whatever order: what was sent and what waits is what came in, and each state is stored exactly. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomHistory_losesAndDoublesNothing(long seed) throws IOException {
    Random random = new Random(seed);
    long now = NOW;
    long seen = 1;
    long sent = 0;
    Set<Integer> sources = new HashSet<>(Set.of(1));
    Aggregate kind = Aggregate.of(error(1), now);
    for (int step = 0; step < 500; step++) {
      now += random.nextInt(100_000);
      switch (random.nextInt(6)) {
        case 0 -> kind = kind.isPending() ? kind.taken() : kind;
        case 1 -> {
          if (kind.isInFlight()) {
            sent += kind.parcel(now).occurrences();
            kind = kind.sent(now);
          }
        }
        case 2 -> kind = kind.returned();
        case 3 -> kind = Aggregate.of(kind.toBytes());
        default -> {
          int source = random.nextInt(50);
          sources.add(source);
          seen++;
          kind = kind.with(error(source), now);
        }
      }
      assertThat(sent + kind.count()).isEqualTo(seen);
      assertThat(Aggregate.of(kind.toBytes()).toBytes()).isEqualTo(kind.toBytes());
    }
    assertThat(kind.firstSeen()).isGreaterThanOrEqualTo(NOW);
  }

  /** Several owners that merge at the end count the same as one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void splitHistory_mergesToTheSameCounts(long seed) throws IOException {
    Random random = new Random(seed);
    List<Aggregate> parts = new ArrayList<>();
    Set<Integer> sources = new HashSet<>();
    long errors = 0;
    for (int part = 0; part < 5; part++) {
      Aggregate one = null;
      int count = 1 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        int source = random.nextInt(100);
        sources.add(source);
        one = one == null ? Aggregate.of(error(source), NOW) : one.with(error(source), NOW);
        errors++;
      }
      parts.add(one);
    }
    Aggregate all = parts.stream().reduce(Aggregate::merge).orElseThrow();

    assertThat(metaOf(all.parcel(NOW)))
        .containsEntry("occurrences", errors)
        .containsEntry("instances", (long) sources.size())
        .containsEntry("firstSeen", Instant.ofEpochMilli(NOW).toString());
  }
}
