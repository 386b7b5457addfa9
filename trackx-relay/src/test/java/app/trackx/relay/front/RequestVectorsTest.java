package app.trackx.relay.front;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.testing.RawHttp;
import app.trackx.testing.Recording;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay responds as the real server did. */
class RequestVectorsTest {
  /** The relay does not know which origins a project allows: the server rejects these when they are forwarded. */
  private static final Set<String> NOT_KNOWN_HERE =
      Set.of("strict-wrong-origin", "strict-trailing-slash", "ping-wrong-origin");

  private static TestFront front;

  @BeforeAll
  static void start() throws IOException {
    front = TestFront.start("vectorkey01", "strictkey01");
  }

  @AfterAll
  static void stop() {
    front.close();
  }

  static Stream<Recording> vectors() {
    return Recording.of("request-vectors.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void request_hasTheResponseOfTheRealServer(Recording vector) throws IOException {
    front.intake.received.clear();
    Map<String, String> headers = new LinkedHashMap<>();
    vector.object("headers").forEach((k, v) -> headers.put(k, Recording.expand((String) v)));
    RawHttp.Response response;
    try (RawHttp http = new RawHttp(front.port())) {
      response = http.request(vector.text("method"), vector.text("path"), headers, vector.body());
    }
    if (NOT_KNOWN_HERE.contains(vector.text("id"))) {
      assertThat(response.status()).isEqualTo(200);
      return;
    }
    assertThat((long) response.status()).isEqualTo(vector.number("status"));
    if (vector.text("text").equals("GIF…")) {
      assertThat(response.text()).startsWith("GIF89a").hasSize(43);
    } else {
      assertThat(response.text()).isEqualTo(vector.text("text"));
    }
    assertThat(front.intake.received)
        .filteredOn(request -> request.kind() == RequestKind.EVENT)
        .hasSize((int) vector.number("storedEvents"));
  }
}
