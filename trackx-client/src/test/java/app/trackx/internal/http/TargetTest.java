package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://trackx.example.com/v1/k/event",
        "https://trackx.example.com/v1/k/event",
        "https://trackx.example.com:443/v1/k/event",
        "http://trackx.example.com:443/v1/k/event",
        "http://127.0.0.1:8000/v1/k/event",
        "http://track_x:8000/a/b/v1/k/event",
        "http://[::1]/v1/k/event",
        "https://[2001:db8::1]:8443/v1/k/event",
        "http://b\u00fccher.example:80/v1/k/event",
        "HTTPS://trackx.example.com/v1/k/event",
        "http://trackx.example.com./v1/k/event",
        "http://trackx.example.com:8000/a:1/v1/k/event",
      })
  void url_isReadAsOkHttpReadsIt(String url) {
    Target target = Target.of(url);
    HttpUrl other = HttpUrl.get(url);

    assertThat(target.tls).isEqualTo(other.isHttps());
    assertThat(target.host).isEqualTo(other.host());
    assertThat(target.port).isEqualTo(other.port());
    assertThat(target.path).isEqualTo(other.encodedPath());
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/v1/k, h, h:80",
    "http://h:80/v1/k, h, h:80",
    "https://h:443/v1/k, h, h:443",
    "https://h:80/v1/k, h:80, h:80",
    "http://[::1]:8000/v1/k, [::1]:8000, [::1]:8000",
    "https://[::1]/v1/k, [::1], [::1]:443",
    "http://b\u00fccher.example/v1/k, xn--bcher-kva.example, xn--bcher-kva.example:80"
  })
  void hostHeader_leavesOutTheUsualPort_andConnectNamesIt(
      String url, String authority, String connect) {
    assertThat(Target.of(url).authority).isEqualTo(authority);
    assertThat(Target.of(url).hostAndPort()).isEqualTo(connect);
  }

  /** The client does not validate the path. */
  @Test
  void bracketInThePath_isNoneOfAnAddress() {
    Target target = Target.of("http://h:8000/a]b/v1/k");

    assertThat(target.host).isEqualTo("h");
    assertThat(target.port).isEqualTo(8000);
    assertThat(Target.of("http://[::1]:8000/a]b/v1/k").port).isEqualTo(8000);
    assertThat(Target.of("http://[::1]/a]b/v1/k").port).isEqualTo(80);
  }
}
