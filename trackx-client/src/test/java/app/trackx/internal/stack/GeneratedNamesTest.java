package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.seen;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of generated classes in two runs are one frame, those of two classes stay two. */
@NullUnmarked
class GeneratedNamesTest {
  private static final String CORPUS = "/stack/generated-names.txt";

  static Stream<String> pairs() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        GeneratedNamesTest.class.getResourceAsStream(CORPUS), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void pair_isOneOrTwo_asTheCorpusSays(String line) {
    String[] pair = line.split(" ");
    boolean one = format(with(new Exception(), frame(pair[1])))
        .fingerprint()
        .equals(format(with(new Exception(), frame(pair[2]))).fingerprint());

    assertThat(one)
        .as("%s and %s", seen(with(new Exception(), frame(pair[1]))), frame(pair[2]))
        .isEqualTo(pair[0].equals("one"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void name_withoutCounters_staysAsItIs(String line) {
    StackTraceElement frame = frame(line.split(" ")[1]);
    String once = ClassNames.stable(frame);
    StackTraceElement again = new StackTraceElement(
        once, frame.getMethodName(), ClassNames.file(frame), frame.getLineNumber());

    assertThat(ClassNames.stable(again)).isEqualTo(once);
    assertThat(ClassNames.file(again)).isEqualTo(ClassNames.file(frame));
  }

  @Test
  void corpus_hasPairsOfBothKinds() throws IOException {
    List<String> all = pairs().toList();

    assertThat(all).hasSizeGreaterThanOrEqualTo(60);
    assertThat(all).filteredOn(line -> line.startsWith("one ")).hasSizeGreaterThan(30);
    assertThat(all).filteredOn(line -> line.startsWith("two ")).hasSizeGreaterThan(30);
  }

  @Test
  void frame_ofGeneratedClass_isReadable() {
    assertThat(seen(with(new Exception(), frame("Script1$_run_closure1|doCall|Script1.groovy|1"))))
        .containsExactly("Script$_run_closure1.doCall@Script.groovy:1");
    assertThat(seen(with(new Exception(), frame("com.acme.Order__Accessor_kwha1y|set||-1"))))
        .containsExactly("com.acme.Order__Accessor_.set@com/acme/Order__Accessor_:0");
  }

  private static StackTraceElement frame(String text) {
    String[] parts = text.split("\\|");
    String file = parts[2].isEmpty() ? null : parts[2];
    return new StackTraceElement(parts[0], parts[1], file, Integer.parseInt(parts[3]));
  }
}
