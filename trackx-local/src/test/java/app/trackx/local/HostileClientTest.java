package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileClientTest {
  private TrackXLocal server;

  @BeforeEach
  void start() {
    server = TrackXLocal.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawHttp.Response chunked(int chunks, int chunkSize) throws IOException {
    Map<String, String> headers = new HashMap<>(RawHttp.BROWSER);
    headers.put("Transfer-Encoding", "chunked");
    try (RawHttp http = new RawHttp(server.port())) {
      http.send(RawHttp.head("POST", RawHttp.pathOf(server) + "/event", headers));
      for (int i = 0; i < chunks; i++) {
        http.send(Integer.toHexString(chunkSize) + "\r\n" + " ".repeat(chunkSize) + "\r\n");
      }
      http.send("2\r\n{}\r\n0\r\n\r\n");
      return http.response("POST");
    }
  }

  @Test
  void chunkedBody_isStored() throws IOException {
    assertThat(chunked(1, 1000).text()).isEqualTo("ok");
    assertThat(server.events()).hasSize(1);
  }

  @Test
  void chunkedBodyOverTheLimit_isTooLarge() throws IOException {
    RawHttp.Response response = chunked(100, 20_000);
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.text()).isEqualTo("Exceeded \"Content-Length\" limit");
  }

  @Test
  void largeBody_isTooLarge_andTheConnectionIsKept() throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      assertThat(http.event(server, "x".repeat(5_000_000)).status()).isEqualTo(413);
      assertThat(http.event(server, "{}").status()).isEqualTo(200);
    }
  }

  @Test
  void bodyAtTheLimit_isAcceptedAndDropped() throws IOException {
    String json = "{\"meta\":{\"a\":\"" + "x".repeat(1_048_576 - 17) + "\"}}";
    assertThat(json).hasSize(1_048_576);
    try (RawHttp http = new RawHttp(server.port())) {
      assertThat(http.event(server, json).text()).isEqualTo("ok");
    }
    assertThat(server.events()).isEmpty();
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void bodyOfOneMebibyteOfSpace_isStored() throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      assertThat(http.event(server, "{}" + " ".repeat(1_048_574)).text()).isEqualTo("ok");
    }
    assertThat(server.events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void deepNesting_isRejected(String piece) throws IOException {
    String json = "{\"meta\":{\"a\":" + piece.repeat(150_000);
    try (RawHttp http = new RawHttp(server.port())) {
      assertThat(http.event(server, json).text()).isEqualTo("Invalid content");
    }
  }

  @Test
  void longNumbersAndNames_areRead() throws IOException {
    String json = "{\"meta\":{\"" + "n".repeat(100_000) + "\":" + "9".repeat(100_000) + "}}";
    try (RawHttp http = new RawHttp(server.port())) {
      assertThat(http.event(server, json).text()).isEqualTo("ok");
    }
    assertThat(server.events().get(0).meta()).containsValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void disconnectedClients_leaveNoTrace() throws IOException {
    PrintStream err = System.err;
    ByteArrayOutputStream noise = new ByteArrayOutputStream();
    System.setErr(new PrintStream(noise, true, StandardCharsets.UTF_8));
    try (RawHttp http = new RawHttp(server.port())) {
      for (String start : new String[] {"", "PO", "garbage\r\n\r\n", "GET /health HTTP/1.1\r\n"}) {
        try (RawHttp gone = new RawHttp(server.port())) {
          gone.send(start);
        }
      }
      assertThat(http.event(server, "{}").status()).isEqualTo(200);
      assertThat(http.request("HEAD", "/health", Map.of(), "").status()).isEqualTo(200);
    } finally {
      System.setErr(err);
    }
    server.close();
    assertThat(noise.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
