package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.Recording;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestVectorsTest {
  private static TrackXLocal server;

  @BeforeAll
  static void start() {
    server = TrackXLocal.builder()
        .project("vectorkey01")
        .project("strictkey01", "https://api.example.com")
        .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Recording> vectors() {
    return Recording.of("request-vectors.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void request_hasTheResponseOfTheRealServer(Recording vector) throws IOException {
    server.clear();
    Map<String, String> headers = new LinkedHashMap<>();
    vector.object("headers").forEach((k, v) -> headers.put(k, Recording.expand((String) v)));
    try (RawHttp http = new RawHttp(server.port())) {
      RawHttp.Response response =
          http.request(vector.text("method"), vector.text("path"), headers, vector.body());
      assertThat(response.status()).isEqualTo((int) vector.number("status"));
      if (vector.text("text").equals("GIF…")) {
        assertThat(response.text()).startsWith("GIF");
      } else {
        assertThat(response.text()).isEqualTo(vector.text("text"));
      }
    }
    assertThat(server.events()).hasSize((int) vector.number("storedEvents"));
  }
}
