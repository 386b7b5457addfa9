package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in a heap that stays full, each in its own JVM. */
class OutOfMemoryTest {
  /** What the last JVM printed, which says more of a failure. */
  private String printed = "";

  @ParameterizedTest
  @CsvSource({
    "main, small, SerialGC",
    "main, small, ParallelGC",
    "main, small, G1GC",
    "main, large, SerialGC",
    "main, large, G1GC",
    "worker, small, SerialGC",
    "worker, small, G1GC",
    "sent, small, SerialGC",
    "sent, small, G1GC"
  })
  void outOfMemory_thatStays_isDelivered(String way, String fill, String collector)
      throws Exception {
    List<Event> events = eventsOf(way, fill, collector);

    assertThat(events).hasSize(1);
    assertThat(events.get(0).name()).isEqualTo("java.lang.OutOfMemoryError");
    assertThat(events.get(0).frames()).isNotEmpty();
    assertThat(events.get(0).uri()).startsWith("java:app.trackx.OutOfMemoryProgram.");
  }

  @ParameterizedTest
  @CsvSource({"SerialGC", "G1GC"})
  void outOfMemory_asACause_isDelivered(String collector) throws Exception {
    List<Event> events = eventsOf("cause", "small", collector);

    assertThat(events).extracting(Event::name).containsExactly("java.lang.IllegalStateException");
    assertThat(events.get(0).stack()).contains("java.lang.OutOfMemoryError", "Wrapped by:");
  }

  @Test
  void otherError_inAFullHeap_isDelivered() throws Exception {
    List<Event> events = eventsOf("other", "small", "SerialGC");

    assertThat(events).as(printed).extracting(Event::message).containsExactly("no order");
  }

  @Test
  void outOfMemory_afterADelivery_isDelivered() throws Exception {
    List<Event> events = eventsOf("warm", "small", "SerialGC");

    assertThat(events)
        .as(printed)
        .extracting(Event::name)
        .containsExactly("java.lang.IllegalStateException", "java.lang.OutOfMemoryError");
  }

  @Test
  void arrayThatIsTooLarge_inAHeapThatIsFine_isDeliveredEachTime() throws Exception {
    assertThat(eventsOf("huge", "small", "G1GC"))
        .extracting(Event::name)
        .containsOnly("java.lang.OutOfMemoryError")
        .hasSize(3);
  }

  private List<Event> eventsOf(String way, String fill, String collector) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result = new ChildJvm()
          .option("-Xmx32m")
          .option("-XX:+Use" + collector)
          .run(OutOfMemoryProgram.class, server.endpoint(), way, fill);
      printed = String.join("\n", result.err).replace("%", "%%");
      assertThat(server.events()).as(printed).isNotEmpty();
      return server.events();
    }
  }
}
