package app.trackx.doctor;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real handshakes that fail. */
@Timeout(60)
class DoctorTlsTest {
  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance()
      .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
      .build();

  @Test
  void untrustedCertificate_isReported() {
    Checked checked =
        Checked.run("https://localhost:" + SERVER.getHttpsPort() + "/v1/" + Checked.KEY);

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out())
        .contains("TLS: this JVM does not trust the certificate of localhost:")
        .contains("-Djavax.net.ssl.trustStore=");
  }

  @Test
  void plainHttpBehindAnHttpsEndpoint_isReported() {
    Checked checked = Checked.run("https://localhost:" + SERVER.getPort() + "/v1/" + Checked.KEY);

    assertThat(checked.out()).contains("does not speak TLS", "start the endpoint with http://");
  }

  @Test
  void httpsBehindAPlainEndpoint_isReported() {
    Checked checked =
        Checked.run("http://localhost:" + SERVER.getHttpsPort() + "/v1/" + Checked.KEY);

    assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
    assertThat(checked.out()).contains("FAIL ping").contains("https");
  }
}
