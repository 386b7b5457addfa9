package app.trackx.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole check, with a TrackX-compatible server and without one. */
@Timeout(60)
class DoctorTest {
  @Test
  void goodEndpoint_receivesOnePingAndOneEventOfTypeTest() {
    try (TrackXLocal server = TrackXLocal.start()) {
      Checked checked = Checked.run(server.endpoint());

      assertThat(checked.out())
          .contains("ok name 127.0.0.1 is an IP address", "ok ping 200", "ok event 200", "ok clock")
          .contains("does not prove that the event was stored", "the event \"TrackX check\"")
          .contains("\"Automatically fetch source maps\"", "Switch it off unless", "sourceUrl");
      assertThat(checked.exitCode()).isEqualTo(Main.SUCCESS);
      assertThat(server.events()).hasSize(1);
      Event event = server.events().get(0);
      assertThat(event.name()).isEqualTo(Doctor.EVENT_NAME);
      assertThat(event.type()).isEqualTo(99);
      assertThat(server.sessions()).hasSize(1);
    }
  }

  @Test
  void hostWithNonAsciiLetters_isResolvedInItsDnsForm() {
    try (TrackXLocal server = TrackXLocal.start()) {
      String wide = server.endpoint().replace("127.0.0.1", "\uff4cocalhost"); // a fullwidth l

      assertThat(Checked.run(wide).out()).contains("ok name", "ok event 200");
    }
  }

  @Test
  void trailingSlashAndEvent_areIgnored() {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(Checked.run(server.endpoint() + "/event/").exitCode()).isEqualTo(Main.SUCCESS);
    }
  }

  @Test
  void allowedOrigins_requireTheOption() {
    try (TrackXLocal server =
        TrackXLocal.builder().project(Checked.KEY, "https://shop.example.com").start()) {
      assertThat(Checked.run(server.endpoint()).out())
          .contains("403 \"Invalid origin\"", "Check again with --origin");
      assertThat(Checked.run(server.endpoint(), "--origin", "https://shop.example.com")
              .exitCode())
          .isEqualTo(Main.SUCCESS);
    }
  }

  @Test
  void unknownKey_isReported() {
    try (TrackXLocal server = TrackXLocal.builder().project("aaaaaaaaaaa").start()) {
      Checked checked = Checked.run("http://127.0.0.1:" + server.port() + "/v1/" + Checked.KEY);

      assertThat(checked.out()).contains("403 \"Invalid key\"").doesNotContain(Checked.KEY);
    }
  }

  @Test
  void unknownHost_receivesNoRequest() {
    Checked checked = Checked.run("https://trackx.invalid/v1/" + Checked.KEY);

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out())
        .contains("FAIL name unknown host: trackx.invalid.")
        .doesNotContain("ping", Checked.KEY);
  }

  @Test
  void portWithoutAServer_isReportedAsRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(Checked.run("http://127.0.0.1:" + port + "/v1/" + Checked.KEY).out())
        .contains("127.0.0.1:" + port + " refused the connection: nothing listens on this port.")
        .contains("note event not sent");
  }

  @Test
  void serverThatNeverResponds_isWaitedForOnce_andBriefly() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      CheckedEndpoint target =
          CheckedEndpoint.of("http://127.0.0.1:" + silent.getLocalPort() + "/v1/" + Checked.KEY);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Report report = Report.to(new PrintStream(out, true, StandardCharsets.UTF_8), target);

      assertThat(new Doctor(target, report, Duration.ofSeconds(1)).examine()).isFalse();

      assertThat(out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
          .contains("accepted the connection but did not respond within 1 second.")
          .contains("note event not sent");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "'\"%s/\"'", "\ufeff%s\r\n", "\u201c%s\u201d"})
  void endpointWithQuotesOrLineBreaks_isChecked(String around) {
    try (TrackXLocal server = TrackXLocal.start()) {
      Checked checked = Checked.run(String.format(around, server.endpoint()), "--origin", "'java'");

      assertThat(checked.exitCode()).isEqualTo(Main.SUCCESS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${TRACKX_ENDPOINT}", "$(X)", "@x@", "null", "https://h/v1/<key>"})
  void placeholder_isAUsageError_thatNamesIt(String placeholder) {
    Checked checked = Checked.run(placeholder);

    assertThat(checked.exitCode()).isEqualTo(Main.INVALID_ARGUMENTS);
    assertThat(checked.err()).contains("The argument contains a placeholder", "Usage:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\"",
        "off",
        "https://h/v1/short",
        "--origin",
        "--nonsense",
        "ftp://h/v1/0123456789a"
      })
  void wrongArguments_areUsageErrors(String argument) {
    Checked checked = Checked.run(argument);

    assertThat(checked.exitCode()).isEqualTo(Main.INVALID_ARGUMENTS);
    assertThat(checked.err()).contains("Usage: java -jar trackx-doctor-<version>.jar");
    assertThat(checked.out()).isEmpty();
  }

  @Test
  void wrongOrigin_isAUsageError_withoutTheKey() {
    Checked checked =
        Checked.run("https://h/v1/" + Checked.KEY, "--origin", "https://shop\n.example.com");

    assertThat(checked.exitCode()).isEqualTo(Main.INVALID_ARGUMENTS);
    assertThat(checked.err()).doesNotContain(Checked.KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--endpoint=", "-Dtrackx.endpoint=", "--"})
  void unknownOption_isNamed_withoutTheKeyInIt(String option) {
    Checked checked = Checked.run(option + "https://trackx.example.com/v1/" + Checked.KEY);

    assertThat(checked.exitCode()).isEqualTo(Main.INVALID_ARGUMENTS);
    assertThat(checked.err()).contains("Unknown option: -").doesNotContain(Checked.KEY);
  }

  @Test
  void origin_mayFollowAnEqualsSign() {
    try (TrackXLocal server =
        TrackXLocal.builder().project(Checked.KEY, "https://shop.example.com").start()) {
      assertThat(Checked.run("--origin=https://shop.example.com", server.endpoint())
              .exitCode())
          .isEqualTo(Main.SUCCESS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--help https://trackx.example.com/v1/0123456789a"})
  void help_succeeds(String arguments) {
    Checked checked = Checked.run(arguments.split(" "));

    assertThat(checked.exitCode()).isEqualTo(Main.SUCCESS);
    assertThat(checked.out()).contains("Usage:", "Exit code:");
  }
}
