package app.trackx.examples.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/**
 * Logs with SLF4J's fluent API and the program's own configuration in this JVM: without an
 * endpoint, so events go to the client of {@code TrackX.setup}.
 */
class FluentApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final TrackXLocal server = TrackXLocal.start();

  @AfterEach
  void close() {
    TrackX.close();
    server.close();
  }

  private Event log(Runnable call) {
    TrackX.setup(TrackXClient.builder(server.endpoint()).captureUncaught(false));
    call.run();
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }

  @Test
  void pairs_areAPartOfTheThreadContextOfWhichChosenKeysLeave() {
    Event event = log(() -> LoggerFactory.getLogger("a.library")
        .atError()
        .addKeyValue("file", "garden.csv")
        .addKeyValue("user", "ann")
        .log("{} cannot be read", "it"));

    assertThat(event.meta()).containsEntry("mdc", Map.of("file", "garden.csv"));
    assertThat(event.meta()).containsEntry("template", "{} cannot be read");
    assertThat(event.meta()).doesNotContainKeys("file", "user");
  }

  @Test
  void markers_theLastIsThere() {
    Event event = log(() -> LoggerFactory.getLogger("a.library")
        .atError()
        .addMarker(MarkerFactory.getMarker("ONE"))
        .addMarker(MarkerFactory.getMarker("TWO"))
        .log("failed"));

    assertThat(event.meta().get("markers")).asString().isEqualTo("[TWO]");
  }

  @Test
  void callSite_isTheLineThatLogged() {
    Event event = log(() -> LoggerFactory.getLogger("a.library").atError().log("failed"));

    assertThat(event.frames().get(0).callee()).startsWith(FluentApiTest.class.getName());
  }
}
