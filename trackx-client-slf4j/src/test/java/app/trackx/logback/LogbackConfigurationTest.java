package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import ch.qos.logback.core.status.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target of events, and invalid or missing configuration. */
@Tag("logback")
class LogbackConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AfterEach
  void close() {
    TrackX.close();
  }

  @Test
  void noEndpoint_usesTheClientOfASetupThatComesLater() {
    try (LogbackSetup setup = LogbackSetup.with("")) {
      TrackX.setup(setup.server.endpoint());
      setup.logger().error("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).hasSize(1);
      assertThat(setup.statuses()).isEmpty();
    }
  }

  @Test
  void noEndpoint_releaseOfTheAppenderGoesWithItsEvents() {
    try (LogbackSetup setup = LogbackSetup.with("<release>1.4.2</release>")) {
      TrackX.setup(setup.server.endpoint());
      setup.logger().error("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events().get(0).meta()).containsEntry("release", "1.4.2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<endpoint> </endpoint>",
        "<endpoint>${NOBODY_SETS_THIS:-\"\"}</endpoint>",
        "<endpoint>\"\"</endpoint>"
      })
  void noEndpointAndNoSetup_isOneWarningAndNoHarm(String element) {
    try (LogbackSetup setup = LogbackSetup.with(element)) {
      assertThat(setup.statuses()).isEmpty();
      setup.logger().error("e");
      setup.logger().error("e", new IllegalStateException());

      assertOneWarning(setup, "no TrackX client", "TrackX.setup");
    }
  }

  /** Logback 1.2 does not support empty defaults, and reports the replacement as a status. */
  @Test
  void emptyDefault_ofAVariable_isNoEndpointAndNoHarm() {
    try (LogbackSetup setup = LogbackSetup.with("<endpoint>${NOBODY_SETS_THIS:-}</endpoint>")) {
      setup.logger().error("e");

      boolean old = System.getProperty("trackx.test.logback", "1.3.").startsWith("1.2.");
      assertThat(setup.statuses()).hasSize(old ? 2 : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${NOBODY_SETS_THIS}", "$(X)", "@x@", "{{ x }}", "null"})
  void placeholder_isOneWarning_andTheClientOfSetupIsUsed(String placeholder) {
    try (LogbackSetup setup = LogbackSetup.with(
        "<endpoint>" + placeholder + "</endpoint>" + "<release>" + placeholder + "</release>")) {
      TrackX.setup(setup.server.endpoint());
      setup.logger().error("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events())
          .singleElement()
          .satisfies(event -> assertThat(event.meta()).doesNotContainKey("release"));
      assertOneWarning(
          setup, "<endpoint> contains a placeholder", "<release> contains a placeholder");
    }
  }

  @Test
  void quotedEndpoint_isUsed() {
    try (LogbackSetup setup = LogbackSetup.with("")) {
      setup.configure("<endpoint>'\"" + setup.server.endpoint() + "\"'</endpoint>", "");
      setup.logger().error("e");

      assertThat(setup.event().message()).isEqualTo("e");
      assertThat(setup.statuses()).isEmpty();
    }
  }

  @Test
  void off_isNoWarning_andNothingIsReported() {
    try (LogbackSetup setup = LogbackSetup.with("<endpoint>off</endpoint>")) {
      TrackX.setup(setup.server.endpoint());
      setup.logger().error("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).isEmpty();
      assertThat(setup.statuses()).isEmpty();
    }
  }

  @Test
  void malformedEndpoint_isOneWarning_andNothingIsReported() {
    try (LogbackSetup setup =
        LogbackSetup.with("<endpoint>https://api.example.com/v1/tooshort</endpoint>")) {
      TrackX.setup(setup.server.endpoint());
      setup.logger().error("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).isEmpty();
      assertOneWarning(setup, "<endpoint> is not a TrackX endpoint", "nothing is reported");
      assertThat(setup.statuses().get(0).getMessage()).doesNotContain("tooshort");
    }
  }

  @Test
  void unknownLevelAndBadOrigin_areOneWarning_andTheirDefaultsHold() {
    try (LogbackSetup setup =
        LogbackSetup.reporting("<minimumLevel>LOUD</minimumLevel><origin>an origin</origin>")) {
      setup.logger().warn("w");
      setup.logger().error("e");

      assertThat(setup.event().message()).isEqualTo("e");
      assertOneWarning(setup, "'LOUD'", "ERROR is used", "origin", "the default is used");
    }
  }

  @Test
  void unreachableServer_isNoStatusUntilShutdown() {
    TrackXLocal gone = TrackXLocal.start();
    gone.close();
    try (LogbackSetup setup = LogbackSetup.with("<endpoint>" + gone.endpoint() + "</endpoint>")) {
      setup.logger().error("e");

      assertThat(setup.statuses()).isEmpty();
      setup.appender().stop();
      assertOneWarning(setup, "Some events were not sent", "captured=1");
    }
  }

  @Test
  void endpointOfTheSetUpClient_usesThatOne() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      TrackXClient shared = TrackX.setup(setup.server.endpoint() + "/event");
      setup.logger().error("e");

      assertThat(shared.diagnostics().captured()).isEqualTo(1);
      TrackX.close();
      setup.logger().error("after the close of that one");
      setup.awaitEvents(2);
      assertThat(shared.diagnostics().captured()).isEqualTo(1);
    }
  }

  @Test
  void endpointOfAnotherProject_hasAClientOfItsOwn() {
    try (TrackXLocal other = TrackXLocal.start();
        LogbackSetup setup = LogbackSetup.reporting("")) {
      TrackXClient shared = TrackX.setup(other.endpoint());
      setup.logger().error("e");

      setup.awaitEvents(1);
      assertThat(shared.diagnostics().captured()).isZero();
    }
  }

  @Test
  void stop_leavesTheSetUpClientOpen() {
    try (LogbackSetup setup = LogbackSetup.with("")) {
      TrackX.setup(setup.server.endpoint());
      setup.appender().stop();

      assertThat(TrackX.client().isEnabled()).isTrue();
    }
  }

  @Test
  void stop_leavesAGivenClientOpen() {
    try (LogbackSetup setup = LogbackSetup.with("");
        TrackXClient given = setup.client()) {
      TrackXAppender appender = new TrackXAppender();
      appender.setContext(setup.context);
      appender.setClient(given);
      appender.start();
      appender.stop();

      assertThat(given.isEnabled()).isTrue();
    }
  }

  @Test
  void stop_sendsWhatIsPending() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("first");
      setup.awaitEvents(1); // the first request of a JVM may take longer than stop waits
      setup.logger().error("pending");
      setup.appender().stop();

      assertThat(setup.server.events()).hasSize(2);
    }
  }

  @Test
  void stoppedTwice_andStartedAgain_works() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      TrackXAppender appender = setup.appender();
      appender.stop();
      appender.stop();
      setup.logger().error("while it is stopped");
      appender.start();
      appender.start();
      setup.logger().error("e");

      assertThat(setup.event().message()).isEqualTo("e");
    }
  }

  @Test
  void reconfiguration_losesNothing() {
    try (LogbackSetup setup = LogbackSetup.reporting("")) {
      setup.logger().error("first");
      setup.awaitEvents(1);
      setup.logger().error("before");
      setup.configure("<endpoint>" + setup.server.endpoint() + "</endpoint>", "");
      setup.logger().error("after");
      setup.awaitEvents(3);

      assertThat(setup.server.events())
          .extracting(event -> event.message())
          .containsExactly("first", "before", "after");
    }
  }

  private static void assertOneWarning(LogbackSetup setup, String... parts) {
    assertThat(setup.statuses()).singleElement().satisfies(status -> {
      assertThat(status.getEffectiveLevel()).isEqualTo(Status.WARN);
      assertThat(status.getMessage()).contains(parts);
    });
  }
}
