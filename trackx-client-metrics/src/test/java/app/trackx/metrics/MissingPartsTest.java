package app.trackx.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.testing.ChildJvm;
import app.trackx.testing.SmallRuntime;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs in which Micrometer, or a module of the JDK, is missing. */
@Timeout(300)
class MissingPartsTest {
  @TempDir
  Path folder;

  @Test
  void withoutMicrometer_jmxAndFlightRecorderWork() throws Exception {
    Path file = folder.resolve("r.jfr");
    ChildJvm.Result result =
        new ChildJvm().without("micrometer").run(WithoutMicrometerProgram.class, file.toString());

    assertThat(result.err).isEmpty();
    assertThat(result.out).contains("without Micrometer", "sent 2");
    assertThat(names(file)).containsOnlyOnce("app.trackx.Captured", "app.trackx.Sent");
  }

  private static List<String> names(Path file) throws Exception {
    return RecordingFile.readAllEvents(file).stream()
        .map(RecordedEvent::getEventType)
        .map(type -> type.getName())
        .collect(Collectors.toList());
  }

  /** That of JDK 8, which does not look into the jar's folder for JDK 11. */
  @Test
  void withoutTheClassesForJdk11_thereAreNoEvents_andTheRestWorks() throws Exception {
    ChildJvm.Result result =
        new ChildJvm().without("versions" + File.separator + "11").run(SmallRuntimeProgram.class);

    assertThat(result.err).isEmpty();
    assertThat(result.out)
        .containsExactly("Flight Recorder false", "JMX app.trackx:type=Client", "flush true");
  }

  @Test
  void runtimeOfJavaBaseAlone_hasNeither_andTheClientWorks() throws Exception {
    Optional<Path> runtime = SmallRuntime.link(folder);
    assumeTrue(runtime.isPresent(), "no jlink");
    ChildJvm.Result result = new ChildJvm().home(runtime.get()).run(SmallRuntimeProgram.class);

    assertThat(result.out).containsExactly("Flight Recorder false", "JMX null", "flush true");
  }
}
