package app.trackx.relay.front;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Scrubber;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.relay.fold.Sighting;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.testing.RawHttp;
import app.trackx.testing.Recording;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Raw requests to the relay. It responds as trackx-api 0.41 on Node.js 20 did, and a server stores of what the relay forwards
 * what the real one stored of the request itself. {@link Difference} lists the exceptions; docs/FLEETS.md explains them.
 */
class RealServerTest {
  private static final SightingReader READER = new SightingReader(Scrubber.none());

  /**
   * The relay writes JSON anew: half a surrogate pair becomes U+FFFD, and the server drops an event of 1 MiB that became longer
   * by some bytes.
   */
  private static final Set<String> STORED_DIFFERENTLY =
      Set.of("body-json-surrogate", "near-numbers-1048500");

  private static final Set<Difference> KNOWN_TO_THE_SERVER =
      Set.of(Difference.UNKNOWN_KEY, Difference.UNKNOWN_ORIGIN);

  private static TrackXLocal server;
  private static TestFront front;

  /** The intended differences: the relay's response, and the recordings concerned. */
  private enum Difference {
    /** The server knows the keys of projects, and rejects these when they are forwarded. */
    UNKNOWN_KEY(200, "ok", false, "path-unknown-key"),
    /** The server knows the origins that a project allows. */
    UNKNOWN_ORIGIN(
        200,
        "ok",
        false,
        "report-strict",
        "report-strict-no-origin-other",
        "strict-bad",
        "strict-list",
        "strict-upper"),
    /** JSON of more than 500 levels is rejected. */
    DEEP_JSON(
        422,
        "Invalid content",
        false,
        "body-deep-array-499",
        "body-deep-array-500",
        "body-deep-array-501"),
    /** Headers may be a little longer. */
    LONG_HEADERS(
        200,
        "ok",
        false,
        "header-size-16250",
        "header-size-16300",
        "header-size-16350",
        "header-size-16384",
        "header-size-16500",
        "header-exact-16237",
        "header-exact-16238",
        "header-exact-16239"),
    /** The URL in a request line may be absolute. */
    ABSOLUTE_URL(200, "ok", false, "path-absolute", "ping-absolute"),
    ABSOLUTE_URL_PARAMETER(400, "Unexpected param", false, "path-absolute-param"),
    UNKNOWN_METHOD(
        404,
        "Not Found",
        false,
        "method-event-post",
        "method-ping-post",
        "method-event-Post",
        "method-ping-Post",
        "method-event-get",
        "method-ping-get",
        "method-event-FOO",
        "method-ping-FOO"),
    /** RFC 9112 demands it. */
    INVALID_HOST(400, "", true, "header-host-empty", "header-host-doubled", "header-host-strange"),
    UNKNOWN_VERSION(505, "", true, "http-12"),
    LONG_PATH(414, "", true, "path-too-long"),
    UNKNOWN_EXPECTATION(417, "", true, "header-expect-other");

    private final List<Object> answer;
    private final boolean closes;
    private final Set<String> ids;

    Difference(int status, String text, boolean closes, String... ids) {
      this.answer = List.of((long) status, text);
      this.closes = closes;
      this.ids = Set.of(ids);
    }

    static @Nullable Difference of(Recording recording) {
      return Stream.of(values())
          .filter(difference -> difference.ids.contains(recording.text("id")))
          .findFirst()
          .orElse(null);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    server = TrackXLocal.builder()
        .project("vectorkey01")
        .project("strictkey01", "https://api.example.com", "https://two.example.com")
        .start();
    front = TestFront.with(TestFront.options(Set.of(), true, null, 100, Duration.ofSeconds(30)));
  }

  @AfterAll
  static void stop() {
    front.close();
    server.close();
  }

  static Stream<Recording> recordings() {
    return Recording.of("raw-vectors.json");
  }

  @Test
  void recordings_areComplete() {
    assertThat(recordings()).hasSize(402);
  }

  @ParameterizedTest
  @EnumSource
  void difference_isOne(Difference difference) {
    assertThat(recordings().filter(it -> difference.ids.contains(it.text("id"))))
        .hasSameSizeAs(difference.ids)
        .allMatch(it -> !it.list("answers").equals(List.of(difference.answer))
            || !it.field("closes").equals(difference.closes));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void request_isTreatedAsByTheRealServer(Recording recording) throws IOException {
    front.intake.received.clear();
    Difference difference = Difference.of(recording);
    String request = Recording.expand(recording.text("send"));
    try (RawHttp http = new RawHttp(front.port())) {
      http.send(request);
      for (Object recorded : recording.list("answers")) {
        RawHttp.Response response = finalResponse(http, request.substring(0, 4).trim());
        assertThat(List.<Object>of((long) response.status(), response.text()))
            .isEqualTo(difference == null ? recorded : difference.answer);
      }
      assertThat(isClosed(http))
          .isEqualTo(difference == null ? recording.field("closes") : difference.closes);
    }
    if (difference == null || KNOWN_TO_THE_SERVER.contains(difference)) {
      List<Map<String, @Nullable Object>> stored = storedWhenForwarded(recording);
      if (STORED_DIFFERENTLY.contains(recording.text("id"))) {
        assertThat(stored).isNotEqualTo(comparable(recording.list("events")));
      } else {
        assertThat(stored).isEqualTo(comparable(recording.list("events")));
      }
    }
  }

  private static RawHttp.Response finalResponse(RawHttp http, String method) throws IOException {
    RawHttp.Response response = http.response(method);
    return response.status() == 100 ? http.response(method) : response;
  }

  private static boolean isClosed(RawHttp http) {
    try {
      return http.get("/health").status() != 200;
    } catch (EOFException | SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends to a server what the relay would send, and returns what it stores, reduced to what was recorded of each. */
  private static List<Map<String, @Nullable Object>> storedWhenForwarded(Recording recording)
      throws IOException {
    server.clear();
    for (Received received : List.copyOf(front.intake.received)) {
      Sighting sighting = received.kind() == RequestKind.PING ? null : READER.read(received);
      if (sighting != null) {
        forward(sighting);
      }
    }
    List<Map<String, @Nullable Object>> stored = new ArrayList<>();
    for (Event event : server.events()) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("type", (long) event.type());
      all.put("name", event.name());
      all.put("message", event.message());
      all.put("uri", event.uri());
      if (stored.size() < recording.list("events").size()) {
        all.keySet().retainAll(((Map<?, ?>) recording.list("events").get(stored.size())).keySet());
      }
      stored.add(all);
    }
    return stored;
  }

  private static void forward(Sighting sighting) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", sighting.id().origin());
    headers.put("User-Agent", sighting.userAgent());
    headers.put("Content-Type", sighting.contentType());
    String path = "/v1/" + sighting.id().key() + '/' + sighting.kind().path();
    try (RawHttp http = new RawHttp(server.port())) {
      http.request("POST", path, headers, new String(sighting.body(), StandardCharsets.UTF_8));
    }
  }

  /** Frames are those of the stack, which the relay does not change. */
  private static List<Map<?, ?>> comparable(List<?> recorded) {
    List<Map<?, ?>> events = new ArrayList<>();
    for (Object event : recorded) {
      Map<?, ?> fields = new LinkedHashMap<>((Map<?, ?>) event);
      fields.remove("frames");
      events.add(fields);
    }
    return events;
  }
}
