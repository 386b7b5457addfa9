package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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
  void failedStartBeforeTheContext_arrivesByAFileOfTheApplication() throws Exception {
    ChildJvm.Result result = jvm()
        .environment("TRACKX_RELEASE", "1.2.3")
        .run(
            FailingStart.class,
            "--spring.config.import=file:./nowhere.properties",
            SERVER.property().replace("trackx.", "--trackx."));

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(onlyEventNow().meta()).containsEntry("release", "1.2.3").containsKey("startFailure");
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
