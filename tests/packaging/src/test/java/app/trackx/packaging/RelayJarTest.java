package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the relay's jar, run without other jars, with the commands of the document. */
@Timeout(120)
class RelayJarTest {
  private static final Path JAR = new Published("trackx-relay").jar();
  private static final String SERVER = "https://api.trackx.example.com";

  @TempDir
  Path folder;

  private static String line(String words) throws Exception {
    Path document = Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/FLEETS.md");
    List<String> found = Files.readString(document)
        .lines()
        .filter(line -> line.startsWith("java -jar trackx-relay.jar " + words))
        .toList();
    assertThat(found).hasSize(1);
    return found.get(0).replaceAll(" +#.*", "");
  }

  private String typed(String words, TrackXLocal server) throws Exception {
    Files.copy(JAR, folder.resolve("trackx-relay.jar"));
    return line(words).replace(SERVER, "http://127.0.0.1:" + server.port())
        + " --listen 127.0.0.1:0";
  }

  @Test
  void check_findsAGoodSetUpGood() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      Command.Ended ended = Command.typed(folder, typed("--check", server)).run();

      assertThat(ended.exitCode()).as(ended.out() + "" + ended.err()).isZero();
      assertThat(String.join("\n", ended.out())).contains("is a TrackX server");
      assertThat(String.join("\n", ended.err())).isEmpty();
    }
  }

  @Test
  void relay_forwardsToTheServer() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      Process process = Command.typed(folder, typed("--server", server)).startWithErrors();
      try {
        int port = CompletableFuture.supplyAsync(() -> portIn(process)).get(60, TimeUnit.SECONDS);
        String path = server.endpoint().substring(server.endpoint().indexOf("/v1/")) + "/event";
        HttpResponse<String> response = HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Origin", "https://shop.example.com")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"m\",\"meta\":{}}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("ok");
        assertThat(server.awaitEvents(1, java.time.Duration.ofSeconds(40))).isTrue();
      } finally {
        process.toHandle().destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static int portIn(Process process) {
    return process
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("listens on port "))
        .map(line -> line.replaceAll(".*listens on port (\\d+).*", "$1"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jar_containsTheParser_butNotTheLocalServer() throws Exception {
    assertThat(Published.files(JAR))
        .contains(
            "app/trackx/local/StackParser.class",
            "app/trackx/internal/delivery/SendGate.class",
            "org/eclipse/jetty/server/Server.class",
            "META-INF/trackx/THIRD-PARTY-RELAY.txt",
            "META-INF/LICENSE",
            "META-INF/LICENSE.txt")
        .doesNotContain("app/trackx/local/TrackXLocal.class", "module-info.class");
    assertThat(Published.manifest(JAR).getValue("Main-Class")).isEqualTo("app.trackx.relay.Main");
  }
}
