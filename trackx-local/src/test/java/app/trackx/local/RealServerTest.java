package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.Recording;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Raw requests, and what trackx-api 0.41 on Node.js 20 made of them: responses, whether it closed the connection, and what it
 * stored. Its working directory was that of upstream's container image.
 */
class RealServerTest {
  private static TrackXLocal server;

  @BeforeAll
  static void start() {
    server = TrackXLocal.builder()
        .project("vectorkey01")
        .project("strictkey01", "https://api.example.com", "https://two.example.com")
        .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Recording> vectors() {
    return Recording.of("raw-vectors.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void request_isTreatedAsByTheRealServer(Recording vector) throws IOException {
    server.clear();
    String request = Recording.expand(vector.text("send"));
    try (RawHttp http = new RawHttp(server.port())) {
      http.send(request);
      for (Object recorded : (List<?>) vector.field("answers")) {
        List<?> answer = (List<?>) recorded;
        RawHttp.Response response = finalResponse(http, request.substring(0, 4));
        assertThat((long) response.status()).isEqualTo(answer.get(0));
        assertThat(response.text()).isEqualTo(answer.get(1));
      }
      assertThat(isClosed(http)).isEqualTo(vector.field("closes"));
    }
    assertThat(stored(vector)).isEqualTo(vector.field("events"));
    assertThat((long) server.issues().size()).isEqualTo(vector.number("issues"));
  }

  private static RawHttp.Response finalResponse(RawHttp http, String method) throws IOException {
    RawHttp.Response response = http.response(method.trim());
    return response.status() == 100 ? http.response(method.trim()) : response;
  }

  private static boolean isClosed(RawHttp http) {
    try {
      return http.get("/health").status() != 200;
    } catch (EOFException | java.net.SocketException e) {
      return true;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the stored events, reduced to the properties that were recorded of each. */
  private static List<Map<String, @Nullable Object>> stored(Recording vector) {
    List<?> recorded = (List<?>) vector.field("events");
    List<Map<String, @Nullable Object>> stored = new ArrayList<>();
    for (Event event : server.events()) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("type", (long) event.type());
      all.put("name", event.name());
      all.put("message", event.message());
      all.put("uri", event.uri());
      all.put("frames", event.frames().stream().map(RealServerTest::parts).toList());
      if (stored.size() < recorded.size()) {
        all.keySet().retainAll(((Map<?, ?>) recorded.get(stored.size())).keySet());
      }
      stored.add(all);
    }
    return stored;
  }

  private static List<@Nullable String> parts(Frame frame) {
    List<@Nullable String> parts =
        new ArrayList<>(List.of(frame.calleeShort(), frame.file(), frame.fileRelative()));
    parts.add(frame.line() == null ? null : frame.parsed().lineText());
    parts.add(frame.column() == null ? null : frame.parsed().columnText());
    return parts;
  }
}
