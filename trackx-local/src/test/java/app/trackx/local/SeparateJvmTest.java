package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;

/** Tests that need a JVM of their own: that it exits, and its output. */
class SeparateJvmTest {
  @Test
  void stalledClients_areDisconnected_andTheJvmExitsWithoutClose() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dsun.net.httpserver.maxReqTime=1",
            "-cp",
            classPath(),
            StalledClients.class.getName())
        .redirectErrorStream(true)
        .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(output(process)).isEqualTo("ok 16");
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
  }

  static String classPath() throws URISyntaxException {
    return String.join(
        File.pathSeparator,
        folderOf(StalledClients.class),
        folderOf(TrackXLocal.class),
        jarOf(JsonFactory.class),
        jarOf(MVStore.class));
  }

  private static String jarOf(Class<?> type) throws URISyntaxException {
    URI jar = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(jar).toString();
  }

  private static String folderOf(Class<?> type) throws URISyntaxException {
    URI file = type.getResource(type.getSimpleName() + ".class").toURI();
    return Path.of(file).resolve("../../../..").normalize().toString();
  }
}
