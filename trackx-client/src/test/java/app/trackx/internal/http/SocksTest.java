package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.SOON;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.internal.http.ProxyTest.Selector;
import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SOCKS5 proxies, with a login and without. */
@Tag("wire")
@Timeout(60)
class SocksTest {
  private static final String BEHIND = "http://trackx.invalid:8000/v1/k/event";

  private final HttpTransport transport = Requests.transport();
  private ProxySelector before;

  @BeforeEach
  void remember() {
    before = ProxySelector.getDefault();
  }

  @AfterEach
  void restore() {
    transport.idle();
    ProxySelector.setDefault(before);
    Authenticator.setDefault(null);
    System.clearProperty("socksProxyHost");
    System.clearProperty("socksProxyPort");
  }

  @Test
  void proxyOfTheSystemProperties_looksTheNameUp_andSeesAnOrdinaryRequest() throws Exception {
    try (SocksServer socks = SocksServer.wanting("")) {
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", "" + socks.port());

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);

      assertThat(socks.targets()).containsExactly("trackx.invalid:8000"); // and no other connection
      assertThat(socks.requests())
          .hasSize(2)
          .allMatch(request -> request.startsWith(
              "POST /v1/k/event HTTP/1.1\r\n" + "Host: trackx.invalid:8000\r\n"));
    }
  }

  @Test
  void proxyOfASelector_isUsed() throws Exception {
    try (SocksServer socks = SocksServer.wanting("")) {
      select(socks);

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void login_isTheAuthenticators() throws Exception {
    answer("bob", "secret");
    try (SocksServer socks = SocksServer.wanting("bob:secret")) {
      select(socks);

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(socks.logins()).containsExactly("bob:secret");
    }
  }

  @Test
  void wrongLogin_isAnIoException_andSentOnce() throws Exception {
    answer("bob", "wrong");
    try (SocksServer socks = SocksServer.wanting("bob:secret")) {
      select(socks);

      assertThatThrownBy(() -> transport.send(to(BEHIND))).isInstanceOf(SocketException.class);
      assertThat(socks.logins()).containsExactly("bob:wrong");
    }
  }

  /** The exception type lets the warning and the doctor recognize it. */
  @Test
  void connectionThatTheProxyRefuses_isASocketException_andNoRateLimit() throws Exception {
    try (SocksServer socks = SocksServer.refusing(5)) {
      select(socks);

      assertThatThrownBy(() -> transport.send(to(BEHIND)))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("SOCKS");
    }
  }

  @Test
  void proxyThatIsDown_isToldToTheSelector_andTheNextIsTried() throws Exception {
    Proxy down;
    try (RawServer gone = RawServer.saying(Requests.OK)) {
      down = socks(gone.port());
    }
    try (SocksServer socks = SocksServer.wanting("")) {
      Selector selector = new Selector(down, socks(socks.port()));
      ProxySelector.setDefault(selector);

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(selector.failed)
          .singleElement()
          .asString()
          .startsWith("http://trackx.invalid:8000/ " + down.address());
    }
  }

  /** The time limit of the application's code, five seconds, does not apply. */
  @Test
  void slowProxy_hasTheTimeOfTheRequest() throws Exception {
    try (SocksServer socks = SocksServer.taking(5_300)) {
      select(socks);

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void proxyThatHangs_endsInTime() throws Exception {
    try (RawServer silent = RawServer.playing(talk -> talk.pause(50_000))) {
      ProxySelector.setDefault(new Selector(socks(silent.port())));

      Requests.assertFailsInTime(BEHIND, "");
    }
  }

  /** A connection that is opened after the deadline is closed. */
  @Test
  void authenticatorThatHangs_isBounded_andLeavesNoConnection() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    Authenticator.setDefault(new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        try {
          released.await(50, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return new PasswordAuthentication("bob", "secret".toCharArray());
      }
    });
    try (RawServer socks = RawServer.playing(talk -> {
      talk.in.skip(talk.in.read() < 0 ? 0 : 2);
      talk.out.write(new byte[] {5, 2});
      while (talk.in.read() >= 0) {
        // the login, and anything after it
      }
      closed.countDown();
    })) {
      ProxySelector.setDefault(new Selector(socks(socks.port())));
      HttpTransport own = new HttpTransport(
          task -> {
            Thread thread = Requests.daemon(task);
            threads.add(thread);
            return thread;
          },
          () -> false);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> own.send(to(BEHIND, SOON, ""))).isInstanceOf(IOException.class);
      }
      // the threads of the selector, of this call, and of connectFailed
      assertThat(threads).hasSizeLessThanOrEqualTo(3);
      released.countDown();

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void answer(String user, String password) {
    Authenticator.setDefault(new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(user, password.toCharArray());
      }
    });
  }

  private static void select(SocksServer socks) {
    ProxySelector.setDefault(new Selector(socks(socks.port())));
  }

  private static Proxy socks(int port) {
    return new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("127.0.0.1", port));
  }
}
