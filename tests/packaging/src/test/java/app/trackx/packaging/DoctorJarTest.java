package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the doctor's jar, run without other jars. The doctor's findings are tested in its module. */
@Timeout(120)
class DoctorJarTest {
  private static final Path JAR = new Published("trackx-doctor").jar();

  @TempDir
  Path folder;

  @Test
  void goodEndpoint_exitsWithZero_andPrintsItsFindingsOnly() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(run(0, server.endpoint())).contains("ok    event").doesNotContain("SLF4J");
      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void badEndpoint_exitsWithOne() throws Exception {
    assertThat(run(1, "http://127.0.0.1:9/v1/0123456789a")).contains("FAIL");
  }

  @Test
  void noEndpoint_exitsWithTwo() throws Exception {
    assertThat(run(2)).contains("Usage:");
  }

  @Test
  void jar_containsItsLibraries_relocated() throws Exception {
    assertThat(Published.files(JAR))
        .allMatch(name -> name.startsWith("app/trackx/") || name.startsWith("META-INF/"))
        .anyMatch(name -> name.startsWith("app/trackx/doctor/lib/log/"))
        .contains("META-INF/LICENSE.txt", "META-INF/trackx/THIRD-PARTY.txt");
    assertThat(Published.manifest(JAR).getValue("Main-Class")).isEqualTo("app.trackx.doctor.Main");
    assertThat(Published.manifest(JAR).getValue("Bundle-SymbolicName")).isNull();
  }

  private String run(int exitCode, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("-jar", JAR.toString()));
    words.addAll(List.of(arguments));
    Command.Ended ended = Command.java(folder, words).run();
    String output = String.join("\n", ended.out()) + String.join("\n", ended.err());
    assertThat(ended.exitCode()).as(output).isEqualTo(exitCode);
    return output;
  }
}
