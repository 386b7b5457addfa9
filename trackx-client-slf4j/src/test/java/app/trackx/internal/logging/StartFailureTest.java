package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as Spring Boot 3.5 logs them. */
class StartFailureTest {
  private static final String LOGGER =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  private static String text(String description) {
    return "\n\n***************************\nAPPLICATION FAILED TO START\n***************************"
        + "\n\nDescription:\n\n" + description + "\n\nAction:\n\nConsider 17 other things.\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Web server failed to start. Port 8080 was already in use."
            + "| Web server failed to start. Port # was already in use.",
        "Connection to 10.0.0.17:5432 refused after 30.5s, 3 of 3 | Connection to # refused after #, # of #",
        "at [2001:db8::1f]:80 | at [#:db8::#]:#",
        "no bean of type 'com.acme.V1Parser' in com.acme.S3Client"
            + "| no bean of type 'com.acme.V1Parser' in com.acme.S3Client",
        "com.acme.Pay$1 needs OAuth2, Base64, Log4j2 and step1"
            + "| com.acme.Pay$# needs OAuth2, Base64, Log4j2 and step1",
        "bean com.acme.Shop@1b2c3d4 of shop@deadbeef | bean com.acme.Shop@# of shop@#",
        "run 550e8400-e29b-41d4-abcd-446655440000 failed | run # failed",
        "pod shop-7d9f8b6c5-x2x8z of tomcat8080 | pod shop-# of tomcat#",
        "in /app/shop-1.4.2.jar!/BOOT-INF | in /app/shop-#.jar!/BOOT-INF",
        "Value: \"abc\" | Value: \"#\"",
        "an open \" quote | an open \" quote",
        "a bad cafe facade 'decade' | a bad cafe facade 'decade'",
      })
  void description_keepsWhatTellsFailuresApart_andNothingElse(String description, String stable) {
    assertThat(StartFailure.description(text(description))).isEqualTo(stable);
    assertThat(StartFailure.description(text(description).replace("\n", "\r\n")))
        .isEqualTo(stable);
  }

  @Test
  void textOfAnotherForm_countsAsAWhole() {
    assertThat(
            StartFailure.description("\n\n****\nAPPLICATION FAILED TO START\n****\n\nno bean 17\n"))
        .isEqualTo("APPLICATION FAILED TO START\n****\n\nno bean #");
    assertThat(StartFailure.description(text(""))).startsWith("APPLICATION FAILED TO START");
    assertThat(StartFailure.description("port 8080")).isEqualTo("port #");
    assertThat(StartFailure.description("\nDescription:\n\nport 8080")).isEqualTo("port #");
    assertThat(StartFailure.description("")).isEmpty();
  }

  @Test
  void unrelatedFailures_areTwoIssues_andTheSameOneIsOne() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      LogOptions options = new LogOptions();
      options.client(client);
      LogReporter reporter = options.start(status -> {});
      for (int port = 8080; port < 8083; port++) {
        reporter.report(line(text("Port " + port + " was already in use.")));
      }
      reporter.report(line(text("A component required a bean named 'clock'.")));
      client.flush(Duration.ofSeconds(20));

      assertThat(server.issues()).hasSize(2);
      Event event = server.events().get(0);
      assertThat(event.name()).isEqualTo("Application failed to start");
      assertThat(event.message()).isEqualTo("Port # was already in use.");
      assertThat(event.meta().get("log").toString())
          .contains("Port 8080", "Action:", "Consider 17 other things.");
      assertThat(event.meta()).containsEntry("logger", LOGGER);
      assertThat(event.frames()).isEmpty();
    }
  }

  @Test
  void recordWithAnException_isThatException() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      LogOptions options = new LogOptions();
      options.client(client);
      options.start(status -> {}).report(new FakeLine(new IllegalStateException()) {
        @Override
        public String logger() {
          return LOGGER;
        }
      });
      client.flush(Duration.ofSeconds(20));

      assertThat(server.events())
          .singleElement()
          .extracting(Event::name)
          .asString()
          .contains("Illegal");
    }
  }

  private static FakeLine line(String text) {
    return new FakeLine(null) {
      @Override
      public String logger() {
        return LOGGER;
      }

      @Override
      public String message() {
        return text;
      }

      @Override
      public String template() {
        return text;
      }
    };
  }
}
