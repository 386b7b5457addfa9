package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import app.shop.CrashingApp;
import app.shop.OldOkHttpApp;
import app.shop.OwnHandlerApp;
import app.shop.QuietApp;
import app.shop.SelfReportingApp;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.packaging.Command.Ended;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the agent's jar with unchanged applications, each in a JVM of its own. */
@Timeout(120)
class AgentTest {
  private static final Path JAR = new Published("trackx-agent").jar();
  private static final String AGENT = "-javaagent:" + JAR;

  @TempDir
  Path folder;

  private TrackXLocal server;

  @BeforeEach
  void startServer() {
    server = TrackXLocal.start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void crash_arrives_andTheJvmPrintsTheStackTrace() throws Exception {
    Ended ended = Application.of(CrashingApp.class, folder)
        .option(AGENT + "=" + server.endpoint() + ",release=1.4.2,environment=prod")
        .run();

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).containsExactly("running");
    assertThat(ended.err())
        .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: no order")
        .hasSize(2); // with its one frame: no warning from the JVM, SLF4J or the client
    Event event = onlyEvent();
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.message()).isEqualTo("no order");
    assertThat(event.frames().get(0).toString()).contains("app.shop.CrashingApp.main");
    assertThat(event.json()).contains("\"release\":\"1.4.2\"", "\"environment\":\"prod\"");
  }

  @Test
  void crash_arrives_ifTheEnvironmentStartsTheAgent() throws Exception {
    Ended ended = Application.of(CrashingApp.class, folder)
        .toolOptions(AGENT + "=" + server.endpoint())
        .run();

    assertThat(ended.exitCode()).isEqualTo(1);
    onlyEvent();
  }

  @Test
  void endpoint_mayBeASystemProperty() throws Exception {
    Application.of(CrashingApp.class, folder)
        .option(AGENT)
        .option("-Dtrackx.endpoint=" + server.endpoint())
        .run();

    onlyEvent();
  }

  @Test
  void applicationWithAnOldOkHttp_keepsUsingIt() throws Exception {
    AtomicReference<String> userAgent = new AtomicReference<>();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> {
      userAgent.set(exchange.getRequestHeaders().getFirst("User-Agent"));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    other.start();
    try (Stream<Path> libraries = Files.list(Path.of("target/old-okhttp"))) {
      Ended ended = Application.of(OldOkHttpApp.class, folder, libraries.toArray(Path[]::new))
          .option(AGENT + "=" + server.endpoint())
          .run("http://127.0.0.1:" + other.getAddress().getPort() + "/");

      assertThat(ended.out()).contains("answer 200", "no Kotlin");
      assertThat(userAgent.get()).isEqualTo("okhttp/3.14.9");
      assertThat(onlyEvent().message()).isEqualTo("no order");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void applicationWithTheClient_isReportedOnce() throws Exception {
    Ended ended = selfReporting().run(server.endpoint());

    onlyEvent();
    assertThat(ended.err())
        .filteredOn(line -> line.contains("IllegalStateException"))
        .containsExactly("Exception in thread \"main\" java.lang.IllegalStateException: no order");
  }

  @Test
  void applicationThatClosedItsClient_isReported() throws Exception {
    selfReporting().run(server.endpoint(), "closed");

    onlyEvent();
  }

  private Application selfReporting() throws Exception {
    Path[] libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(".*slf4j-api.*"))
        .map(Path::of)
        .toArray(Path[]::new);
    Path[] all = Stream.concat(
            Stream.of(new Published("trackx-client").jar()), Stream.of(libraries))
        .toArray(Path[]::new);
    return Application.of(SelfReportingApp.class, folder, all)
        .option(AGENT + "=" + server.endpoint());
  }

  @Test
  void applicationWithADelegatingHandler_isReported() throws Exception {
    Ended ended = Application.of(OwnHandlerApp.class, folder)
        .option(AGENT + "=" + server.endpoint())
        .run();

    assertThat(ended.err()).contains("own: no order");
    onlyEvent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "=https://trackx.example.com/nothing", "=0123456789a"})
  void missingOrInvalidEndpoint_printsOneLine_andTheApplicationRuns(String argument)
      throws Exception {
    Ended ended =
        Application.of(QuietApp.class, folder).option(AGENT + argument).run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).containsExactly("running");
    assertThat(ended.err())
        .singleElement()
        .asString()
        .startsWith("[trackx] The agent is disabled: ")
        .doesNotContain("0123456789a");
  }

  @Test
  void applicationWithoutErrors_isUnaffected() throws Exception {
    Ended ended = Application.of(QuietApp.class, folder)
        .option(AGENT + "=" + server.endpoint())
        .run();

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(server.events()).isEmpty();
  }

  @Test
  void unreachableServer_logsAWarning_andLibrariesLogNothing() throws Exception {
    server.close();

    Ended ended = Application.of(CrashingApp.class, folder)
        .option(AGENT + "=" + server.endpoint())
        .run();

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .anyMatch(line -> line.startsWith("[trackx] ") && line.contains("cannot be reached"))
        .noneMatch(line -> line.contains("SLF4J"));
  }

  /** What copies of the client under different names have in common; see CONTRIBUTING. */
  @ParameterizedTest
  @CsvSource({
    "internal.jvm.HandlerChain, OPEN",
    "internal.jvm.HandlerChain, PREVIOUS",
    "internal.jvm.HandlerChain, JVM_WIDE_LOCK",
    "internal.jvm.HandlerChain, SIMPLE_NAME",
    "internal.spool.LiveRuns, PREFIX"
  })
  void namesSharedWithTheApplicationsClient_areNotRelocated(String className, String constant)
      throws Exception {
    Object ofTheAgent = constant(JAR, "app.trackx.agent.lib.client." + className, constant);

    assertThat(ofTheAgent)
        .isEqualTo(
            constant(new Published("trackx-client").jar(), "app.trackx." + className, constant));
  }

  @Test
  void reporterThatTheAgentLooksFor_isThatOfTheApplicationsClient() throws Exception {
    String name =
        (String) constant(JAR, "app.trackx.agent.ReportOnceHandler", "APPLICATION_REPORTER");
    String method =
        (String) constant(JAR, "app.trackx.agent.ReportOnceHandler", "METHOD_AFTER_REPORT");

    try (URLClassLoader client = loader(new Published("trackx-client").jar())) {
      assertThat(client.loadClass(name).getDeclaredMethods())
          .extracting(Method::getName)
          .contains(method);
    }
  }

  private static Object constant(Path jar, String className, String field) throws Exception {
    try (URLClassLoader loader = loader(jar)) {
      Field constant = loader.loadClass(className).getDeclaredField(field);
      constant.setAccessible(true);
      return constant.get(null);
    }
  }

  private static URLClassLoader loader(Path jar) throws Exception {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void jar_containsOnlyRelocatedClasses() throws Exception {
    assertThat(Published.files(JAR))
        .allMatch(name -> name.startsWith("app/trackx/agent/") || name.startsWith("META-INF/"))
        .noneMatch(name -> name.startsWith("META-INF/versions/"))
        .contains("META-INF/services/app.trackx.agent.lib.log.spi.SLF4JServiceProvider");
    assertThat(Published.manifest(JAR).getValue("Premain-Class"))
        .isEqualTo("app.trackx.agent.Agent");
    assertThat(Published.manifest(JAR).getValue("Can-Retransform-Classes")).isEqualTo("false");
    assertThat(Published.manifest(JAR).getValue("Can-Redefine-Classes")).isEqualTo("false");
    assertThat(Published.manifest(JAR).getValue("Bundle-SymbolicName")).isNull();
  }

  private Event onlyEvent() {
    assertThat(server.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
