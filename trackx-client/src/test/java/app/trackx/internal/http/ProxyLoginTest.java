package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.http.ProxyTest.Selector;
import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that require a login from the JVM's authenticator. */
@Tag("wire")
@Timeout(60)
class ProxyLoginTest {
  private static final String BEHIND = "http://trackx.invalid/v1/" + Requests.KEY + "/event";
  private static final String BEHIND_TLS = "https://trackx.invalid/v1/" + Requests.KEY + "/event";
  private static final String CHALLENGE = "Proxy-Authenticate: Basic realm=\"our \\\"proxy\\\"\"";

  private final HttpTransport transport = Requests.transport();
  private final Asked authenticator = new Asked();
  private ProxySelector before;

  @BeforeEach
  void install() {
    before = ProxySelector.getDefault();
    Authenticator.setDefault(authenticator);
  }

  @AfterEach
  void restore() {
    transport.idle();
    ProxySelector.setDefault(before);
    Authenticator.setDefault(null);
  }

  @Test
  void authenticator_isAskedOnce_forTheProxyAndWithoutTheKey() throws Exception {
    authenticator.password = "right";
    try (RawServer proxy = wanting("bob:right", CHALLENGE)) {
      for (int i = 0; i < 3; i++) {
        assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
        transport.idle(); // so that each request uses a new connection
      }

      assertThat(authenticator.questions)
          .containsExactly("PROXY 127.0.0.1:" + proxy.port()
              + " http basic realm=our \"proxy\" url=http://trackx.invalid/");
      assertThat(proxy.requests()).hasSize(4); // the first one twice
    }
  }

  @Test
  void authenticator_isAskedForATunnelToo() throws Exception {
    authenticator.password = "right";
    try (RawServer proxy = wanting("bob:right", CHALLENGE)) {
      for (int i = 0; i < 2; i++) {
        assertFails(BEHIND_TLS); // after the tunnel was opened
      }

      assertThat(authenticator.questions)
          .containsExactly("PROXY 127.0.0.1:" + proxy.port()
              + " https basic realm=our \"proxy\" url=https://trackx.invalid/");
      assertThat(proxy.requests())
          .extracting(request -> request.contains("Proxy-Authorization: Basic "))
          .containsExactly(false, true, true);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n"
            + "Proxy-Authenticate: Basic realm=\"r\"",
        "Proxy-Authenticate: Digest realm=\"Basic \\\"x, Basic y\", nonce=\"a=\", Basic realm=r",
        "proxy-authenticate: basic   realm = \"r\" , charset=\"x\", Digest realm=\"d\"",
        "Proxy-Authenticate: NTLM TlRMTVNTUAAC==, BASIC realm=r"
      })
  void basic_isFoundAmongOtherSchemes(String challenges) throws Exception {
    authenticator.password = "right";
    try (RawServer proxy = wanting("bob:right", challenges)) {
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);

      assertThat(authenticator.questions).singleElement().asString().contains("realm=r ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Proxy-Authenticate: Negotiate",
        "Proxy-Authenticate: Basically realm=\"r\"",
        "Proxy-Authenticate: Digest realm=\"Basic\"",
        "Proxy-Authenticate:",
        "X: y"
      })
  void otherSchemesAlone_askForNoLogin(String challenges) throws Exception {
    try (RawServer proxy = wanting("bob:right", challenges)) {
      assertRefused(transport.send(to(BEHIND)), proxy);

      assertThat(authenticator.questions).isEmpty();
    }
  }

  @Test
  void password_hasTheCharsetOfTheChallenge() throws Exception {
    authenticator.password = "\u00fc";
    try (RawServer proxy = wanting("bob:\u00fc", "Proxy-Authenticate: Basic charset=\"utf-8\"")) {
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void noAuthenticator_namesTheProxy() throws Exception {
    Authenticator.setDefault(null);
    try (RawServer proxy = wanting("bob:right", CHALLENGE)) {
      assertRefused(transport.send(to(BEHIND)), proxy);
      assertRefused(transport.send(to(BEHIND_TLS)), proxy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BEHIND, BEHIND_TLS})
  void wrongPassword_isSentOnce_andAskedForOnce(String url) throws Exception {
    authenticator.password = "wrong";
    try (RawServer proxy = wanting("bob:right", CHALLENGE)) {
      for (int i = 0; i < 5; i++) {
        assertRefused(transport.send(to(url)), proxy);
      }

      assertThat(authenticator.questions).hasSize(1);
      assertThat(proxy.requests())
          .filteredOn(request -> request.contains("Proxy-Authorization"))
          .hasSize(1);
    }
  }

  @Test
  void passwordThatChanged_isAskedForAgain() throws Exception {
    authenticator.password = "old";
    String[] wanted = {"bob:old"};
    try (RawServer proxy = wanting(wanted, CHALLENGE)) {
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      wanted[0] = "bob:new";
      authenticator.password = "new";

      // on the kept connection
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(authenticator.questions).hasSize(2);
    }
  }

  @Test
  void authenticatorThatHangs_isBounded_andByOneThread() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    HttpTransport own = new HttpTransport(
        task -> {
          Thread thread = Requests.daemon(task);
          threads.add(thread);
          return thread;
        },
        () -> false);
    Authenticator.setDefault(new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        try {
          released.await(50, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return null;
      }
    });
    String proxyProperty = "http.proxyHost"; // the JDK's selector, which needs no thread
    try (RawServer proxy = wanting("bob:right", CHALLENGE)) {
      ProxySelector.setDefault(before);
      System.setProperty(proxyProperty, "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.port());
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        assertRefused(own.send(to(BEHIND, Duration.ofSeconds(2), "")), proxy);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      }
      assertThat(threads).hasSize(1);
    } finally {
      released.countDown();
      System.clearProperty(proxyProperty);
      System.clearProperty("http.proxyPort");
    }
  }

  /** The connection of the 407 could be reused, so it must not stay open. */
  @Test
  void connectionOfTheRefusal_isClosed() throws Exception {
    authenticator.password = "right";
    CountDownLatch closed = new CountDownLatch(1);
    int[] connections = {0};
    try (RawServer proxy = RawServer.playing(talk -> {
      boolean first = connections[0]++ == 0;
      talk.read();
      talk.say(first ? "HTTP/1.1 407 No\r\n" + CHALLENGE + "\r\nContent-Length: 0\r\n\r\n" : OK);
      talk.awaitEnd();
      if (first) {
        closed.countDown();
      }
    })) {
      ProxySelector.setDefault(new Selector(ProxyTest.http(proxy)));
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void assertFails(String url) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> transport.send(to(url)))
        .isInstanceOf(java.io.IOException.class);
  }

  private static void assertRefused(Outcome outcome, RawServer proxy) {
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
    assertThat(outcome.status()).isEqualTo(407);
    assertThat(outcome.detail()).isEqualTo("127.0.0.1:" + proxy.port());
  }

  private static RawServer wanting(String login, String challenges) throws Exception {
    return wanting(new String[] {login}, challenges);
  }

  /** A proxy that responds in place of each server, but only with that login. */
  private static RawServer wanting(String[] login, String challenges) throws Exception {
    RawServer proxy = RawServer.playing(talk -> {
      for (String request = talk.read(); request != null; request = talk.read()) {
        String value =
            Base64.getEncoder().encodeToString(login[0].getBytes(StandardCharsets.UTF_8));
        boolean right = request.contains("\r\nProxy-Authorization: Basic " + value + "\r\n");
        talk.say(right ? OK : "HTTP/1.1 407 No\r\n" + challenges + "\r\nContent-Length: 0\r\n\r\n");
        if (right && request.startsWith("CONNECT ")) {
          return; // no TLS here
        }
      }
    });
    ProxySelector.setDefault(new Selector(ProxyTest.http(proxy)));
    return proxy;
  }

  /** An authenticator that records its calls. */
  private static final class Asked extends Authenticator {
    final List<String> questions = new ArrayList<>();
    volatile String password = "";

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      questions.add(getRequestorType() + " " + getRequestingHost() + ":" + getRequestingPort()
          + " " + getRequestingProtocol() + " " + getRequestingScheme().toLowerCase()
          + " realm=" + getRequestingPrompt() + " url=" + getRequestingURL());
      return new PasswordAuthentication("bob", password.toCharArray());
    }
  }
}
