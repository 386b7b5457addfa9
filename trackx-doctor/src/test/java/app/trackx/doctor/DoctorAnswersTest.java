package app.trackx.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor's findings for responses on a real socket. */
@Timeout(60)
class DoctorAnswersTest {
  private static final String PING = "/v1/" + Checked.KEY + "/ping";
  private static final String EVENT = "/v1/" + Checked.KEY + "/event";

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Unauthorized | requires a login",
        "403 | Invalid key | has no project with this key",
        "403 | Invalid origin | \"java\" is none of them",
        "403 | Blocked by WAF | not from TrackX",
        "404 | Not Found | no TrackX API at this URL",
        "400 | Bad Request | A TrackX server accepts these requests",
        "422 | Invalid meta | A TrackX server accepts these requests",
        "413 | Too Large | Something in front of the server rejects a body of",
        "500 | Oops | The server failed: look in its log",
        "502 | Bad Gateway | the TrackX server behind it does not",
        "418 | teapot | has another version",
      })
  void rejection_isExplained_andTheServersTextIsShown(int status, String words, String advice) {
    answer(aResponse().withStatus(status).withBody(words));

    Checked checked = check();

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out())
        .contains("FAIL ping " + status + " \"" + words + "\".")
        .contains(advice)
        .contains("FAIL event same as above: " + status)
        .doesNotContain(Checked.KEY);
  }

  @Test
  void controlCharactersOfTheServer_areReplaced() {
    answer(aResponse().withStatus(500).withBody("a\u009b31mb\u202ec\u001b[2Jd"));

    assertThat(check().out()).contains("FAIL ping 500 \"a?31mb?c [2Jd\".");
  }

  @Test
  void badGatewayWithAPage_showsNoHtml() {
    answer(aResponse().withStatus(502).withBody("<html><h1>502 Bad Gateway</h1>"));

    assertThat(check().out()).contains("FAIL ping 502. ->").doesNotContain("<h1>");
  }

  @Test
  void websiteThatAlwaysResponds_isNoTrackXServer() {
    answer(aResponse().withStatus(200).withBody("<!DOCTYPE html><title>Shop</title>"));

    Checked checked = check();

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out()).contains("with an HTML page", "The endpoint is the URL of a website");
  }

  @Test
  void websiteRecognizedByItsContentType_isNoTrackXServer() {
    answer(aResponse()
        .withStatus(200)
        .withHeader("Content-Type", "text/html; charset=utf-8")
        .withBody("\uFEFF<!-- made by hand --><html>"));

    Checked checked = check();

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out()).contains("with an HTML page").doesNotContain("by hand");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>",
        "<!DOCTYPE HTML PUBLIC><html><p>Your browser sent a request that this server could not"
            + " understand.<br>Reason: You're speaking plain HTTP to an SSL-enabled server port.",
        "Client sent an HTTP request to an HTTPS server.",
        "Bad Request\r\nThis combination of host and port requires TLS.\r\n"
      })
  void portForHttps_requestedWithoutTls_isReported(String words) {
    answer(aResponse().withStatus(400).withBody(words));

    Checked checked = check();

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out())
        .contains("This port is for https: start the endpoint with https://.")
        .doesNotContain("a proxy on the way changes them");
  }

  @Test
  void tooLargeEvent_fails_thoughThePingIsAccepted() {
    answer(aResponse().withStatus(200).withBody("ok"));
    SERVER.stubFor(post(EVENT).willReturn(aResponse().withStatus(413).withBody("Too Large")));

    Checked checked = check();

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out()).contains("ok ping 200 in", "FAIL event 413", "client_max_body_size");
  }

  @ParameterizedTest
  @CsvSource({
    "1800, 30 minutes",
    "45, 45 seconds",
    "90, 1 minute and 30 seconds",
    "86400, 1 day",
    "7500, 2 hours and 5 minutes"
  })
  void rateLimit_tellsWhenToRetry_andSendsNothingMore(String seconds, String words) {
    answer(aResponse().withStatus(429).withHeader("Retry-After", seconds));

    assertThat(check().out())
        .contains("retry after " + words + ".")
        .contains("note event not sent");
    SERVER.verify(0, postRequestedFor(urlEqualTo(EVENT)));
  }

  @Test
  void rateLimit_supportsADate() {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    answer(aResponse()
        .withStatus(429)
        .withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now))
        .withHeader("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusHours(1))));

    assertThat(check().out()).contains("retry after 1 hour.");
  }

  @Test
  void redirect_namesTheEndpointToUse_withoutTheKey() {
    answer(aResponse()
        .withStatus(308)
        .withHeader("Location", "https://trackx.example.com/v1/" + Checked.KEY + "/ping"));

    assertThat(check().out())
        .contains("308: the server redirects to https://trackx.example.com/v1/***/ping.")
        .contains("as the endpoint: https://trackx.example.com/v1/***")
        .doesNotContain(Checked.KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "600, 10 minutes behind",
    "-7200, 2 hours ahead of",
    "7165, 2 hours behind",
    "3560, 1 hour behind",
    "86300, 1 day behind"
  })
  void clockThatDiffers_isReported_andNoFailure(int seconds, String words) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds + (seconds > 0 ? 20 : -20)));
    answer(aResponse().withStatus(200).withBody("ok").withHeader("Date", date));

    Checked checked = check();

    assertThat(checked.exitCode()).isEqualTo(Main.SUCCESS);
    assertThat(checked.out()).contains("note clock this machine's clock is about " + words);
  }

  @Test
  void connectionClosedWithoutAResponse_suggestsHttps() {
    answer(aResponse().withFault(Fault.EMPTY_RESPONSE));

    assertThat(check().out()).contains("closed it without a response", "start with https://");
  }

  private static void answer(ResponseDefinitionBuilder response) {
    SERVER.stubFor(any(anyUrl()).willReturn(response));
  }

  private static Checked check() {
    return Checked.run("http://127.0.0.1:" + SERVER.getPort() + "/v1/" + Checked.KEY);
  }
}
