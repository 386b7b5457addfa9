package app.trackx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.transport.Outcome.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class OutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "200, SENT",
    "202, SENT",
    "204, SENT",
    "301, MISCONFIGURED",
    "302, MISCONFIGURED",
    "304, MISCONFIGURED",
    "307, MISCONFIGURED",
    "308, MISCONFIGURED",
    "400, REJECTED",
    "401, MISCONFIGURED",
    "402, REJECTED",
    "403, MISCONFIGURED",
    "404, MISCONFIGURED",
    "405, REJECTED",
    "406, REJECTED",
    "407, RETRY",
    "408, RETRY",
    "410, REJECTED",
    "413, REJECTED",
    "422, REJECTED",
    "425, RETRY",
    "429, RATE_LIMITED",
    "431, REJECTED",
    "451, REJECTED",
    "500, RETRY",
    "502, RETRY",
    "503, RETRY",
    "504, RETRY",
    "511, RETRY",
    "0, RETRY",
    "100, RETRY",
    "600, RETRY",
  })
  void status_determinesTheKind(int status, Kind kind) {
    Outcome outcome = Outcome.ofResponse(status, name -> null, "");

    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.status()).isEqualTo(kind == Kind.SENT ? 200 : status);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfter_isTheDuration(int status) {
    Outcome outcome = Outcome.ofResponse(status, headers("retry-after", "1800"), "<html>");

    assertThat(outcome.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(1800));
  }

  @Test
  void retryAfter_asADate_isComparedWithTheDateOfTheResponse() {
    Outcome outcome = Outcome.ofResponse(
        429,
        headers(
            "Date",
            "Sun, 06 Nov 1994 08:49:30 GMT",
            "Retry-After",
            "Sunday, 06-Nov-94 08:50:00 GMT"),
        "");

    assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void status429_withoutRetryAfter_isAMinute() {
    assertThat(Outcome.ofResponse(429, name -> null, "").retryAfter())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 404, 408, 500})
  void headers_thatDoNotMatter_areNotRead(int status) {
    Function<String, @Nullable String> none = name -> {
      throw new AssertionError(name);
    };

    assertThat(Outcome.ofResponse(status, none, "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void misconfigured_keepsTheServersText(int status) {
    assertThat(Outcome.ofResponse(status, name -> null, "Invalid key").detail())
        .isEqualTo("Invalid key");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 'Please log in', text/html",
    "text/html; charset=utf-8, '', text/html",
    "' TEXT/HTML', 'x', text/html",
    "application/xhtml+xml, '<?xml version=\"1.0\"?>', application/xhtml+xml",
    "text/plain, '<!DOCTYPE html><title>', text/html",
    ", '<html lang=en>', text/html",
    ", '\r\n \t<HTML>', text/html",
    ", '\uFEFF<!doctype HTML>', text/html",
    ", '\u00EF\u00BB\u00BF<!doctype html>', text/html",
    "text/plain, '<!-- gateway --><html>', text/html",
    ", '<script>location = 1</script>', text/html",
    ", '<meta http-equiv=refresh>', text/html",
    "text/xml, '<?xml version=\"1.0\"?><Error/>', application/xml",
  })
  void page_isRetried(@Nullable String contentType, String body, String detail) {
    Outcome outcome = Outcome.ofResponse(200, headers("Content-Type", contentType), body);

    assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, ok",
    "text/html, ok",
    "text/html, 'ok\r\n'",
    ", ok",
    "text/plain, ''",
    ", ''",
    "application/json, '{\"html\":\"<html>\"}'",
    "image/gif, GIF89a",
    "text/htmlx-not, ok",
    "text/plain, '<'",
    "text/plain, '<3 ok'",
  })
  void responseThatIsNoPage_isSent(@Nullable String contentType, String body) {
    assertThat(
            Outcome.ofResponse(200, headers("Content-Type", contentType), body).kind())
        .isEqualTo(Kind.SENT);
  }

  @Test
  void closedWithoutAnswer_isARateLimit() {
    Outcome outcome = Outcome.closedWithoutAnswer();

    assertThat(outcome.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.retryAfter()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void proxyFailed_namesTheProxy() {
    Outcome outcome = Outcome.proxyFailed(407, "proxy.example.com:3128");

    assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
    assertThat(outcome.status()).isEqualTo(407);
    assertThat(outcome.detail()).isEqualTo("proxy.example.com:3128");
  }

  private static Function<String, @Nullable String> headers(@Nullable String... pairs) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        headers.put(pairs[i], pairs[i + 1]);
      }
    }
    return headers::get;
  }
}
