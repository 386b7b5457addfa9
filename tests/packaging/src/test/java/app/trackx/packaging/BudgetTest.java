package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests of the client's cost, in machine-independent figures. Each limit is the value at the time when it was
 * set, plus some room. Justify any increase.
 */
@Timeout(120)
class BudgetTest {
  private static final int KIB = 1024;
  private static final int CLASSES_OF_SETUP = 42;

  /** In a container with a tenth of a core, each class delays the exit of a crashing process by ten milliseconds. */
  private static final int CLASSES_OF_THE_FIRST_DELIVERY = 138;

  /** Classes of the JDK's sockets that are not in its class data archive. JDK 17 loads 97, JDK 25 loads 131. */
  private static final int OTHERS_OF_THE_FIRST_DELIVERY = 140;

  /** JDK 17 loads 11. JDK 25 loads 70, because its reflection, used to create a thread, is based on method handles. */
  private static final int CLASSES_OF_THE_JDK = 90;

  @TempDir
  Path folder;

  /** Of the client's, 17 KiB are metadata for native images. */
  @ParameterizedTest
  @CsvSource({
    "trackx-client, 1064",
    "trackx-client-slf4j, 72",
    "trackx-client-servlet, 92",
    "trackx-client-metrics, 24"
  })
  void jar_isSmall(String artifact, int kib) throws Exception {
    assertThat(Files.size(new Published(artifact).jar())).isLessThan((long) kib * KIB);
  }

  @ParameterizedTest
  @CsvSource({"trackx-doctor, 800", "trackx-agent, 800"})
  void jarWithEverythingInside_isNotLarge(String artifact, int kib) throws Exception {
    assertThat(Files.size(new Published(artifact).jar())).isLessThan((long) kib * KIB);
  }

  @Test
  void setup_startsNoThread_andLoadsFewClasses() throws Exception {
    List<String> lines = run("http://127.0.0.1:9/v1/0123456789a");

    assertThat(lines).contains(SetupProgram.THREADS + "0");
    long ours = lines.stream().filter(line -> isLoaded(line, "app.trackx.")).count() - 1;
    assertThat(ours).isLessThanOrEqualTo(CLASSES_OF_SETUP);
    assertThat(all(lines) - all(run("")))
        .isLessThanOrEqualTo(CLASSES_OF_SETUP + CLASSES_OF_THE_JDK);
    assertThat(lines)
        .noneMatch(line -> isLoaded(line, "okhttp3."))
        .noneMatch(line -> isLoaded(line, "kotlin."))
        .noneMatch(line -> isLoaded(line, "com.fasterxml."))
        .noneMatch(line -> isLoaded(line, "org.slf4j."));
  }

  @Test
  void firstDelivery_loadsFewClasses() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      List<String> lines = run(CrashProgram.class, server.endpoint(), 1);

      assertThat(server.events()).hasSize(1);
      List<String> slow = lines.stream()
          .filter(line -> isLoaded(line, "") && !line.contains("shared objects file"))
          .toList();
      long ours = slow.stream().filter(line -> isLoaded(line, "app.trackx.")).count() - 1;
      assertThat(ours).isLessThanOrEqualTo(CLASSES_OF_THE_FIRST_DELIVERY);
      assertThat(slow.size() - ours).isLessThanOrEqualTo(OTHERS_OF_THE_FIRST_DELIVERY);
    }
  }

  private static long all(List<String> lines) {
    return lines.stream().filter(line -> isLoaded(line, "")).count();
  }

  private static boolean isLoaded(String line, String prefix) {
    return line.contains("[class,load] " + prefix);
  }

  private List<String> run(String endpoint) throws Exception {
    return run(SetupProgram.class, endpoint, 0);
  }

  private List<String> run(Class<?> program, String endpoint, int exitValue) throws Exception {
    Path out = folder.resolve("out" + endpoint.length());
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:stdout",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            endpoint)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(exitValue);
    return Files.readAllLines(out);
  }
}
