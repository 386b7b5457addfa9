package app.trackx.relay.front;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.json.JsonWriter;
import app.trackx.relay.intake.Json;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.testing.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay answers as the real server does; {@code request-vectors.json} is a recording of that. */
class RequestVectorsTest {
  private static final Pattern REPEAT = Pattern.compile("\\$\\{(.)\\*(\\d+)}");

  /** The relay does not know which origins a project allows: the server rejects these when they are forwarded. */
  private static final Set<String> NOT_KNOWN_HERE =
      Set.of("strict-wrong-origin", "strict-trailing-slash", "ping-wrong-origin");

  private static TestFront front;

  record Vector(Map<String, @Nullable Object> fields) {
    Object field(String name) {
      return java.util.Objects.requireNonNull(fields.get(name), name);
    }

    String text(String name) {
      return (String) field(name);
    }

    String body() {
      Object body = fields.getOrDefault("body", "");
      if (body instanceof String || body == null) {
        return expand(body == null ? "" : (String) body);
      }
      JsonWriter json = new JsonWriter();
      json.value(body);
      return expand(new String(json.toByteArray(), StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return text("id");
    }
  }

  @BeforeAll
  static void start() throws IOException {
    front = TestFront.start("vectorkey01", "strictkey01");
  }

  @AfterAll
  static void stop() {
    front.close();
  }

  static Stream<Vector> vectors() throws IOException {
    try (InputStream in =
        RequestVectorsTest.class.getResourceAsStream("/contract/request-vectors.json")) {
      List<?> all = (List<?>) Json.read(in.readAllBytes());
      assertThat(all).hasSizeGreaterThan(40);
      return all.stream().map(vector -> new Vector(Json.object(vector)));
    }
  }

  private static String expand(String text) {
    return REPEAT
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void request_hasTheResponseOfTheRealServer(Vector vector) throws IOException {
    front.intake.received.clear();
    Map<String, String> headers = new LinkedHashMap<>();
    Json.object(vector.field("headers")).forEach((k, v) -> headers.put(k, expand((String) v)));
    RawHttp.Response response;
    try (RawHttp http = new RawHttp(front.port())) {
      response = http.request(vector.text("method"), vector.text("path"), headers, vector.body());
    }
    if (NOT_KNOWN_HERE.contains(vector.text("id"))) {
      assertThat(response.status()).isEqualTo(200);
      return;
    }
    assertThat(response.status()).isEqualTo(((Long) vector.field("status")).intValue());
    if (vector.text("text").equals("GIF…")) {
      assertThat(response.text()).startsWith("GIF89a").hasSize(43);
    } else {
      assertThat(response.text()).isEqualTo(vector.text("text"));
    }
    assertThat(front.intake.received)
        .filteredOn(request -> request.kind() == RequestKind.EVENT)
        .hasSize(((Long) vector.field("storedEvents")).intValue());
  }
}
