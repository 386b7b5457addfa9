package app.trackx.packaging;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.shop.CrashingApp;
import app.trackx.local.TrackXLocal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the shell commands in the README and the docs. Those that begin with {@code mvn} are run by {@code
 * .ci/run}, which also reads them from the documents.
 */
@Timeout(120)
class ShellCommandsTest {
  private static final Path ROOT = Path.of(System.getProperty("trackx.test.root"));
  private static final String ENDPOINT = "https://api.trackx.example.com/v1/1dk93jd8sk2";
  private static final Pattern BLOCK =
      Pattern.compile("^```sh\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir
  Path folder;

  @Test
  void agent_reportsAnUncaughtException() throws Exception {
    Application.of(CrashingApp.class, folder);
    copy(new Published("trackx-agent").jar());
    try (TrackXLocal server = TrackXLocal.start()) {
      Command.Ended ended = run(line("README.md", "-javaagent:"), server);
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(server.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
      assertThat(server.events().get(0).message()).isEqualTo("no order");
    }
  }

  @Test
  void doctor_findsAGoodEndpointGood() throws Exception {
    copy(new Published("trackx-doctor").jar());
    try (TrackXLocal server = TrackXLocal.start()) {
      Command.Ended ended = run(line("README.md", "trackx-doctor-"), server);
      assertThat(ended.exitCode()).as(ended.out().toString()).isZero();
      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void localServer_printsItsEndpoint() throws Exception {
    String line = line("docs/LOCAL.md", "java -jar trackx-local/target/trackx-local.jar");
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("`" + line + "`");
    Process process = Command.typed(ROOT, line + " --port 0").start();
    try {
      assertThat(CompletableFuture.supplyAsync(() -> endpointIn(process)).get(60, SECONDS))
          .matches("http://127\\.0\\.0\\.1:[0-9]+/v1/[0-9a-z]+");
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, SECONDS)).isTrue();
    }
  }

  private static String endpointIn(Process process) {
    return process
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .flatMap(text -> Stream.of(text.split(" ")))
        .filter(word -> word.contains("/v1/"))
        .findFirst()
        .orElse("no endpoint printed");
  }

  @Test
  void everyCommand_isTested() throws Exception {
    assertThat(lines("README.md"))
        .allMatch(line -> line.equals("mvn -B verify")
            || line.startsWith("mvn ") && line.contains("quickstart.jar")
            || line.contains("-javaagent:")
            || line.contains("trackx-doctor-"))
        .hasSize(4);
    assertThat(lines("docs/LOCAL.md")).hasSize(2);
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .contains(
            "line README.md 'mvn -B verify'",
            "line README.md quickstart.jar",
            "line docs/LOCAL.md 'mvn '");
    assertThat(lines("docs/OPERATIONS.md")).isEmpty();
    assertThat(lines("docs/LOGGING.md")).isEmpty();
    assertThat(lines("docs/WEB.md")).isEmpty();
    assertThat(lines("docs/PRIVACY.md")).isEmpty();
  }

  private Command.Ended run(String line, TrackXLocal server) throws Exception {
    assertThat(line).contains(ENDPOINT);
    return Command.typed(folder, line.replace(ENDPOINT, server.endpoint())).run();
  }

  /** Copies a jar to the directory in which the command is run. */
  private void copy(Path jar) throws IOException {
    Files.copy(jar, folder.resolve(jar.getFileName()));
  }

  private static String line(String file, String words) throws IOException {
    List<String> found =
        lines(file).stream().filter(line -> line.contains(words)).toList();
    assertThat(found).as(words).hasSize(1);
    return found.get(0);
  }

  private static List<String> lines(String file) throws IOException {
    List<String> lines = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve(file)));
    while (block.find()) {
      block.group(1).lines().forEach(lines::add);
    }
    return lines;
  }
}
