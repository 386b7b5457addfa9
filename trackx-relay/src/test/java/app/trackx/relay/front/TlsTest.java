package app.trackx.relay.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.relay.testing.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir
  static Path directory;

  @BeforeAll
  static void createCertificates() throws Exception {
    for (String algorithm : new String[] {"RSA", "EC"}) {
      Process keytool = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "relay",
              "-keyalg",
              algorithm,
              "-dname",
              "CN=localhost",
              "-ext",
              "SAN=ip:127.0.0.1",
              "-storepass",
              new String(PASSWORD),
              "-keystore",
              directory.resolve(algorithm + ".p12").toString())
          .inheritIO()
          .start();
      assertThat(keytool.waitFor(40, TimeUnit.SECONDS)).isTrue();
      writePem(algorithm);
    }
  }

  private static KeyStore store(String algorithm) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(algorithm + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void writePem(String algorithm) throws Exception {
    KeyStore store = store(algorithm);
    Certificate certificate = store.getCertificate("relay");
    Key key = store.getKey("relay", PASSWORD);
    Base64.Encoder base64 = Base64.getMimeEncoder();
    Files.writeString(
        directory.resolve(algorithm + ".crt"),
        "-----BEGIN CERTIFICATE-----\n" + base64.encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    Files.writeString(
        directory.resolve(algorithm + ".key"),
        "-----BEGIN PRIVATE KEY-----\n" + base64.encodeToString(key.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  private static void assertServes(Tls tls, String algorithm) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store(algorithm));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (TestFront front =
            TestFront.with(TestFront.options(Set.of(), false, tls, 10, Duration.ofSeconds(30)));
        RawHttp http = new RawHttp(context
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), front.port()))) {
      assertThat(http.event("{}").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void pem_serves(String algorithm) throws Exception {
    Tls tls =
        Tls.ofPem(directory.resolve(algorithm + ".crt"), directory.resolve(algorithm + ".key"));

    assertServes(tls, algorithm);
  }

  @Test
  void keyStore_serves() throws Exception {
    assertServes(Tls.ofKeyStore(directory.resolve("RSA.p12"), PASSWORD), "RSA");
  }

  @Test
  void faults_areSentences() throws IOException {
    Path certificate = directory.resolve("RSA.crt");
    Path empty = Files.writeString(directory.resolve("empty"), "");
    Path damaged = Files.writeString(
        directory.resolve("damaged"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    for (Path key : new Path[] {empty, certificate, damaged, directory.resolve("missing")}) {
      assertThatThrownBy(() -> Tls.ofPem(certificate, key))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
    assertThatThrownBy(() -> Tls.ofPem(empty, directory.resolve("RSA.key")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Tls.ofKeyStore(directory.resolve("RSA.p12"), "wrong".toCharArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Check file and password");
  }
}
