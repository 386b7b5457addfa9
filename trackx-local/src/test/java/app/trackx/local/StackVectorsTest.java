package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StackVectorsTest {
  static Stream<Recording> vectors() {
    return Recording.of("stack-vectors.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void stack_hasTheFramesOfTheRealServer(Recording vector) {
    List<Map<String, @Nullable Object>> frames = new ArrayList<>();
    for (Frame frame : StackParser.parse(vector.text("stack"))) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("callee", frame.callee());
      fields.put("calleeShort", frame.calleeShort());
      fields.put("file", frame.file());
      fields.put("fileRelative", frame.fileRelative());
      fields.put("line", asLong(frame.line()));
      fields.put("column", asLong(frame.column()));
      frames.add(fields);
    }
    assertThat(frames).isEqualTo(vector.field("frames"));
  }

  private static @Nullable Long asLong(@Nullable Integer number) {
    return number == null ? null : number.longValue();
  }
}
