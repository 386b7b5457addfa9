package app.trackx.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The doctor's findings for responses of a proxy. */
@Timeout(60)
class DoctorProxyTest {
  private ProxySelector before;

  @BeforeEach
  void remember() {
    before = ProxySelector.getDefault();
  }

  private static void install(RawServer proxy) {
    ProxySelector.setDefault(new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        assertThat(uri.toString()).doesNotContain(Checked.KEY);
        return List.of(new Proxy(
            Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", proxy.port())));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    });
  }

  @AfterEach
  void restore() {
    ProxySelector.setDefault(before);
  }

  @Test
  void requiredLogin_isReported() throws Exception {
    for (String scheme : List.of("http", "https")) {
      Checked checked = behind(scheme, "HTTP/1.1 407 Login", "Content-Length: 0");

      assertThat(checked.exitCode()).isEqualTo(Main.FAILED);
      assertThat(checked.out())
          .contains("FAIL ping the proxy 127.0.0.1:", " requires a login (407).")
          .contains("java.net.Authenticator");
    }
  }

  @Test
  void refusedTunnel_namesTheProxyAndWhatToAllow() throws Exception {
    assertThat(behind("https", "HTTP/1.1 403 Forbidden", "Content-Length: 0").out())
        .contains("FAIL ping the proxy 127.0.0.1:")
        .contains(" refuses to connect to trackx.invalid:443 (403).")
        .contains("allow CONNECT to this host and port");
  }

  private static Checked behind(String scheme, String... answer) throws Exception {
    try (RawServer proxy = RawServer.answering(answer)) {
      install(proxy);
      Checked checked = Checked.run(scheme + "://trackx.invalid/v1/" + Checked.KEY);
      assertThat(checked.out()).doesNotContain(Checked.KEY);
      return checked;
    }
  }
}
