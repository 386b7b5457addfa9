package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Client classes that are loaded after set-up, observed in a fresh JVM. */
class PipelineClassesTest {
  /**
   * Classes that the processing thread loads to decide whether it may load the rest, and to load
   * it.
   */
  private static final List<String> BEFORE = List.of(
      "app.trackx.PipelineClasses",
      "app.trackx.internal.jvm.Descriptors",
      "app.trackx.internal.jvm.ClassPath");

  /**
   * None of these is loaded by the capturing thread: the classes of the hot path are not on the
   * list.
   */
  @Test
  void firstError_loadsNothingButTheStages() throws Exception {
    List<String> expected = new ArrayList<>(List.of(PipelineClasses.names()));
    expected.addAll(BEFORE);

    assertThat(loadedAfterSetup()).isSubsetOf(expected).contains("app.trackx.Sender");
  }

  @Test
  void names_areThoseOfClasses() {
    assertThat(PipelineClasses.names())
        .allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
  }

  @Test
  void hotPath_isNotAmongTheStages() {
    assertThat(PipelineClasses.names())
        .doesNotContain(
            Occurrence.class.getName(),
            "app.trackx.internal.stack.CauseChain",
            "app.trackx.internal.delivery.Intake$Node");
  }

  private static List<String> loadedAfterSetup() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      List<String> out = new ChildJvm()
          .option("-Xlog:class+load:stdout")
          .run(FirstErrorProgram.class, server.endpoint())
          .out;
      assertThat(server.events()).hasSize(1);
      return out.subList(out.indexOf(ChildJvm.MARK), out.lastIndexOf(ChildJvm.MARK)).stream()
          .filter(line -> line.contains("[class,load] app.trackx."))
          .filter(line -> !line.contains("app.trackx.internal.scrub.")) // on demand
          .map(line -> line.substring(line.indexOf("app.trackx.")).split(" ")[0])
          .collect(Collectors.toList());
    }
  }
}
