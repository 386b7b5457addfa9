package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.internal.api.AddressBuckets;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLimitTest {
  private static final RequestLimit LIMIT = RequestLimit.likeUpstream();

  private final FakeClock clock = new FakeClock();
  private final AddressBuckets buckets = LIMIT.buckets(clock);
  private TrackXLocal server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private RawHttp serverWith(RequestLimit limit) throws IOException {
    server = TrackXLocal.builder().requestLimit(limit).clock(clock).start();
    return new RawHttp(server.port());
  }

  private static int admitted(AddressBuckets buckets, String address, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += buckets.admit(address) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void thirtyOneRequests_passAtOnce_andOneEveryTenSeconds() {
    assertThat(admitted(buckets, "192.0.2.1", 100)).isEqualTo(31);
    clock.advance(Duration.ofMillis(9_999));
    assertThat(buckets.admit("192.0.2.1")).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(admitted(buckets, "192.0.2.1", 2)).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    assertThat(admitted(buckets, "192.0.2.1", 100)).isEqualTo(6);
  }

  @Test
  void laterRequests_areThirtyOneAtOnce_howeverLongTheAddressRested() {
    buckets.admit("192.0.2.1");
    clock.advance(Duration.ofDays(1));
    assertThat(admitted(buckets, "192.0.2.1", 100)).isEqualTo(31);
  }

  @Test
  void clockSetBack_standsStill() {
    assertThat(admitted(buckets, "192.0.2.1", 31)).isEqualTo(31);
    clock.advance(Duration.ofHours(-1));
    assertThat(buckets.admit("192.0.2.1")).isFalse();
    clock.advance(Duration.ofHours(1).plusSeconds(10));
    assertThat(admitted(buckets, "192.0.2.1", 2)).isEqualTo(1);
  }

  @Test
  void addresses_haveLimitsOfTheirOwn() {
    for (String address : new String[] {"192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1"}) {
      assertThat(admitted(buckets, address, 40)).isEqualTo(31);
    }
  }

  @Test
  void addresses_areForgotten_leastRecentlyAdmittedFirst() {
    admitted(buckets, "192.0.2.1", 31);
    for (int i = 0; i < AddressBuckets.MAX_ADDRESSES; i++) {
      buckets.admit("address " + i);
    }
    assertThat(buckets.admit("192.0.2.1")).isTrue();
  }

  @Test
  void rateAndBurst_canBeSet() {
    AddressBuckets quick = LIMIT.requestsPerMinute(600).burst(0).buckets(clock);
    assertThat(admitted(quick, "192.0.2.1", 2)).isEqualTo(1);
    clock.advance(Duration.ofMillis(100));
    assertThat(admitted(quick, "192.0.2.1", 2)).isEqualTo(1);
    assertThatThrownBy(() -> LIMIT.requestsPerMinute(0)).hasMessage("requestsPerMinute < 1: 0");
    assertThatThrownBy(() -> LIMIT.burst(-1)).hasMessage("burst < 0: -1");
  }

  @Test
  void refusedRequest_isAnsweredByNginx() throws IOException {
    try (RawHttp http = serverWith(LIMIT.burst(1))) {
      assertThat(http.event(server, "{}").status()).isEqualTo(200);
      assertThat(http.ping(server, RawHttp.BROWSER).status()).isEqualTo(200);
      RawHttp.Response refused = http.event(server, "{}");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers())
          .containsEntry("retry-after", "1800")
          .containsEntry("content-type", "text/html");
      assertThat(refused.text()).startsWith("<html>").contains("<center>nginx</center>");
      assertThat(server.events()).hasSize(1);
      assertThat(server.refusedRequests()).isEqualTo(1);

      clock.advance(Duration.ofSeconds(10));
      assertThat(http.event(server, "{}").status()).isEqualTo(200);
    }
  }

  @Test
  void refusedRequest_closesTheConnectionWithoutAByte() throws IOException {
    try (RawHttp http = serverWith(LIMIT.burst(0).closingConnections())) {
      assertThat(http.event(server, "{}").status()).isEqualTo(200);
      assertThatThrownBy(() -> http.event(server, "{}")).isInstanceOf(EOFException.class);
    }
    try (RawHttp http = new RawHttp(server.port())) {
      assertThatThrownBy(() -> http.event(server, "x".repeat(2_000_000)))
          .isInstanceOf(EOFException.class);
    }
    assertThat(server.events()).hasSize(1);
    assertThat(server.refusedRequests()).isEqualTo(2);
  }

  @Test
  void requestThatTheServerRejects_counts_andThePageDoesNot() throws IOException {
    try (RawHttp http = serverWith(LIMIT.burst(0))) {
      assertThat(http.get("/api/issues").status()).isEqualTo(200);
      assertThat(http.event(server, "[").status()).isEqualTo(422);
      String report = RawHttp.pathOf(server) + "/report";
      assertThat(http.request("POST", report, RawHttp.BROWSER, "{}").status()).isEqualTo(429);
      assertThat(http.get("/health").status()).isEqualTo(200);
      assertThat(http.get("/api/issues").text()).contains("\"refused\":1");
    }
  }

  @Test
  void forwardedAddress_doesNotCount() throws IOException {
    try (RawHttp http = serverWith(LIMIT.burst(0))) {
      Map<String, String> headers = new HashMap<>(RawHttp.BROWSER);
      headers.put("X-Real-IP", "192.0.2.1");
      assertThat(http.ping(server, headers).status()).isEqualTo(200);
      headers.put("X-Real-IP", "192.0.2.2");
      assertThat(http.ping(server, headers).status()).isEqualTo(429);
    }
  }

  @Test
  void ipv4AndIpv6_areAddressesApart() throws IOException {
    server = TrackXLocal.builder().requestLimit(LIMIT.burst(0)).host("::").start();
    for (String from : new String[] {"127.0.0.1", "::1"}) {
      try (RawHttp http = new RawHttp(from, server.port())) {
        assertThat(http.ping(server, RawHttp.BROWSER).status()).isEqualTo(200);
        assertThat(http.ping(server, RawHttp.BROWSER).status()).isEqualTo(429);
      }
    }
  }

  @Test
  void clear_resetsTheCount_andNotTheLimit() throws IOException {
    try (RawHttp http = serverWith(LIMIT.burst(0))) {
      http.ping(server, RawHttp.BROWSER);
      http.ping(server, RawHttp.BROWSER);
      server.clear();
      assertThat(server.refusedRequests()).isZero();
      assertThat(http.ping(server, RawHttp.BROWSER).status()).isEqualTo(429);
    }
  }
}
