package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.testing.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Tests that what makes a process end arrives before it ends. */
class ExitTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  /** An application whose start fails. */
  @EnableAutoConfiguration
  static class FailingStart {
    @Bean
    Object database() {
      throw new IllegalStateException("no database");
    }

    public static void main(String[] args) {
      SpringApplication.run(FailingStart.class, args);
    }
  }

  /** An application that fails after its start, on its main thread. */
  @EnableAutoConfiguration
  static class FailingMain {
    public static void main(String[] args) {
      SpringApplication.run(FailingMain.class, args);
      throw new IllegalStateException("main failed");
    }
  }

  @Test
  void failedStart_arrivesBeforeTheProcessEnds() throws Exception {
    ChildJvm.Result result = jvm()
        .environment("TRACKX_ENDPOINT", SERVER.endpoint())
        .run(FailingStart.class, "--spring.main.web-application-type=none");

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.printed()).contains("Application run failed", "no database");
    assertThat(onlyEventNow().frames().get(0).callee()).endsWith("FailingStart.database");
  }

  @Test
  void failedStartBeforeTheContext_arrivesByAFileOfTheApplication(@TempDir Path folder)
      throws Exception {
    Files.writeString(
        folder.resolve("application.properties"),
        SERVER.property() + "\nspring.config.import=file:./nowhere.properties\n");
    List<Path> classPath = new ArrayList<>(List.of(folder));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry));
    }

    ChildJvm.Result result = jvm().classPath(classPath).run(FailingStart.class);

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(onlyEventNow().name()).endsWith("ConfigDataResourceNotFoundException");
    assertThat(onlyEventNow().meta()).containsKey("startFailure");
  }

  @Test
  void uncaughtErrorOfMain_arrivesBeforeTheProcessEnds() throws Exception {
    jvm()
        .environment("TRACKX_ENDPOINT", SERVER.endpoint())
        .run(FailingMain.class, "--spring.main.web-application-type=none");

    assertThat(onlyEventNow().message()).isEqualTo("main failed");
  }

  private static ChildJvm jvm() {
    return new ChildJvm().option("-XX:TieredStopAtLevel=1").option("-Xshare:auto");
  }

  private static Event onlyEventNow() {
    assertThat(SERVER.eventsNow()).hasSize(1);
    return SERVER.eventsNow().get(0);
  }
}
