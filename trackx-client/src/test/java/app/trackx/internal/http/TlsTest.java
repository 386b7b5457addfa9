package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static app.trackx.internal.http.Requests.PATIENCE;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.faults.Certificate;
import app.trackx.internal.http.ProxyTest.Selector;
import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with the default context of the JVM, directly and through a tunnel. */
@Tag("wire")
@Timeout(60)
class TlsTest {
  private static final String RIGHT_NAME = "https://localhost";

  @TempDir
  static Path folder;

  private static Certificate certificate;
  private static SSLContext before;

  private final HttpTransport transport = Requests.transport();
  private ProxySelector selector;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.create(folder);
    before = SSLContext.getDefault();
  }

  @BeforeEach
  void trust() throws Exception {
    SSLContext.setDefault(certificate.trustingContext());
    selector = ProxySelector.getDefault();
  }

  @AfterEach
  void restore() {
    transport.idle();
    SSLContext.setDefault(before);
    ProxySelector.setDefault(selector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void trustedCertificate_isAccepted_andTheConnectionKept(String version) throws Exception {
    SSLServerSocket socket = listening();
    socket.setEnabledProtocols(new String[] {version});
    try (RawServer server = answering(socket)) {
      for (int i = 0; i < 3; i++) {
        assertThat(transport.send(to(server.url(RIGHT_NAME))).kind()).isEqualTo(Outcome.Kind.SENT);
      }

      assertThat(server.requests()).hasSize(3);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void absoluteName_isThatOfTheCertificate() throws Exception {
    try (RawServer server = answering(listening());
        Socket plain = new Socket(InetAddress.getByName("localhost"), server.port());
        Socket secure = new TlsSockets(() -> false).over(plain, "localhost.", server.port())) {
      assertThat(((SSLSocket) secure).getSession().isValid()).isTrue();
    }
  }

  @Test
  void largestEvent_arrivesWhole() throws Exception {
    try (RawServer server = answering(listening())) {
      transport.send(to(server.url(RIGHT_NAME), PATIENCE, Requests.largeBody()));

      assertThat(server.requests().get(0)).endsWith("\r\n\r\n" + Requests.largeBody());
    }
  }

  @Test
  void certificateOfAnotherName_isRefused_andNothingIsSent() throws Exception {
    try (RawServer server = answering(listening())) {
      assertThatThrownBy(() -> transport.send(to(server.url("https://127.0.0.1"))))
          .isInstanceOf(SSLHandshakeException.class);

      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void certificateOfNoAuthority_isRefused_andNothingIsSent() throws Exception {
    SSLContext.setDefault(before);
    try (RawServer server = answering(listening())) {
      assertThatThrownBy(() -> transport.send(to(server.url(RIGHT_NAME))))
          .isInstanceOf(SSLHandshakeException.class);

      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void defaultContextThatTheApplicationReplaces_isUsedFromThenOn() throws Exception {
    SSLContext.setDefault(before);
    try (RawServer server = answering(listening())) {
      assertThatThrownBy(() -> transport.send(to(server.url(RIGHT_NAME))))
          .isInstanceOf(SSLException.class);

      SSLContext.setDefault(certificate.trustingContext());

      assertThat(transport.send(to(server.url(RIGHT_NAME))).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void scarceMemory_doesNotInitializeTheDefaultContext() throws Exception {
    HttpTransport scarce = new HttpTransport(Requests::daemon, () -> true);
    try (RawServer server = answering(listening())) {
      assertThatThrownBy(() -> scarce.send(to(server.url(RIGHT_NAME))))
          .as("a context of its own, which does not trust this certificate")
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void clientCertificate_ofTheDefaultContext_isSent() throws Exception {
    SSLServerSocket socket = listening();
    socket.setNeedClientAuth(true);
    SSLContext.setDefault(certificate.context());
    try (RawServer server = answering(socket)) {
      assertThat(transport.send(to(server.url(RIGHT_NAME))).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  /** In TLS 1.3 the server reports this after the client has completed the handshake. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void missingClientCertificate_isATlsFailure_andNoRateLimit(String version) throws Exception {
    SSLServerSocket socket = listening();
    socket.setEnabledProtocols(new String[] {version});
    socket.setNeedClientAuth(true);
    try (RawServer server = answering(socket)) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> transport.send(to(server.url(RIGHT_NAME))))
            .isInstanceOf(IOException.class);
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void serverThatClosesWithinTheHandshake_isAnIoException_andNoRateLimit() throws Exception {
    try (RawServer server = RawServer.playing(talk -> talk.in.read())) {
      assertThatThrownBy(() -> transport.send(to(server.url(RIGHT_NAME))))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void serverThatResetsWithinTheHandshake_isAnIoException_andNoRateLimit() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.in.read();
      talk.reset();
    })) {
      assertThatThrownBy(() -> transport.send(to(server.url(RIGHT_NAME))))
          .isInstanceOfAny(SocketException.class, SSLException.class);
    }
  }

  @Test
  void serverThatClosesAfterTheHandshake_isARateLimit() throws Exception {
    try (RawServer server = RawServer.playing(listening(), RawServer.Talk::read)) {
      assertThat(transport.send(to(server.url(RIGHT_NAME))).kind())
          .isEqualTo(Outcome.Kind.RATE_LIMITED);
    }
  }

  @Test
  void keptConnection_thatTheServerHasClosed_isReplacedAtOnce() throws Exception {
    try (RawServer server = RawServer.playing(listening(), talk -> {
      talk.read();
      talk.say(OK);
    })) {
      for (int i = 0; i < 3; i++) {
        assertThat(transport.send(to(server.url(RIGHT_NAME))).kind()).isEqualTo(Outcome.Kind.SENT);
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void tunnel_leadsToTheServer_andTheProxySeesNoKey() throws Exception {
    List<String> connects = new CopyOnWriteArrayList<>();
    try (RawServer server = answering(listening());
        RawServer proxy = tunnelling(server, connects)) {
      ProxySelector.setDefault(new Selector(ProxyTest.http(proxy)));
      for (int i = 0; i < 2; i++) {
        assertThat(transport.send(to(server.url(RIGHT_NAME))).kind()).isEqualTo(Outcome.Kind.SENT);
      }

      String name = "localhost:" + server.port();
      assertThat(connects)
          .containsExactly("CONNECT " + name + " HTTP/1.1\r\nHost: " + name + "\r\n\r\n");
      assertThat(server.requests())
          .hasSize(2)
          .allMatch(request -> request.startsWith("POST /v1/" + Requests.KEY + "/event HTTP/1.1"));
    }
  }

  @Test
  void tunnel_checksTheNameOfTheServer() throws Exception {
    try (RawServer server = answering(listening());
        RawServer proxy = tunnelling(server, new CopyOnWriteArrayList<>())) {
      ProxySelector.setDefault(new Selector(ProxyTest.http(proxy)));

      assertThatThrownBy(() -> transport.send(to(server.url("https://127.0.0.1"))))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static SSLServerSocket listening() throws Exception {
    return (SSLServerSocket) certificate
        .context()
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static RawServer answering(SSLServerSocket socket) {
    return RawServer.playing(socket, talk -> {
      ((SSLSocket) talk.socket).startHandshake();
      while (talk.read() != null) {
        talk.say(OK);
      }
    });
  }

  private static RawServer tunnelling(RawServer server, List<String> connects) throws IOException {
    return RawServer.playing(talk -> {
      connects.add(talk.read());
      try (Socket onwards = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        talk.say("HTTP/1.1 204 Open\r\n\r\n");
        Thread back = Requests.daemon(() -> copy(onwards, talk.out));
        back.start();
        talk.in.transferTo(onwards.getOutputStream());
      }
    });
  }

  private static void copy(Socket from, OutputStream to) {
    try {
      InputStream in = from.getInputStream();
      in.transferTo(to);
    } catch (IOException over) {
      // one side has closed
    }
  }
}
