package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.packaging.Command.Ended;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests with applications that have their own libraries and versions, each in a JVM of its own. Their libraries
 * must keep working, and their errors must arrive.
 */
@Timeout(240)
class ConsumersTest {
  private static final Path OTEL = Path.of("target/tracing-agent/opentelemetry-javaagent.jar");

  @TempDir
  Path folder;

  private TrackXLocal trackx;
  private HttpServer server;
  private String url;

  @BeforeEach
  void startServers() throws IOException {
    trackx = TrackXLocal.start();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @AfterEach
  void stopServers() {
    server.stop(0);
    trackx.close();
  }

  @ParameterizedTest
  @CsvSource({
    "boot27-trackx-first, OkHttpApp",
    "boot27-okhttp-first, OkHttpApp",
    "boot30-trackx-first, OkHttpApp",
    "boot30-okhttp-first, OkHttpApp",
    "boot31-trackx-first, OkHttpApp",
    "boot31-okhttp-first, OkHttpApp",
    "retrofit, RetrofitApp",
    "moshi, MoshiApp",
    "grpc, GrpcApp",
    "kotlin, KotlinApp",
    "jackson, JacksonApp",
    "logback12, LoggingApp",
    "okhttp5, TransportApp"
  })
  void application_keepsWorking_andItsErrorArrives(String project, String program)
      throws Exception {
    Ended ended = Consumer.of(project, folder).run(program, List.of(), url, trackx.endpoint());

    assertThat(ended.err()).noneMatch(line -> line.contains("NoClassDefFoundError"));
    assertThat(ended.out())
        .anyMatch(line -> line.endsWith("before 200"))
        .anyMatch(line -> line.endsWith("after 200"));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(onlyEvent().message()).isEqualTo("no order");
  }

  @Test
  void client_logsToLogback12() throws Exception {
    Ended ended =
        Consumer.of("logback12", folder).run("LoggingApp", List.of(), url, trackx.endpoint());

    assertThat(ended.out())
        .anyMatch(line -> line.contains(" WARN ") && line.contains("app.trackx"));
  }

  @Test
  void transport_usesTheApplicationsOkHttp() throws Exception {
    Ended ended =
        Consumer.of("okhttp5", folder).run("TransportApp", List.of(), url, trackx.endpoint());

    assertThat(ended.out()).contains("POST");
  }

  @Test
  void applicationWithTheClientOnly_hasOurJarAndSlf4j() throws Exception {
    assertThat(Consumer.of("alone", folder).artifacts())
        .containsExactly("trackx-client", "slf4j-api");
  }

  /** Kotlin, Okio and OkHttp are on the class path, but the program does not use them. */
  @Test
  void client_loadsNoLibraryExceptSlf4j() throws Exception {
    Ended ended = Consumer.of("boot27-okhttp-first", folder)
        .run("CrashingApp", List.of("-Xlog:class+load"), trackx.endpoint());

    onlyEvent();
    assertThat(ended.out())
        .filteredOn(line -> line.contains(" source: file:") && line.endsWith(".jar"))
        .anyMatch(line -> line.contains("[class,load] app.trackx."))
        .allMatch(line ->
            line.contains("[class,load] app.trackx.") || line.contains("[class,load] org.slf4j."));
  }

  @Test
  void minimalRuntimeImage_sendsAnError() throws Exception {
    Path image = link();

    Ended ended = Command.of(
            folder, List.of(java(image), "-m", "app.shop/app.shop.Main", trackx.endpoint()))
        .run();

    assertThat(onlyEvent().message()).isEqualTo("no order");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(Command.of(folder, List.of(java(image), "--list-modules")).run().out())
        .extracting(line -> line.replaceFirst("@.*", ""))
        .containsExactlyInAnyOrder("app.shop", "app.trackx.client", "java.base", "org.slf4j");
  }

  private Path link() throws Exception {
    List<Path> libraries = Consumer.of("alone", folder).libraries();
    Path classes = folder.resolve("classes");
    Path sources = Path.of("src/linked/java");
    Consumer.compile(
        List.of(sources.resolve("module-info.java"), sources.resolve("app/shop/Main.java")),
        List.of("-p", Consumer.join(libraries), "-d", classes.toString()));
    Path image = folder.resolve("image");
    int exitCode = ToolProvider.findFirst("jlink")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "--module-path",
            Consumer.join(Stream.concat(libraries.stream(), Stream.of(classes)).toList()),
            "--add-modules",
            "app.shop",
            "--output",
            image.toString());
    assertThat(exitCode).isZero();
    return image;
  }

  private static String java(Path image) {
    return image.resolve("bin").resolve("java").toString();
  }

  /** It exports spans, metrics and log records to the console. */
  @Test
  void tracingAgent_seesTheApplicationsCalls_butNeitherOursNorTheKey() throws Exception {
    List<String> all = traced("boot31-okhttp-first", "OkHttpApp");

    int port = URI.create(trackx.endpoint()).getPort();
    assertThat(all)
        .anyMatch(line -> line.contains("url.full=" + url))
        .anyMatch(line -> line.contains("http.client.request.duration"))
        .noneMatch(line -> line.contains(":" + port + "/"))
        .noneMatch(line -> line.contains("port=" + port));
  }

  @Test
  void tracingAgent_exportsTheClientsLogRecords_withoutTheKey() throws Exception {
    List<String> all = traced("logback12", "LoggingApp");

    assertThat(all)
        .anyMatch(line -> line.contains("scopeInfo: app.shop") && line.contains("'after 200'"))
        .anyMatch(line -> line.contains("scopeInfo: app.trackx")
            && line.contains("A captured error was dropped"));
  }

  private List<String> traced(String project, String program) throws Exception {
    Ended ended = Consumer.of(project, folder)
        .run(
            program,
            List.of(
                "-javaagent:" + OTEL.toAbsolutePath(),
                "-Dotel.traces.exporter=console",
                "-Dotel.metrics.exporter=console",
                "-Dotel.logs.exporter=console",
                // the endpoint is an argument of these programs; see docs/OPERATIONS.md
                "-Dotel.resource.disabled.keys=process.command_args,process.command_line"),
            url,
            trackx.endpoint());

    URI endpoint = URI.create(trackx.endpoint());
    onlyEvent();
    List<String> all = Stream.concat(ended.out().stream(), ended.err().stream()).toList();
    assertThat(all)
        .isNotEmpty()
        .noneMatch(line -> line.contains(endpoint.getPath().split("/")[2]));
    return all;
  }

  private Event onlyEvent() {
    assertThat(trackx.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
    assertThat(trackx.events()).hasSize(1);
    return trackx.events().get(0);
  }
}
