package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stored of a {@code User-Agent} header, as recorded from ua-parser-js 1.0.35. */
class AgentWordsTest {
  private final TrackXLocal server = TrackXLocal.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private Event sentBy(String userAgent) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      Map<String, String> headers = Map.of("Origin", "java", "User-Agent", userAgent);
      http.request("POST", RawHttp.pathOf(server) + "/event", headers, "{}");
    }
    return server.events().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "dm4w3mzmmdkqe3xx, w3m zmmdkqe3xx, Linux",
    "77Lynx7k3, lynx 7k3, Linux",
    "77icab7k3, icab 7k3, Linux",
    "77klar7k3, klar 7k3, Linux",
    "77metasr, metasr, Linux",
    "77qnx7k3, , qnx 7k3",
    "77bada7k3, , bada 7k3",
    "77mint7k3, , mint 7k3",
    "77suse7k3, , suse 7k3",
    "77win97k3, , win9 7k3"
  })
  void wordWithinAToken_isStored_withWhatFollows(String token, String browser, String os)
      throws IOException {
    Event event = sentBy("Java/17.0 (Linux; amd64) visitor/" + token);

    assertThat(event.browser()).isEqualTo(browser);
    assertThat(event.os()).isEqualTo(os);
  }

  @Test
  void wordAfterLinux_isStored_thoughTheRealServerMightMissIt() throws IOException {
    assertThat(sentBy("Java/17.0 (Linux; amd64) visitor/77gnu7k3").os()).isEqualTo("gnu 7k3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Java/17.0 (Linux; amd64)||Linux",
        "Java/17.0 (Linux; amd64) visitor/0123456789ghjkpz0123456789ghjkpz||Linux",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
            + "|Firefox 128.0|X11",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0"
            + " Safari/537.36|Chrome 128.0|Windows NT 10.0"
      })
  void textInParentheses_isNoWord(String userAgent, String browser, String os) throws IOException {
    Event event = sentBy(userAgent);

    assertThat(event.browser()).isEqualTo(browser);
    assertThat(event.os()).isEqualTo(os);
  }
}
