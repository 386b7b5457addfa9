package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler as the JDK creates and closes it: under its locks, and during JVM shutdown. */
class JulProcessTest {
  private final TrackXLocal server = TrackXLocal.start();

  @TempDir
  private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void errorThatIsLoggedLast_arrives() throws Exception {
    run(server.endpoint(), "");

    assertThat(messages()).containsExactly("the last words");
  }

  @Test
  void errorThatIsLoggedLast_arrivesByTheClientOfSetup() throws Exception {
    run("", "setup");

    assertThat(messages()).containsExactly("the last words");
  }

  @Test
  void errorThatIsLoggedLast_arrivesIfTheProgramExits() throws Exception {
    run(server.endpoint(), "exit");

    assertThat(messages()).containsExactly("the last words");
  }

  @Test
  void configurationThatIsReadAgain_losesNothing() throws Exception {
    run(server.endpoint(), "again");

    assertThat(messages()).containsExactlyInAnyOrder("before", "the last words");
  }

  @Test
  void configurationThatIsReset_sendsWhatIsPending_andReportsNoMore() throws Exception {
    run(server.endpoint(), "reset");

    assertThat(messages()).containsExactly("before");
  }

  @Test
  void handlerOfALoggerOfItsOwn_works() throws Exception {
    run(server.endpoint(), "", "shop.handlers=app.trackx.jul.TrackXHandler", "handlers=");

    assertThat(messages()).containsExactly("the last words");
  }

  @Test
  void handlerBehindAMemoryHandlerOfTheConfiguration_works() throws Exception {
    run(
        server.endpoint(),
        "",
        "handlers=java.util.logging.MemoryHandler",
        "java.util.logging.MemoryHandler.target=app.trackx.jul.TrackXHandler");

    assertThat(messages()).containsExactly("the last words");
    assertThat(server.events().get(0).frames().get(0).callee()).endsWith("JulProgram.main");
  }

  @Test
  void malformedEndpoint_isOneLineOfTheErrorManager() throws Exception {
    String output = run("https://api.example.com", "");

    assertThat(output.lines())
        .singleElement()
        .asString()
        .startsWith("java.util.logging.ErrorManager: 0: TrackX: "
            + "app.trackx.jul.TrackXHandler.endpoint is not a TrackX endpoint");
  }

  private List<String> messages() {
    return server.events().stream().map(event -> event.message()).toList();
  }

  private String run(String endpoint, String what, String... properties) throws Exception {
    List<String> lines = new ArrayList<>(List.of(
        "handlers=app.trackx.jul.TrackXHandler",
        "app.trackx.jul.TrackXHandler.endpoint=${JUL_TEST_ENDPOINT}"));
    lines.addAll(List.of(properties)); // the last value of a key wins
    Path configuration = Files.write(folder.resolve("logging.properties"), lines);
    ChildJvm.Result result = new ChildJvm()
        // since Java 21 the JVM logs its exit, by JBoss's provider, which then logs an error of its
        // own
        .without("jboss-logmanager")
        .option("-Djava.util.logging.config.file=" + configuration)
        .environment("JUL_TEST_ENDPOINT", endpoint)
        .run(JulProgram.class, what, server.endpoint());

    assertThat(result.exitCode).isZero();
    return result.printed();
  }
}
