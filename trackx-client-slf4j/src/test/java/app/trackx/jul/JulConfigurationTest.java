package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target of events, and invalid or missing configuration. */
class JulConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String VARIABLE = "app.trackx.jul.test";

  @AfterEach
  void close() {
    TrackX.close();
    System.clearProperty(VARIABLE);
  }

  @Test
  void noEndpoint_usesTheClientOfASetupThatComesLater() {
    try (JulSetup setup = JulSetup.with()) {
      TrackX.setup(setup.server.endpoint());
      setup.logger.severe("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).hasSize(1);
      assertThat(setup.errors).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"level=", "endpoint= ", "endpoint=${NOBODY_SETS_THIS}", "endpoint=${}"})
  void noEndpointAndNoSetup_isOneErrorAndNoHarm(String property) {
    try (JulSetup setup = JulSetup.with(property)) {
      assertThat(setup.errors).isEmpty();
      setup.logger.severe("e");
      setup.logger.log(Level.SEVERE, "e", new IllegalStateException());

      assertThat(setup.errors)
          .singleElement()
          .asString()
          .contains("no TrackX client", "TrackX.setup");
    }
  }

  @Test
  void variable_isASystemProperty() {
    try (TrackXLocal other = TrackXLocal.start()) {
      System.setProperty(VARIABLE, " " + other.endpoint() + " ");
      try (JulSetup setup = JulSetup.with("endpoint=${" + VARIABLE + "}")) {
        setup.logger.severe("e");
        setup.handler.close();

        assertThat(other.events()).hasSize(1);
        assertThat(setup.errors).isEmpty();
      }
    }
  }

  @Test
  void variable_thatIsNotTheWholeValue_isOneError() {
    try (JulSetup setup = JulSetup.with("endpoint=https://example.com/v1/${KEY}")) {
      assertThat(setup.errors).singleElement().asString().contains(".endpoint", "entire value");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(X)", "@x@", "{{ x }}", "null"})
  void placeholder_isOneError_andTheClientOfSetupIsUsed(String placeholder) {
    try (JulSetup setup = JulSetup.with("endpoint=" + placeholder)) {
      TrackX.setup(setup.server.endpoint());
      setup.logger.severe("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).hasSize(1);
      assertThat(setup.errors)
          .singleElement()
          .asString()
          .startsWith("TrackX: app.trackx.jul.TrackXHandler.endpoint contains a placeholder");
    }
  }

  @Test
  void malformedEndpoint_isOneError_andNothingIsReported() {
    try (JulSetup setup = JulSetup.with("endpoint=https://api.example.com/v1/tooshort")) {
      TrackX.setup(setup.server.endpoint());
      setup.logger.severe("e");
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(setup.server.events()).isEmpty();
      assertThat(setup.errors)
          .singleElement()
          .asString()
          .contains("TrackXHandler.endpoint is not a TrackX endpoint", "nothing is reported")
          .doesNotContain("tooshort");
    }
  }

  @Test
  void severalFaults_areOneError_andTheirDefaultsHold() {
    try (JulSetup setup = JulSetup.reporting(
        "level=LOUD",
        "formatter=no.such.Formatter",
        "filter=java.lang.String",
        "origin=an origin")) {
      setup.logger.warning("w");
      setup.logger.severe("e");

      assertThat(setup.event().message()).isEqualTo("e");
      assertThat(setup.errors)
          .singleElement()
          .asString()
          .contains(
              "'LOUD'", "SEVERE is used", "'no.such.Formatter'", "'java.lang.String'", "origin")
          .doesNotContain("\n");
    }
  }

  @Test
  void unreachableServer_isNoError() {
    TrackXLocal gone = TrackXLocal.start();
    gone.close();
    try (JulSetup setup = JulSetup.with("endpoint=" + gone.endpoint())) {
      setup.logger.severe("e");

      assertThat(setup.errors).isEmpty();
    }
  }

  @Test
  void endpointOfTheSetUpClient_usesThatOne() {
    try (JulSetup setup = JulSetup.reporting()) {
      TrackXClient shared = TrackX.setup(setup.server.endpoint());
      setup.logger.severe("e");

      assertThat(shared.diagnostics().captured()).isEqualTo(1);
    }
  }

  @Test
  void endpointInCode_isUsed() {
    try (TrackXLocal server = TrackXLocal.start()) {
      TrackXHandler handler = new TrackXHandler(server.endpoint());
      handler.publish(new LogRecord(Level.SEVERE, "e"));
      handler.publish(null);
      handler.close();

      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void close_leavesTheSetUpClientOpen() {
    try (JulSetup setup = JulSetup.with()) {
      TrackX.setup(setup.server.endpoint());
      setup.handler.close();

      assertThat(TrackX.client().isEnabled()).isTrue();
    }
  }

  @Test
  void close_leavesAGivenClientOpen() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient given = TrackXClient.builder(server.endpoint()).build()) {
      TrackXHandler handler = new TrackXHandler(given);
      handler.publish(new LogRecord(Level.SEVERE, "e"));
      handler.close();
      assertThat(given.flush(PATIENCE)).isTrue();

      assertThat(given.isEnabled()).isTrue();
      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void close_ofOneOfTwo_leavesTheOtherItsClient_evenIfClosedTwice() {
    try (JulSetup setup = JulSetup.reporting()) {
      TrackXHandler alike = new TrackXHandler(setup.server.endpoint());
      alike.close();
      alike.close();
      setup.logger.severe("e");

      assertThat(setup.events(1)).hasSize(1);
    }
  }

  @Test
  void afterClose_nothingIsReported() {
    try (JulSetup setup = JulSetup.with()) {
      TrackXClient shared = TrackX.setup(setup.server.endpoint());
      setup.handler.close();
      setup.logger.severe("e");
      setup.handler.flush();

      assertThat(shared.diagnostics().captured()).isZero();
      assertThat(setup.errors).isEmpty();
    }
  }

  @Test
  void flush_waitsUntilItIsSent() {
    try (JulSetup setup = JulSetup.reporting()) {
      setup.logger.severe("e");
      setup.handler.flush();

      assertThat(setup.server.events()).hasSize(1);
    }
  }
}
