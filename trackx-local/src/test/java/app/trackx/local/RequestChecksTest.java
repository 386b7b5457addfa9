package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of request checks that the recorded vectors do not cover. */
class RequestChecksTest {
  private static TrackXLocal server;

  @BeforeAll
  static void start() {
    server = TrackXLocal.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void clear() {
    server.clear();
  }

  private static String post(Map<String, String> headers, String body) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      RawHttp.Response response =
          http.request("POST", RawHttp.pathOf(server) + "/event", headers, body);
      return response.status() + " " + response.text();
    }
  }

  private static Map<String, String> browserWith(String header, String value) {
    Map<String, String> headers = new HashMap<>(RawHttp.BROWSER);
    headers.put(header, value);
    return headers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\":1,\"name\":null}           | 400 Unexpected property",
        "{\"meta\":null,\"name\":null}     | 422 Invalid name",
        "{\"meta\":1,\"stack\":1}          | 422 Invalid stack",
        "{\"type\":\"4\"}                  | 422 Invalid type",
        "{\"type\":-1}                     | 422 Invalid type",
        "{\"type\":99.5}                   | 422 Invalid type",
        "{\"type\":null}                   | 422 Invalid type",
        "{\"meta\":\"\"}                   | 422 Invalid meta",
        "[1]                               | 400 Unexpected property",
        "\"text\"                          | 400 Unexpected property",
        "null                              | 500 Internal Server Error",
        "7                                 | 200 ok",
        "{} {}                             | 422 Invalid content",
        "{\"a\":01}                        | 422 Invalid content",
        "{'a':1}                           | 422 Invalid content",
        "{\"a\":NaN}                       | 422 Invalid content",
      })
  void body_isChecked(String body, String answer) throws IOException {
    assertThat(post(RawHttp.BROWSER, body)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\uFEFF{}", "{\"name\":\"\n\"}"})
  void invalidJson_isRejected(String body) throws IOException {
    assertThat(post(RawHttp.BROWSER, body)).isEqualTo("422 Invalid content");
  }

  @Test
  void checks_areMadeInTheServersOrder() throws IOException {
    assertThat(post(Map.of(), "{")).isEqualTo("422 Invalid content");
    assertThat(post(Map.of(), "{\"x\":1}")).isEqualTo("403 Invalid origin");
    Map<String, String> noAgent = Map.of("Origin", "java", "X-Real-IP", "here");
    assertThat(post(noAgent, "{\"x\":1}")).isEqualTo("400 Unexpected property");
    assertThat(post(noAgent, "{}")).isEqualTo("400 Invalid IP");
    assertThat(post(Map.of("Origin", "java"), "{}")).isEqualTo("400 Invalid user agent");
  }

  @Test
  void userAgent_isPrintableAscii() throws IOException {
    assertThat(post(browserWith("User-Agent", "caf\u00E9"), "{}"))
        .isEqualTo("400 Invalid user agent");
  }

  @Test
  void longReferer_isRejected_unlessThereIsAUri() throws IOException {
    Map<String, String> headers = browserWith("Referer", "r".repeat(1001));
    assertThat(post(headers, "{}")).isEqualTo("400 Invalid uri, referer, or origin");
    assertThat(post(headers, "{\"uri\":\"u\"}")).isEqualTo("200 ok");
  }

  @Test
  void otherContentType_isTreatedAsAnEmptyEvent() throws IOException {
    assertThat(post(browserWith("Content-Type", "text/plain"), "{\"x\":1}")).isEqualTo("200 ok");
    assertThat(server.events()).extracting(Event::json).containsExactly("");
  }

  @Test
  void event_holdsTheSentProperties() throws IOException {
    String json = "{\"name\":\"N\",\"message\":\"m\",\"type\":70.0,\"uri\":\"/x\","
        + "\"stack\":\"at a (b:1)\",\"meta\":{\"i\":1,\"d\":1.5,\"n\":null,\"l\":[true]}}";
    assertThat(post(RawHttp.BROWSER, json)).isEqualTo("200 ok");
    Event event = server.events().get(0);
    assertThat(event.name()).isEqualTo("N");
    assertThat(event.message()).isEqualTo("m");
    assertThat(event.type()).isEqualTo(70);
    assertThat(event.uri()).isEqualTo("/x");
    assertThat(event.stack()).isEqualTo("at a (b:1)");
    assertThat(event.meta()).hasToString("{i=1, d=1.5, n=null, l=[true]}");
    assertThat(event.os()).isEqualTo("Linux");
    assertThat(event.json()).isEqualTo(json);
  }

  @Test
  void emptyEvent_hasTheUnknownType() throws IOException {
    post(RawHttp.BROWSER, "{}");
    Event event = server.events().get(0);
    assertThat(event.type()).isEqualTo(97);
    assertThat(event.meta()).isEmpty();
    assertThat(event.frames()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /",
    "GET, /v1",
    "POST, /health",
    "PUT, /v1/k/event",
    "POST, /v1//event",
    "GET, /v1/aaaaaaaaaaa/report",
    "HEAD, /v1/aaaaaaaaaaa/event",
    "GET, /v1/aaaaaaaaaaa/ping//",
    "OPTIONS, /v1/aaaaaaaaaaa/event"
  })
  void otherRequests_areNotFound(String method, String path) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      for (int i = 0; i < 2; i++) {
        RawHttp.Response response = http.request(method, path, Map.of(), "");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).isEqualTo(method.equals("HEAD") ? "" : "Not Found");
      }
    }
  }

  @Test
  void imagePing_isOnePixel() throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      RawHttp.Response response = http.request(
          "GET", RawHttp.pathOf(server) + "/ping", browserWith("Accept", "image/*"), "");
      assertThat(response.headers()).containsEntry("content-type", "image/gif");
      assertThat(response.text()).startsWith("GIF89a\1\0\1\0").endsWith(";");
    }
  }
}
