package app.trackx.local.internal.agents;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.RawHttp;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.Recording;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with a recording of what the real server stores of a {@code User-Agent} header. */
class AgentRulesTest {
  static Stream<List<String>> recordings() {
    return Recording.userAgents();
  }

  @Test
  void recordings_areMany() {
    assertThat(recordings()).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void header_hasTheBrowserAndTheSystemOfTheRealServer(List<String> recording) {
    assertThat(Objects.requireNonNullElse(AgentRules.browser(recording.get(0)), "-"))
        .isEqualTo(recording.get(1));
    assertThat(Objects.requireNonNullElse(AgentRules.operatingSystem(recording.get(0)), "-"))
        .isEqualTo(recording.get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "Java/17.0 (Linux; amd64) visitor/dm4w3mzmmdkqe3xx, w3m zmmdkqe3xx, Linux",
    "Java/17.0 (Linux; amd64) visitor/77qnx7k3, , qnx 7k3"
  })
  void wordWithinAToken_isStored_withWhatFollows(String agent, String browser, String os)
      throws IOException {
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      Map<String, String> headers = Map.of("Origin", "java", "User-Agent", agent);
      http.request("POST", RawHttp.pathOf(server) + "/event", headers, "{}");

      Event event = server.events().get(0);
      assertThat(event.browser()).isEqualTo(browser);
      assertThat(event.os()).isEqualTo(os);
    }
  }

  @ParameterizedTest
  @CsvSource({"windows ", "win", "os x", "version/", "a"})
  void hostileHeader_isReadFast(String part) {
    String header = part.repeat(500);
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
      AgentRules.browser(header);
      AgentRules.operatingSystem(header);
    });
  }
}
