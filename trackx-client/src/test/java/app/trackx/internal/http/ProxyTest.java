package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static app.trackx.internal.http.Requests.PATIENCE;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP proxies, from the system properties and from a selector of the application. */
@Tag("wire")
@Timeout(60)
class ProxyTest {
  /** A host that only a proxy can resolve. */
  private static final String BEHIND = "http://trackx.invalid:8000/v1/" + Requests.KEY + "/event";

  private static final String[] PROPERTIES = {
    "http.proxyHost",
    "http.proxyPort",
    "https.proxyHost",
    "https.proxyPort",
    "http.nonProxyHosts",
    "socksProxyHost",
    "socksProxyPort"
  };

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
    for (String property : PROPERTIES) {
      System.clearProperty(property);
    }
  }

  @Test
  void proxyOfTheSystemProperties_isAskedForTheWholeUrl() throws Exception {
    try (RawServer proxy = RawServer.saying(OK)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.port());

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);

      assertThat(proxy.requests())
          .hasSize(2)
          .allMatch(request -> request.startsWith(
              "POST " + BEHIND + " HTTP/1.1\r\n" + "Host: trackx.invalid:8000\r\n"));
      assertThat(proxy.requests().get(0)).doesNotContain("Proxy-Authorization");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void nonProxyHosts_areReachedDirectly() throws Exception {
    try (RawServer proxy = RawServer.saying(OK);
        RawServer server = RawServer.saying(OK)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.port());
      System.setProperty("http.nonProxyHosts", "*.example.com|127.0.0.*");

      transport.send(to(server.url()));
      transport.send(to(BEHIND));

      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0)).startsWith("POST /v1/");
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @Test
  void wrongPortInTheSystemProperties_isAnIoException() {
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "99999");

    assertThatThrownBy(() -> transport.send(to(BEHIND))).isInstanceOf(IOException.class);
  }

  @Test
  void hostWithAnUnderscore_goesThroughTheProxyToo() throws Exception {
    try (RawServer proxy = RawServer.saying(OK)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", "" + proxy.port());

      transport.send(to("http://track_x/v1/k/event"));

      assertThat(proxy.requests().get(0)).startsWith("POST http://track_x/v1/k/event HTTP/1.1\r\n");
    }
  }

  @Test
  void selectorOfTheApplication_seesHostAndPortAndNeverTheKey() throws Exception {
    try (RawServer proxy = RawServer.saying(OK)) {
      Selector selector = new Selector(http(proxy));
      ProxySelector.setDefault(selector);

      transport.send(to(BEHIND));

      assertThat(selector.asked).containsExactly(URI.create("http://trackx.invalid:8000/"));
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @Test
  void selectorOfTheApplication_seesHttpsAsHttps() throws Exception {
    Selector selector = new Selector();
    ProxySelector.setDefault(selector);

    assertThatThrownBy(() -> transport.send(to("https://[::1]:1/v1/" + Requests.KEY + "/event")))
        .isInstanceOf(IOException.class);

    assertThat(selector.asked).containsExactly(URI.create("https://[::1]:1/"));
  }

  @Test
  void secondProxy_isTriedIfTheFirstIsDown() throws Exception {
    Proxy down;
    try (RawServer gone = RawServer.saying(OK)) {
      down = http(gone);
    }
    try (RawServer proxy = RawServer.saying(OK)) {
      ProxySelector.setDefault(new Selector(down, http(proxy)));

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void directConnection_isTriedIfTheProxyIsDown() throws Exception {
    Proxy down;
    try (RawServer gone = RawServer.saying(OK)) {
      down = http(gone);
    }
    try (RawServer server = RawServer.saying(OK)) {
      ProxySelector.setDefault(new Selector(down, Proxy.NO_PROXY));

      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(server.requests().get(0)).startsWith("POST /v1/");
    }
  }

  @Test
  void noSelector_andOneWithoutProxies_meanADirectConnection() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      ProxySelector.setDefault(null);
      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
      transport.idle();
      ProxySelector.setDefault(new Selector());
      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void selectorThatReturnsNull_orNullElements_meansADirectConnection() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      for (List<Proxy> answer :
          Arrays.asList(null, Arrays.asList((Proxy) null), Arrays.asList(null, Proxy.NO_PROXY))) {
        ProxySelector.setDefault(new Selector() {
          @Override
          public List<Proxy> select(URI uri) {
            return answer;
          }
        });

        assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
        transport.idle();
      }
    }
  }

  @Test
  void selectorThatThrows_isAnIoException() {
    ProxySelector.setDefault(new Selector() {
      @Override
      public List<Proxy> select(URI uri) {
        throw new IllegalStateException("of a test");
      }
    });

    assertThatThrownBy(() -> transport.send(to(BEHIND)))
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("of a test");
  }

  @Test
  void selectorThatHangs_isWaitedForOnce_andByOneThread() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    HttpTransport own = new HttpTransport(
        task -> {
          Thread thread = Requests.daemon(task);
          threads.add(thread);
          return thread;
        },
        () -> false);
    try (RawServer server = RawServer.saying(OK)) {
      ProxySelector.setDefault(new Selector() {
        @Override
        public List<Proxy> select(URI uri) {
          await(released);
          return List.of(Proxy.NO_PROXY);
        }
      });

      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> own.send(to(server.url(), Requests.SOON, "")))
            .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      }
      assertThat(threads).hasSize(1);

      released.countDown();
      threads.get(0).join(20_000);
      assertThat(own.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void selectorThatHangs_isWaitedForFiveSeconds_withATimeoutThatIsLonger() {
    CountDownLatch released = new CountDownLatch(1);
    ProxySelector.setDefault(new Selector() {
      @Override
      public List<Proxy> select(URI uri) {
        await(released);
        return List.of(Proxy.NO_PROXY);
      }
    });
    long start = System.nanoTime();

    assertThatThrownBy(() -> transport.send(to(BEHIND))).isInstanceOf(IOException.class);

    released.countDown();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(4_900), PATIENCE.minusSeconds(5));
  }

  @Test
  void proxyThatIsDown_isToldToTheSelector_withoutTheKey() throws Exception {
    Proxy down = down();
    try (RawServer proxy = RawServer.saying(OK)) {
      Selector selector = new Selector(down, http(proxy));
      ProxySelector.setDefault(selector);

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);

      assertThat(selector.failed)
          .containsExactly("http://trackx.invalid:8000/ " + down.address() + " ConnectException");
    }
  }

  @Test
  void proxyThatIsDown_forATunnel_isToldToTheSelector() throws Exception {
    Proxy down = down();
    Selector selector = new Selector(down);
    ProxySelector.setDefault(selector);

    assertThatThrownBy(() -> transport.send(to("https://trackx.invalid/v1/k/event")))
        .isInstanceOf(IOException.class);

    assertThat(selector.failed)
        .containsExactly("https://trackx.invalid/ " + down.address() + " ConnectException");
  }

  @Test
  void selectorThatSwitchesInConnectFailed_isAskedAgainNextTime() throws Exception {
    Proxy down = down();
    try (RawServer proxy = RawServer.saying(OK)) {
      ProxySelector.setDefault(new Selector() {
        @Override
        public List<Proxy> select(URI uri) {
          return failed.isEmpty() ? List.of(down) : List.of(http(proxy));
        }
      });

      assertThatThrownBy(() -> transport.send(to(BEHIND))).isInstanceOf(IOException.class);
      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void failuresThatAreNotTheProxys_areNotToldToTheSelector() throws Exception {
    try (RawServer proxy =
        RawServer.saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nPolicy")) {
      Selector refusing = new Selector(http(proxy));
      ProxySelector.setDefault(refusing);
      transport.send(to("https://trackx.invalid/v1/k/event"));
      Selector direct = new Selector(Proxy.NO_PROXY);
      ProxySelector.setDefault(direct);
      assertThatThrownBy(() -> transport.send(to("http://127.0.0.1:1/v1/k/event")))
          .isInstanceOf(IOException.class);

      assertThat(refusing.failed).isEmpty();
      assertThat(direct.failed).isEmpty();
    }
  }

  @Test
  void selectorThatThrowsInConnectFailed_isIgnored() throws Exception {
    Proxy down = down();
    AtomicInteger told = new AtomicInteger();
    try (RawServer proxy = RawServer.saying(OK)) {
      ProxySelector.setDefault(new Selector(down, http(proxy)) {
        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
          told.incrementAndGet();
          throw new AssertionError("of a test");
        }
      });

      assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(told).hasValue(1);
    }
  }

  @Test
  void selectorThatHangsInConnectFailed_isWaitedForOnce_andStillAsked() throws Exception {
    Proxy down = down();
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger told = new AtomicInteger();
    try (RawServer proxy = RawServer.saying(OK)) {
      ProxySelector.setDefault(new Selector(down, http(proxy)) {
        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
          told.incrementAndGet();
          await(released);
        }
      });
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        assertThat(transport.send(to(BEHIND)).kind()).isEqualTo(Outcome.Kind.SENT);
        transport.idle();
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
      assertThat(told).hasValue(1);
      released.countDown();
    }
  }

  @Test
  void statusOfTheServer_throughAProxy_isTheServers() throws Exception {
    try (RawServer proxy =
        RawServer.saying("HTTP/1.1 403 No\r\nContent-Length: 11\r\n\r\nInvalid key")) {
      ProxySelector.setDefault(new Selector(http(proxy)));

      Outcome outcome = transport.send(to(BEHIND));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.MISCONFIGURED);
      assertThat(outcome.detail()).isEqualTo("Invalid key");
    }
  }

  @Test
  void connect_thatTheProxyRefuses_namesTheProxy_andNothingIsSent() throws Exception {
    try (RawServer proxy =
        RawServer.saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\nPolicy")) {
      ProxySelector.setDefault(new Selector(http(proxy)));

      Outcome outcome = transport.send(to("https://trackx.invalid/v1/" + Requests.KEY + "/event"));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
      assertThat(outcome.status()).isEqualTo(403);
      assertThat(outcome.detail()).isEqualTo("127.0.0.1:" + proxy.port());
      assertThat(proxy.requests())
          .containsExactly(
              "CONNECT trackx.invalid:443 HTTP/1.1\r\nHost: trackx.invalid:443\r\n\r\n");
    }
  }

  @Test
  void connect_thatTheProxyDoesNotAnswer_isAnIoExceptionAndNoRateLimit() throws Exception {
    try (RawServer proxy = RawServer.sayingOnce("")) {
      ProxySelector.setDefault(new Selector(http(proxy)));

      assertThatThrownBy(() -> transport.send(to("https://trackx.invalid/v1/k/event")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void connect_thatHangs_endsInTime() throws Exception {
    try (RawServer proxy = RawServer.playing(talk -> talk.pause(50_000))) {
      ProxySelector.setDefault(new Selector(http(proxy)));

      Requests.assertFailsInTime("https://trackx.invalid/v1/k/event", "");
    }
  }

  private static void await(CountDownLatch released) {
    try {
      released.await(50, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a proxy whose port nobody listens on. */
  private static Proxy down() throws Exception {
    try (RawServer gone = RawServer.saying(OK)) {
      return http(gone);
    }
  }

  static Proxy http(RawServer proxy) {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", proxy.port()));
  }

  /** A selector of the application that records its calls. */
  static class Selector extends ProxySelector {
    final List<URI> asked = new ArrayList<>();
    final List<String> failed = new CopyOnWriteArrayList<>();
    private final List<Proxy> proxies;

    Selector(Proxy... proxies) {
      this.proxies = Arrays.asList(proxies);
    }

    @Override
    public List<Proxy> select(URI uri) {
      asked.add(uri);
      return proxies;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      failed.add(uri + " " + address + " " + failure.getClass().getSimpleName());
    }
  }
}
