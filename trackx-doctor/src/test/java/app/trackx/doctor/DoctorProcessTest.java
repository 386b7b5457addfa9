package app.trackx.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Findings that depend on settings of a whole JVM: its trust store and its proxy. */
@Timeout(120)
class DoctorProcessTest {
  @TempDir
  static Path folder;

  private static Authority authority;

  @BeforeAll
  static void createAuthority() throws Exception {
    authority = Authority.create(folder);
  }

  @Test
  void certificateOfATrustedAuthority_isAccepted() throws Exception {
    assertThat(checkTls(authority.server("localhost", "-1d", 30))).contains("ok event 200");
  }

  @Test
  void expiredCertificate_isReported_withTheTimeOfThisMachine() throws Exception {
    assertThat(checkTls(authority.server("localhost", "-20d", 5)))
        .contains("TLS: the certificate of localhost:", "has expired.")
        .contains("this machine's clock is wrong: its time is 20");
  }

  @Test
  void certificateOfAnotherName_isReported() throws Exception {
    assertThat(checkTls(authority.server("other.example.com", "-1d", 30)))
        .contains("does not match the host name localhost.");
  }

  @Test
  void unreadableTrustStore_isReported_andNotBlamedOnTheServer() throws Exception {
    String out = checkTls(authority.server("localhost", "-1d", 31), "not the password");

    assertThat(out)
        .contains("TLS: this JVM cannot read its trust store (keystore password was incorrect).")
        .contains("-Djavax.net.ssl.trustStorePassword")
        .doesNotContain("speak HTTP");
  }

  private static String checkTls(Path keys) throws Exception {
    return checkTls(keys, Authority.PASSWORD);
  }

  private static String checkTls(Path keys, String trustStorePassword) throws Exception {
    WireMockServer server = new WireMockServer(wireMockConfig()
        .dynamicPort()
        .dynamicHttpsPort()
        .keystorePath(keys.toString())
        .keystorePassword(Authority.PASSWORD)
        .keyManagerPassword(Authority.PASSWORD)
        .keystoreType("PKCS12"));
    server.start();
    try {
      server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("ok")));
      return text(new ChildJvm()
          .option("-Djavax.net.ssl.trustStore=" + authority.trustStore())
          .option("-Djavax.net.ssl.trustStorePassword=" + trustStorePassword)
          .run(Main.class, "https://localhost:" + server.httpsPort() + "/v1/" + Checked.KEY));
    } finally {
      server.stop();
    }
  }

  @Test
  void proxy_isNamed_andUsed() throws Exception {
    assertThat(checkBehindProxy(200, "ok"))
        .contains("note proxy requests go through the proxy 127.0.0.1:")
        .contains("ok event 200")
        .doesNotContain("unknown host");
  }

  @Test
  void proxyThatRequiresALogin_isReported() throws Exception {
    assertThat(checkBehindProxy(407, ""))
        .contains("the proxy 127.0.0.1:", "requires a login (407)", "java.net.Authenticator")
        .doesNotContain("Something in front of the server");
  }

  private static String checkBehindProxy(int status, String body) throws Exception {
    WireMockServer proxy = new WireMockServer(wireMockConfig().dynamicPort());
    proxy.start();
    try {
      proxy.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
      return text(new ChildJvm()
          .option("-Dhttp.proxyHost=127.0.0.1")
          .option("-Dhttp.proxyPort=" + proxy.port())
          .run(Main.class, "http://trackx.invalid/v1/" + Checked.KEY));
    } finally {
      proxy.stop();
    }
  }

  private static String text(ChildJvm.Result result) {
    return String.join(" ", result.out).replaceAll("\\s+", " ");
  }
}
