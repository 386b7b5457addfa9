package app.trackx.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The events of a client in a real recording. */
@Timeout(120)
class TrackXFlightRecorderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final RecordingTransport transport = new RecordingTransport();

  @TempDir
  Path folder;

  @Test
  void recording_hasWhatWasCapturedSentAndDropped() throws Exception {
    transport.then(Outcome.sent()).then(Outcome.rejected(422));
    CountDownLatch told = new CountDownLatch(1);
    List<RecordedEvent> events = record(client -> {
      client.addListener(new Diagnostics.Listener() {
        @Override
        public void dropped(DropReason reason, long errors) {
          told.countDown(); // after the recorder, which was added before
        }
      });
      client.sendEvent(new IllegalStateException("of bob@example.com"));
      assertThat(client.flush(PATIENCE)).isTrue();
      client.capture(EventType.CUSTOM_LOGGER).message("secret").send();
      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    });

    assertThat(named(events, "Captured"))
        .extracting(event -> event.getString("error"), event -> event.getString("type"))
        .containsExactly(
            tuple("java.lang.IllegalStateException", "PROGRAMMATIC"), tuple(null, "CUSTOM_LOGGER"));
    assertThat(named(events, "Sent")).singleElement().satisfies(event -> {
      assertThat(event.getLong("errors")).isEqualTo(1);
      assertThat(event.getLong("size")).isGreaterThan(100);
      assertThat(event.getDuration("took")).isBetween(Duration.ofNanos(1), PATIENCE);
    });
    assertThat(named(events, "Dropped")).singleElement().satisfies(event -> {
      assertThat(event.getString("reason")).isEqualTo("REJECTED");
      assertThat(event.getLong("errors")).isEqualTo(1);
    });
  }

  @Test
  void events_areRecordedByTheClientsThreads_withoutAStackTrace() throws Exception {
    List<RecordedEvent> events = record(client -> client.sendEvent(new RuntimeException()));

    assertThat(events).hasSize(2).allSatisfy(event -> {
      assertThat(event.getThread().getJavaName()).startsWith("trackx-");
      assertThat(event.getStackTrace()).isNull();
    });
  }

  @Test
  void file_containsNeitherMessageNorKey() throws Exception {
    record(client -> client.sendEvent(new IllegalStateException("of bob@example.com")));
    String file =
        new String(Files.readAllBytes(folder.resolve("r.jfr")), StandardCharsets.ISO_8859_1);

    assertThat(file)
        .contains("java.lang.IllegalStateException")
        .doesNotContain("bob@example", RecordingTransport.KEY);
  }

  @Test
  void close_endsTheEvents_andTheClientGoesOn() throws Exception {
    List<RecordedEvent> events = record(client -> {
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isTrue();
      TrackXFlightRecorder second = TrackXFlightRecorder.start(client);
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isTrue();
      second.close();
      second.close();
      client.sendEvent(new RuntimeException());
    });

    assertThat(named(events, "Captured")).hasSize(4);
  }

  private interface Application {
    void run(TrackXClient client) throws Exception;
  }

  private List<RecordedEvent> record(Application application) throws Exception {
    Path file = folder.resolve("r.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      try (TrackXClient client = transport.client()) {
        assertThat(TrackXFlightRecorder.start(client).isAvailable()).isTrue();
        application.run(client);
        assertThat(client.flush(PATIENCE)).isTrue();
      }
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("app.trackx."))
        .collect(Collectors.toList());
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("app.trackx." + name))
        .collect(Collectors.toList());
  }
}
