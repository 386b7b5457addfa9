package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.stack.ServerStackParser.Frame;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerStackParserTest {
  record Vector(String id, String stack, List<Frame> frames) {
    @Override
    public String toString() {
      return id;
    }
  }

  static List<Vector> vectors() throws IOException {
    try (Reader json = new InputStreamReader(
        ServerStackParserTest.class.getResourceAsStream("/contract/stack-vectors.json"),
        StandardCharsets.UTF_8)) {
      return List.of(new Gson().fromJson(json, Vector[].class));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void parse_vector_readsWhatTheServerRead(Vector vector) {
    assertThat(ServerStackParser.parse(vector.stack())).isEqualTo(vector.frames());
  }

  @Test
  void vectors_areComplete() throws IOException {
    assertThat(vectors()).hasSize(44);
  }
}
