package app.trackx.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private static final String KEY = "1dhvjg9b2y7";

  @Test
  void eventUrl_isBelowTheEndpoint() {
    Endpoint endpoint = Endpoint.parse("https://api.example.com/v1/" + KEY);

    assertThat(endpoint.eventUrl()).isEqualTo("https://api.example.com/v1/" + KEY + "/event");
  }

  @Test
  void pingUrl_isBelowTheEndpoint() {
    Endpoint endpoint = Endpoint.parse("https://api.example.com/v1/" + KEY);

    assertThat(endpoint.pingUrl()).isEqualTo("https://api.example.com/v1/" + KEY + "/ping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/event", "/event/", "/event//", " ", "\n", "/event \t"})
  void parse_tail_isIgnored(String tail) {
    Endpoint endpoint = Endpoint.parse(" http://host/v1/" + KEY + tail);

    assertThat(endpoint.eventUrl()).isEqualTo("http://host/v1/" + KEY + "/event");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "'%s'", "'\"%s\"'\n", "\u201c%s\u201d", "\ufeff%s\r\n"})
  void parse_quotesAndInvisibleCharactersAround_areIgnored(String around) {
    Endpoint endpoint = Endpoint.parse(String.format(around, "http://host/v1/" + KEY + "/"));

    assertThat(endpoint.text()).isEqualTo("http://host/v1/" + KEY);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\"\"", "''", "'\"\"'", "\n"})
  void parseIfSet_blankOrEmptyWithinQuotes_isNull(String text) {
    assertThat(Endpoint.parseIfSet(text)).isNull();
  }

  @Test
  void parse_percentEncodedPath_isKept() {
    assertThat(Endpoint.parse("https://host/a%20b/v1/" + KEY).text()).contains("/a%20b/");
  }

  @ParameterizedTest
  @CsvSource({"https://host, true", "HTTPS://host, true", "http://host, false", "hTTp://host, false"
  })
  void secure_isTrueForHttpsAlone(String server, boolean secure) {
    assertThat(Endpoint.parse(server + "/v1/" + KEY).secure()).isEqualTo(secure);
  }

  @Tag("wire")
  @ParameterizedTest
  @CsvSource({
    "https://api.example.com, api.example.com, 443",
    "http://api.example.com, api.example.com, 80",
    "HTTPS://api.example.com, api.example.com, 443",
    "https://API.Example.com:8443, api.example.com, 8443",
    "http://localhost:1, localhost, 1",
    "http://host:65535, host, 65535",
    "http://host:080, host, 80",
    "http://127.0.0.1:8000, 127.0.0.1, 8000",
    "http://256.256.256.256, 256.256.256.256, 80",
    "http://[::1], ::1, 80",
    "http://[2001:DB8::17]:8000, 2001:db8::17, 8000",
    "http://trackx_api:8000, trackx_api, 8000",
    "https://bücher.example, xn--bcher-kva.example, 443",
    "https://xn--bcher-kva.example, xn--bcher-kva.example, 443",
    "https://host., host., 443",
    "https://a-b.example, a-b.example, 443",
  })
  void parse_server_isWhatOkHttpMakesOfIt(String server, String host, int port) {
    String url = Endpoint.parse(server + "/v1/" + KEY).eventUrl();

    HttpUrl read = HttpUrl.get(url);
    assertThat(read.host()).isEqualTo(host);
    assertThat(read.port()).isEqualTo(port);
    assertThat(read.encodedPath()).isEqualTo("/v1/" + KEY + "/event");
  }

  @Test
  void parse_pathBeforeTheEndpoint_isKept() {
    Endpoint endpoint = Endpoint.parse("https://host/trackx/v1/" + KEY + "/");

    assertThat(endpoint.pingUrl()).isEqualTo("https://host/trackx/v1/" + KEY + "/ping");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host/v1/KEY",
        "//host/v1/KEY",
        "ftp://host/v1/KEY",
        "https:/host/v1/KEY",
        "https//host/v1/KEY",
        "https://host/v1/KEY?a=b",
        "https://host/v1/KEY?",
        "https://host/v1/KEY#top",
        "https://user@host/v1/KEY",
        "https://user:word@host/v1/KEY",
        "https:///v1/KEY",
        "https://:80/v1/KEY",
        "https://host",
        "https://host/",
        "https://host/KEY",
        "https://host/v2/KEY",
        "https://host/v1/",
        "https://host/v1/KEYa",
        "https://host/xv1/KEY",
        "https://host/v1/KEY/ping",
        "https://host/v1/KEY,https://host/v1/KEY",
        "https://host/v1/KEY/https://host/v1/KEY",
        "https://host/v1/KEY/event/x",
        "https://host:/v1/KEY",
        "https://host:0/v1/KEY",
        "https://host:65536/v1/KEY",
        "https://host:99999999999/v1/KEY",
        "https://host:80a/v1/KEY",
        "https://host:-1/v1/KEY",
        "https://host:80:80/v1/KEY",
        "https://::1/v1/KEY",
        "https://[::1/v1/KEY",
        "https://[]/v1/KEY",
        "https://[::1]80/v1/KEY",
        "https://[::1]:/v1/KEY",
        "https://[::1%eth0]/v1/KEY",
        "https://[hello]/v1/KEY",
        "https://[1.2.3.4]/v1/KEY",
        "https://[1::2::3]/v1/KEY",
        "https://a[b/v1/KEY",
        "https://a]b/v1/KEY",
        "https://a..b/v1/KEY",
        "https://.a/v1/KEY",
        "https://./v1/KEY",
        "https://ho st/v1/KEY",
        "https://ho\tst/v1/KEY",
        "https://ho\u007fst/v1/KEY",
        "https://ho\u0085st/v1/KEY",
        "https://ho\u200b\ud800st/v1/KEY",
        "https://a\u2100b/v1/KEY",
        "https://a%62/v1/KEY",
        "https://a\\b/v1/KEY",
        "https://a*b/v1/KEY",
        "https://<host>/v1/KEY",
        "https://host/a b/v1/KEY",
        "https://host/a\nb/v1/KEY",
        "https://host/\u00fc/v1/KEY",
        "https://host/${PATH}/v1/KEY",
        "https://host/$(PATH)/v1/KEY",
        "https://host/@path@/v1/KEY",
        "https://host/%PATH%/v1/KEY",
        "https://host/{path}/v1/KEY",
        "https://host/%/v1/KEY",
        "https://host/\"a\"/v1/KEY",
      })
  void parse_otherForms_throwWithTheExpectedForm_withoutTheKey(String form) {
    Throwable refusal = catchThrowable(() -> Endpoint.parse(form.replace("KEY", KEY)));

    assertThat(refusal)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Not a TrackX endpoint: ")
        .hasMessageContaining("http(s)://host[:port]/v1/<key>")
        .hasMessageNotContaining(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1dhvjg9b2y", "1dhvjg9b2y77", "1DHVJG9B2Y7", "1dhvjg-b2y7", "1dhvjg9b2y\u0663"})
  void parse_malformedKey_throwsWithoutRepeatingIt(String key) {
    assertThatThrownBy(() -> Endpoint.parse("https://host/v1/" + key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it does not end in /v1/<key>")
        .hasMessageNotContaining(key);
  }

  @Test
  void parse_doubledPath_isShownWithoutAnyKey() {
    Endpoint endpoint = Endpoint.parse("https://host/v1/" + KEY + "/v1/" + KEY);

    assertThat(endpoint).hasToString("https://host/v1/***/v1/***");
    assertThat(endpoint.eventUrl()).startsWith("https://host/v1/" + KEY + "/v1/");
  }

  @Test
  void parse_labelTooLong_isRefused() {
    Endpoint.parse("https://" + "a".repeat(63) + ".example/v1/" + KEY);

    assertThatThrownBy(() -> Endpoint.parse("https://" + "a".repeat(64) + ".example/v1/" + KEY))
        .hasMessageContaining("its host is not a valid name");
  }

  @Test
  void parse_nameTooLong_isRefused() {
    assertThatThrownBy(() -> Endpoint.parse("https://" + "a.".repeat(127) + "/v1/" + KEY))
        .hasMessageContaining("its host is not a valid name");
  }

  @ParameterizedTest
  @CsvSource({
    "http://trackx.example.com, true",
    "http://trackx.example.com:8000, true",
    "http://192.168.0.7, true",
    "http://127.example.com, true",
    "http://localhost.example.com, true",
    "http://[2001:db8::1]:8000, true",
    "https://trackx.example.com, false",
    "http://localhost, false",
    "http://LocalHost.:8000, false",
    "http://trackx.localhost:8000, false",
    "http://127.0.0.1, false",
    "http://127.8.9.10:8000, false",
    "http://[::1], false",
    "http://[::1]:8000, false",
    "http://[0:0:0:0:0:0:0:1]:8000, false",
  })
  void leavesHostUnencrypted_isTrueForHttpToAnotherMachine(String server, boolean readable) {
    assertThat(Endpoint.parse(server + "/v1/" + KEY).leavesHostUnencrypted()).isEqualTo(readable);
  }

  @Test
  void toString_hasNoKey() {
    Endpoint endpoint = Endpoint.parse("https://host:8443/trackx/v1/" + KEY + "/event");

    assertThat(endpoint).hasToString("https://host:8443/trackx/v1/***");
  }

  @Tag("wire")
  @Test
  void parse_randomAuthority_isAcceptedOnlyIfOkHttpAcceptsIt() {
    String[] pieces = {
      "a",
      "Z9",
      "-",
      "_",
      ".",
      "..",
      ":",
      ":8",
      "[",
      "]",
      "::",
      "[::1]",
      "1.2.3.4",
      "%",
      "@",
      "\u00fc",
      "\u6f22",
      "\u3002",
      "\u200b",
      "\u2100",
      "\ufb01",
      "\u007f",
      "\u0085",
      "\ud83d\ude00",
      "\ud83d",
      "x",
      "!",
      "$",
      "&",
      "'",
      "(",
      "*",
      "+",
      ",",
      ";",
      "=",
      "~",
      "<",
      "\"",
      "\\",
      "^",
      "`",
      "{",
      "|",
      "0x7f"
    };
    Random random = new Random(5);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder url = new StringBuilder("https://");
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        url.append(pieces[random.nextInt(random.nextBoolean() ? 5 : pieces.length)]);
      }
      try {
        HttpUrl.get(Endpoint.parse(url.append("/v1/" + KEY).toString()).eventUrl());
        accepted++;
      } catch (IllegalArgumentException e) {
        assertThat(e).as(url.toString()).hasMessageStartingWith("Not a TrackX endpoint");
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }
}
