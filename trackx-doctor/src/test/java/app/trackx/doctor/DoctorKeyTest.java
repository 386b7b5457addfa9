package app.trackx.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor never prints the project's key, whatever a server or a user writes. */
@Timeout(60)
class DoctorKeyTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private static String endpoint() {
    return "http://127.0.0.1:" + SERVER.getPort() + "/v1/" + Checked.KEY;
  }

  private static void assertSilent(Checked checked) {
    assertThat(checked.out() + checked.err()).isNotBlank().doesNotContain(Checked.KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 401, 403, 404, 407, 413, 418, 422, 429, 500, 502, 503})
  void serverThatRepeatsThePath(int status) {
    SERVER.stubFor(any(anyUrl())
        .willReturn(aResponse()
            .withStatus(status)
            .withHeader("Location", endpoint() + "/event")
            .withHeader("Server", Checked.KEY)
            .withBody("Cannot POST /v1/" + Checked.KEY + "/event for " + Checked.KEY)));

    assertSilent(Checked.run(endpoint()));
    SERVER.verify(anyRequestedFor(urlMatching("/v1/" + Checked.KEY + "/.*")));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void brokenConnection(Fault fault) {
    SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

    assertSilent(Checked.run(endpoint()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "htps://trackx.example.com/v1/",
        "https://trackx.example.com/v2/",
        "https://trackx.example.com/v1/x",
        "https://trackx.invalid/v1/",
        "--endpoint=https://trackx.example.com/v1/",
        ""
      })
  void malformedArgument(String start) {
    assertSilent(Checked.run(start + Checked.KEY));
  }

  @Test
  void originThatIsTheEndpoint() {
    assertSilent(Checked.run(endpoint(), "--origin", endpoint()));
    assertSilent(Checked.run(endpoint(), endpoint()));
  }
}
