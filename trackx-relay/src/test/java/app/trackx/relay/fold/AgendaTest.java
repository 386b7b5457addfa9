package app.trackx.relay.fold;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Scrubber;
import app.trackx.relay.testing.FakeTime;
import app.trackx.relay.testing.Requests;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final long NOW = FakeTime.NOON;
  private static final SightingReader READER = new SightingReader(Scrubber.none());

  private static Sighting error(int kind) throws IOException {
    return READER.read(Requests.error(1, kind));
  }

  private static Aggregate fresh(int kind) throws IOException {
    return Aggregate.of(error(kind), NOW);
  }

  private static Aggregate known(int kind, long sentAt) throws IOException {
    return fresh(kind).taken().sent(sentAt).with(error(kind), sentAt);
  }

  private static @Nullable Aggregate first(Agenda agenda, List<Aggregate> all) {
    all.forEach(agenda::look);
    return agenda.first();
  }

  @Test
  void newKinds_goFirst() throws IOException {
    Aggregate fresh = fresh(1);

    assertThat(first(new Agenda(NOW, id -> 0), List.of(known(2, NOW - 60_000), fresh)))
        .isSameAs(fresh);
    assertThat(first(new Agenda(NOW, id -> 0), List.of(fresh, known(2, NOW - 60_000))))
        .isSameAs(fresh);
  }

  @Test
  void knownKinds_goByTheirDueTime() throws IOException {
    Aggregate longer = known(1, NOW - 60_000);

    assertThat(first(new Agenda(NOW, id -> 0), List.of(known(2, NOW - 20_000), longer)))
        .isSameAs(longer);
  }

  @Test
  void kindThatFailed_goesLast() throws IOException {
    Aggregate failed = fresh(1);
    Aggregate known = known(2, NOW - 60_000);
    Agenda agenda = new Agenda(NOW, id -> id.equals(failed.id()) ? 1 : 0);

    assertThat(first(agenda, List.of(failed, known))).isSameAs(known);
  }

  @Test
  void nothingDue_saysWhenTheNextIs() throws IOException {
    Agenda agenda = new Agenda(NOW, id -> 0);

    assertThat(
            first(agenda, List.of(known(1, NOW), known(2, NOW - 4_000), fresh(3).taken())))
        .isNull();
    assertThat(agenda.untilNext()).isEqualTo(6_000);
    assertThat(new Agenda(NOW, id -> 0).untilNext()).isEqualTo(Long.MAX_VALUE);
  }
}
