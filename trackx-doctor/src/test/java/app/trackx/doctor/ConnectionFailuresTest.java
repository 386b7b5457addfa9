package app.trackx.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor's findings for exceptions that tests cannot cause on loopback, or not at any time. */
class ConnectionFailuresTest {
  private static final CheckedEndpoint TARGET =
      CheckedEndpoint.of("https://trackx.example.com/v1/" + Checked.KEY);

  static Stream<Arguments> directly() {
    return Stream.of(
        Arguments.of(
            new SocketTimeoutException("Connect timed out"), "a firewall drops the packets"),
        Arguments.of(new InterruptedIOException("timeout"), "did not respond within 10 seconds"),
        Arguments.of(new InterruptedIOException("timeout"), "Or this port is for plain http"),
        Arguments.of(new NoRouteToHostException("No route to host"), "there is no network route"),
        Arguments.of(new ConnectException("Network is unreachable"), "there is no network route"),
        Arguments.of(new ConnectException("Connection refused"), "nothing listens on this port"),
        Arguments.of(new UnknownHostException("h"), "unknown host: trackx.example.com"),
        Arguments.of(
            new SocketException("Connection reset"),
            "Most likely the server's rate limit is exceeded"),
        Arguments.of(new IOException("what"), "no response: java.io.IOException"),
        Arguments.of(tls(new CertificateExpiredException("NotAfter")), "has expired"),
        Arguments.of(tls(new CertificateNotYetValidException("NotBefore")), "is not valid yet"),
        Arguments.of(
            new SSLHandshakeException("Remote host terminated the handshake"),
            "closed the connection during the handshake"),
        Arguments.of(new SSLHandshakeException("protocol_version"), "must support TLS 1.2 or 1.3"),
        Arguments.of(
            new IOException(new NoSuchAlgorithmException(new KeyManagementException("of a test"))),
            "cannot create its default SSLContext (of a test)"));
  }

  /** Wraps it as the JDK does. */
  private static IOException tls(CertificateException reason) {
    return (IOException) new SSLHandshakeException("PKIX path validation failed")
        .initCause(new CertificateException(new CertPathValidatorException(reason)));
  }

  @ParameterizedTest
  @MethodSource("directly")
  void failure_isExplained(IOException failure, String words) {
    Finding finding = new ConnectionFailures(TARGET, Duration.ofSeconds(10), null).of(failure);

    assertThat(finding.isFailure()).isTrue();
    assertThat(finding.text() + " " + finding.advice()).contains(words);
    assertThat(finding.advice()).isNotEmpty();
  }

  static Stream<Arguments> throughAProxy() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), "the proxy p:8080 refused"),
        Arguments.of(new UnknownHostException("p"), "This is the proxy"));
  }

  @ParameterizedTest
  @MethodSource("throughAProxy")
  void failureOfAProxy_namesTheProxy(IOException failure, String words) {
    Finding finding = new ConnectionFailures(TARGET, Duration.ofSeconds(10), "p:8080").of(failure);

    assertThat(finding.text() + " " + finding.advice()).contains(words);
  }

  @Test
  void responseOfAProxy_namesTheProxy() {
    assertThat(ConnectionFailures.ofProxy("p:8080", 407, TARGET).text())
        .isEqualTo("the proxy p:8080 requires a login (407).");
    Finding refused = ConnectionFailures.ofProxy("p:8080", 403, TARGET);
    assertThat(refused.text())
        .isEqualTo("the proxy p:8080 refuses to connect to trackx.example.com:443 (403).");
    assertThat(refused.advice()).contains("allow CONNECT");
  }

  @Test
  void target_isParsed() {
    assertThat(TARGET.server()).isEqualTo("trackx.example.com:443");
    assertThat(TARGET.host()).isEqualTo("trackx.example.com");
    CheckedEndpoint v6 = CheckedEndpoint.of("http://[::1]:8000/v1/" + Checked.KEY);
    assertThat(v6.server()).isEqualTo("[::1]:8000");
    assertThat(v6.host()).isEqualTo("::1");
  }
}
