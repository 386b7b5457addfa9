package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final FakeClock clock = new FakeClock();
  private TrackXLocal server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server = TrackXLocal.builder().clock(clock).start();
    http = new RawHttp(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void ping_registersOneSession() throws IOException {
    http.ping(server, RawHttp.BROWSER);
    http.ping(server, RawHttp.BROWSER);
    assertThat(server.sessions()).hasSize(1);
    assertThat(server.sessions().get(0).withError()).isFalse();
    assertThat(server.sessions().get(0).date()).isEqualTo(LocalDate.parse("2026-11-23"));
  }

  @Test
  void event_marksTheExistingSession() throws IOException {
    http.ping(server, RawHttp.BROWSER);
    http.event(server, "{}");
    http.ping(server, RawHttp.BROWSER);
    assertThat(server.sessions()).extracting(Session::withError).containsExactly(true);
  }

  @Test
  void event_registersASessionWithError() throws IOException {
    http.event(server, "{}");
    assertThat(server.sessions()).extracting(Session::withError).containsExactly(true);
  }

  @Test
  void session_dependsOnOriginAddressAndAgent() throws IOException {
    http.ping(server, RawHttp.BROWSER);
    for (String header : new String[] {"Origin", "User-Agent", "X-Forwarded-For"}) {
      Map<String, String> headers = new HashMap<>(RawHttp.BROWSER);
      headers.put(header, "203.0.113.7");
      http.ping(server, headers);
    }
    assertThat(server.sessions())
        .extracting(Session::id)
        .doesNotHaveDuplicates()
        .hasSize(4);
  }

  @Test
  void address_isReadFromHeadersInTheServersOrder() throws IOException {
    Map<String, String> headers = new HashMap<>(RawHttp.BROWSER);
    headers.put("X-Forwarded-For", "10.0.0.9, 203.0.113.7");
    http.ping(server, headers);
    headers.put("X-Real-IP", "10.0.0.9");
    http.ping(server, headers);
    headers.put("X-Forwarded-For", "nonsense");
    headers.put("CF-Connecting-IP", "10.0.0.9");
    http.ping(server, headers);
    assertThat(server.sessions()).hasSize(1);
  }

  @Test
  void newUtcDay_startsANewSession_unrelatedToTheOld() throws IOException {
    http.ping(server, RawHttp.BROWSER);
    clock.advance(Duration.ofMinutes(1));
    http.ping(server, RawHttp.BROWSER);
    clock.advance(Duration.ofHours(23));
    http.ping(server, RawHttp.BROWSER);
    assertThat(server.sessions())
        .extracting(Session::date)
        .containsExactly(LocalDate.parse("2026-11-23"), LocalDate.parse("2026-11-24"));
    assertThat(server.sessions()).extracting(Session::id).doesNotHaveDuplicates();
  }

  @Test
  void eventWithFractionalType_registersNothing() throws IOException {
    assertThat(http.event(server, "{\"type\":1.5}").status()).isEqualTo(200);
    assertThat(server.sessions()).isEmpty();
    assertThat(server.issues()).isEmpty();
  }
}
