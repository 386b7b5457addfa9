package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import app.trackx.relay.testing.RawHttp;
import app.trackx.testing.RawServer;
import app.trackx.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir
  Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private int run(String... flags) {
    return Main.run(
        List.of(flags),
        Map.of("TRACKX_RELAY_DATA", directory.toString(), "TRACKX_RELAY_CALL_TIMEOUT", "40"),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        stopped);
  }

  private int check(String server, String... more) {
    List<String> flags = new ArrayList<>(List.of("--check", "--listen", "0", "--server", server));
    flags.addAll(List.of(more));
    return run(flags.toArray(new String[0]));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void help_andVersion_exitAtOnce() {
    assertThat(run("--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(printed()).contains("--server").contains("trackx-relay (development)");
  }

  @Test
  void wrongOption_is2_andASentence() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("--server is missing.");
  }

  @Test
  void relayThatCannotStart_is1_andASentence() throws IOException {
    try (ServerSocket used = new ServerSocket(0)) {
      assertThat(run("--server", "http://127.0.0.1:1", "--listen", "" + used.getLocalPort()))
          .isEqualTo(1);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("Another program listens on port")
        .contains("--listen");
  }

  @Test
  void kafkaThatIsDown_isASentence() {
    assertThat(run(
            "--server=http://127.0.0.1:1",
            "--kafka=127.0.0.1:1",
            "--kafka.default.api.timeout.ms=500",
            "--kafka.request.timeout.ms=500"))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("Kafka does not answer at 127.0.0.1:1. Check the addresses");
  }

  @Test
  void relay_runsUntilItIsStopped() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
        () -> run("--server", "http://127.0.0.1:1", "--listen", "127.0.0.1:" + port));
    Waiting.until("the relay to listen", () -> {
      try (RawHttp http = new RawHttp(port)) {
        return http.get("/health").status() == 200;
      } catch (IOException notYet) {
        return false;
      }
    });
    stopped.countDown();

    assertThat(status.get(40, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void check_findsAGoodSetUpGood() {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(check("http://127.0.0.1:" + server.port())).isZero();
    }
    assertThat(printed())
        .contains("is a TrackX server")
        .contains("can be written")
        .contains("All is well")
        .doesNotContain("WRONG");
  }

  private void assertWrong(String script, String sentence) throws IOException {
    try (RawServer server = RawServer.sayingOnce(script)) {
      assertThat(check("http://127.0.0.1:" + server.port())).isEqualTo(1);
    }
    assertThat(printed()).contains("WRONG").contains(sentence);
  }

  @Test
  void check_namesWhatAnswersInPlaceOfTrackX() throws IOException {
    assertWrong("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", "not as TrackX does");
    assertWrong("HTTP/1.1 301 X\r\nContent-Length: 0\r\n\r\n", "redirects (301)");
    assertWrong("HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n", "The server failed (502)");
    assertWrong("HTTP/1.1 429 X\r\nContent-Length: 0\r\n\r\n", "rate-limits this address");
    assertWrong("", "closed the connection without an answer");
  }

  @Test
  void check_namesWhyTheServerIsNotReached() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(check("http://127.0.0.1:" + port)).isEqualTo(1);
    assertThat(printed()).contains("Nothing listens at");
    try (RawServer server = RawServer.refusingTls()) {
      check("https://127.0.0.1:" + server.port());
    }
    assertThat(printed()).contains("TLS with");
    try (RawServer server = RawServer.playing(talk -> talk.pause(40_000))) {
      check("http://127.0.0.1:" + server.port(), "--call-timeout=1");
    }
    assertThat(printed()).contains("did not answer within 1 s");
  }

  @Test
  void check_namesPortAndDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    int port;
    try (ServerSocket used = new ServerSocket(0);
        TrackXLocal server = TrackXLocal.start()) {
      port = used.getLocalPort();
      assertThat(check("http://127.0.0.1:" + server.port(), "--listen=" + port, "--data=" + file))
          .isEqualTo(1);
    }
    assertThat(printed())
        .contains("WRONG  Another program listens on port " + port + ".")
        .contains("WRONG  The directory " + file + " cannot be created (" + file
            + " is not a directory).");
  }

  @Test
  void check_namesAnAddressOfAnotherMachine() {
    check("http://127.0.0.1:1", "--listen=203.0.113.1:0");

    assertThat(printed()).contains("WRONG  This machine has no address 203.0.113.1.");
  }

  @Test
  void check_leavesNothingBehind() {
    Path data = directory.resolve("data");
    check("http://127.0.0.1:1", "--data=" + data);

    assertThat(printed()).contains("good   The directory " + data + " can be written.");
    assertThat(data).doesNotExist();
  }

  @Test
  void damagedLog_isASentence() throws IOException {
    Path segment = Files.createDirectory(directory.resolve("segment-0000000000000001.log"));
    assertThat(run("--server", "http://127.0.0.1:1", "--listen", "0")).isEqualTo(1);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("The relay cannot read or write its log in " + segment.getParent())
        .contains("Free space on the disk");
  }
}
