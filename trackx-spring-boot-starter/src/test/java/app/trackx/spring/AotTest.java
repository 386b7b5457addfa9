package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/** Tests an application that is processed ahead of time, without an endpoint, and then run with it. */
class AotTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  @TempDir
  static Path folder;

  @BeforeAll
  static void process() throws Exception {
    Path sources = folder.resolve("sources");
    ChildJvm.Result result = new ChildJvm()
        .option("-XX:TieredStopAtLevel=1")
        .run(
            SpringApplicationAotProcessor.class,
            AotShop.class.getName(),
            sources.toString(),
            folder.resolve("classes").toString(),
            folder.resolve("classes").toString(),
            "app.trackx",
            "shop");
    assertThat(result.exitCode).as(result.printed()).isZero();
    compile(sources);
  }

  private static void compile(Path sources) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(
        "-nowarn",
        "-proc:none",
        "-d",
        folder.resolve("classes").toString(),
        "-cp",
        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int result = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(result).isZero();
  }

  private static List<String> run(String endpoint) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(folder.resolve("classes")));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry));
    }
    ChildJvm.Result result = new ChildJvm()
        .classPath(classPath)
        .option("-XX:TieredStopAtLevel=1")
        .option("-Dspring.aot.enabled=true")
        .environment("TRACKX_ENDPOINT", endpoint)
        .run(AotShop.class, "--server.port=0");
    assertThat(result.exitCode).as(result.printed()).isZero();
    assertThat(result.printed()).contains("Starting AOT-processed");
    return result.out;
  }

  @Test
  void endpointOfTheRun_counts() throws Exception {
    assertThat(run(SERVER.endpoint())).contains("client true", "filter true");

    assertThat(SERVER.eventsNow())
        .extracting(event -> event.message())
        .containsExactlyInAnyOrder("order 17 failed", "no price");
  }

  @Test
  void noEndpoint_isOff() throws Exception {
    assertThat(run("")).contains("client false", "filter false");
  }
}
