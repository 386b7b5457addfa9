package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors logged right before JVM shutdown, which both Log4j and the client handle in hooks. */
class ExitTest {
  private static final String LOGGERS =
      "<Loggers><Root includeLocation=\"true\"><AppenderRef ref=\"T\"/></Root></Loggers>";
  private static final String OWN = "<TrackX name=\"%s\" endpoint=\"${env:TRACKX_ENDPOINT}\"/>";
  private static final String SHARED = "<TrackX name=\"%s\"/>";
  private static final String ASYNC =
      "<Async name=\"T\" includeLocation=\"true\"><AppenderRef ref=\"A\"/></Async>";

  private final TrackXLocal server = TrackXLocal.start();
  private final List<String> options = new ArrayList<>();
  private List<String> printed = List.of();

  @TempDir
  private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String appenders, String... arguments) throws Exception {
    Path file = Files.writeString(
        folder.resolve("log4j2.xml"),
        "<Configuration><Appenders>" + appenders + "</Appenders>" + LOGGERS + "</Configuration>");
    File output = folder.resolve("output").toFile();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Dlog4j2.configurationFile=" + file, "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), ExitProgram.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    child.environment().put("TRACKX_ENDPOINT", server.endpoint());
    Process process = child.start();
    try (OutputStream word = process.getOutputStream()) {
      if (arguments.length == 1) {
        assertThat(server.awaitEvents(1, Log4j.PATIENCE)).isTrue();
      }
      word.write('\n');
    }
    boolean ended = process.waitFor(Log4j.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    printed = Files.readAllLines(output.toPath());
    return process.exitValue();
  }

  private void assertArrived() {
    assertThat(printed).isEmpty();
    assertThat(server.events()).hasSize(2);
    Event event = server.events().get(1);
    assertThat(event.message()).isEqualTo("order 7 failed");
    assertThat(event.frames().get(0).callee()).isEqualTo("app.shop.Orders.fail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit", "daemon"})
  void ownClient_loggedLast_arrives(String how) throws Exception {
    assertThat(run(String.format(OWN, "T"), how)).isEqualTo(how.equals("return") ? 0 : 3);

    assertArrived();
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit", "daemon"})
  void clientOfSetup_loggedLast_arrives(String how) throws Exception {
    run(String.format(SHARED, "T"), how, server.endpoint());

    assertThat(printed).singleElement().asString().contains("order 7 failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit", "daemon"})
  void ownClientBehindAQueue_loggedLast_arrives(String how) throws Exception {
    run(String.format(OWN, "A") + ASYNC, how);

    assertArrived();
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit", "daemon"})
  void clientOfSetupBehindAQueue_loggedLast_arrives(String how) throws Exception {
    run(String.format(SHARED, "A") + ASYNC, how, server.endpoint());

    assertThat(printed).singleElement().asString().contains("order 7 failed");
  }

  @Test
  void recordsThatAreNotUsedAgain_areReadTheSame() throws Exception {
    options.add("-Dlog4j2.enableThreadlocals=false"); // as in web applications

    run(String.format(OWN, "T"), "return");

    assertArrived();
  }

  @Test
  void recordsThatAreNotUsedAgain_behindAQueue_areReadTheSame() throws Exception {
    options.add("-Dlog4j2.enableThreadlocals=false");

    run(String.format(OWN, "A") + ASYNC, "return");

    assertArrived();
  }

  @Test
  void asyncLoggers_loggedLast_arrives() throws Exception {
    options.add("-Dlog4j2.contextSelector="
        + "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");

    run(String.format(OWN, "T"), "return");

    assertArrived();
  }
}
