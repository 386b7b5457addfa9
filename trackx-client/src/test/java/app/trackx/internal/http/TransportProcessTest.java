package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.faults.Certificate;
import app.trackx.faults.FullBacklog;
import app.trackx.testing.ChildJvm;
import app.trackx.testing.RawServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Behavior that depends on settings of a whole JVM: key stores, the hosts file, memory. */
@Tag("wire")
@Timeout(240)
class TransportProcessTest {
  private static final String SENT = "SENT (200)";

  @TempDir
  static Path folder;

  private static Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.create(folder);
  }

  @Test
  void keyStoreOfTheSystemProperties_isForMutualTls() throws Exception {
    try (RawServer server = tls(true)) {
      assertThat(outcomes(
              trusting()
                  .option("-Djavax.net.ssl.keyStore=" + certificate.keyStore(folder))
                  .option("-Djavax.net.ssl.keyStorePassword=" + Certificate.PASSWORD),
              "2",
              server.url("https://localhost")))
          .containsExactly(SENT);
    }
  }

  @Test
  void noKeyStore_isNoMutualTls() throws Exception {
    try (RawServer server = tls(true)) {
      assertThat(outcomes(trusting(), "2", server.url("https://localhost")))
          .singleElement()
          .asString()
          .startsWith("javax.net.ssl.SSL");
    }
  }

  /**
   * Sends a ping, an event, and the largest one. Without direct memory a response could not be
   * read.
   */
  @Test
  void littleDirectMemory_eachRequestIsSentOnceAndItsAnswerIsRead() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      String url = server.url();

      assertThat(outcomes(
              new ChildJvm().option("-XX:MaxDirectMemorySize=1k"),
              "0",
              url,
              "600",
              url,
              "3000",
              url,
              "262144",
              url))
          .containsExactly(SENT, SENT, SENT, SENT);
      assertThat(server.requests()).hasSize(4);
    }
  }

  @Test
  void littleDirectMemory_isEnoughForTls() throws Exception {
    try (RawServer server = tls(false)) {
      String url = server.url("https://localhost");

      assertThat(outcomes(
              trusting().option("-XX:MaxDirectMemorySize=17k"),
              "0",
              url,
              "3000",
              url,
              "262144",
              url))
          .containsExactly(SENT, SENT, SENT);
      assertThat(server.requests()).hasSize(3);
    }
  }

  /** The JDK's cryptography classes are broken for good if their initialization fails. */
  @Test
  void directMemoryThatIsFullForAWhile_doesNotBreakTheJvmsCryptography() throws Exception {
    try (RawServer server = tls(false)) {
      String url = server.url("https://localhost");

      assertThat(
              outcomes(trusting().option("-XX:MaxDirectMemorySize=64k"), "+3000", url, "3000", url))
          .containsExactly("java.lang.OutOfMemoryError", SENT);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void hostOfSeveralAddresses_theFirstOfWhichRefuses_isReached() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      assertThat(outcomes(
              hosts("127.0.0.2 two.test", "127.0.0.1 two.test"),
              "2",
              server.url("http://two.test")))
          .containsExactly(SENT);
    }
  }

  @Test
  void hostOfSeveralAddresses_whoseFirstDropsPackets_isReachedAfterHalfOfTheTime()
      throws Exception {
    try (RawServer server = closing("127.0.0.2");
        FullBacklog vanishing = FullBacklog.at(server.port())) {
      String url = server.url("http://two.test");
      List<String> lines = hosts("127.0.0.1 two.test", "127.0.0.2 two.test")
          .run(SendProgram.class, "10000", "2", url, "2", url)
          .out;

      assertThat(lines).hasSize(4);
      assertThat(lines.get(0)).isEqualTo(SENT);
      assertThat(lines.get(2)).isEqualTo(SENT);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(Long.parseLong(lines.get(1))).isBetween(4_900L, 10_000L);
      // from then on the reachable address is the first
      assertThat(Long.parseLong(lines.get(3))).isLessThan(4_900L);
    }
  }

  @Test
  void internationalName_isResolvedAndSentInItsDnsForm() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      assertThat(outcomes(
              hosts("127.0.0.1 xn--bcher-kva.test"), "2", server.url("http://b{ue}cher.test")))
          .containsExactly(SENT);
      assertThat(server.requests().get(0))
          .contains("Host: xn--bcher-kva.test:" + server.port() + "\r\n");
    }
  }

  @Test
  void nameWithAnUnderscore_isReached() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      assertThat(outcomes(hosts("127.0.0.1 track_x"), "2", server.url("http://track_x")))
          .containsExactly(SENT);
    }
  }

  @Test
  void ipv6_isReachedAndNamedInBrackets() throws Exception {
    try (RawServer server = on("::1")) {
      assertThat(Requests.transport().send(Requests.to(server.url("http://[::1]"))))
          .hasToString(SENT);

      assertThat(server.requests().get(0)).contains("Host: [::1]:" + server.port() + "\r\n");
    }
  }

  private static ChildJvm trusting() throws Exception {
    return new ChildJvm()
        .option("-Djavax.net.ssl.trustStore=" + certificate.trustStore(folder))
        .option("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD);
  }

  private static ChildJvm hosts(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("hosts"), List.of(lines));
    return new ChildJvm().option("-Djdk.net.hosts.file=" + file);
  }

  /** Returns the outcome of each request. */
  private static List<String> outcomes(ChildJvm jvm, String... sizesAndUrls) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(sizesAndUrls));
    arguments.add(0, String.valueOf(Requests.PATIENCE.toMillis()));
    ChildJvm.Result result = jvm.run(SendProgram.class, arguments.toArray(new String[0]));
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < result.out.size(); i += 2) {
      outcomes.add(result.out.get(i));
    }
    assertThat(result.err).isEmpty();
    return outcomes;
  }

  private static RawServer tls(boolean clientCertificate) throws Exception {
    SSLServerSocket socket = (SSLServerSocket)
        certificate.serverSockets().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(clientCertificate);
    return RawServer.playing(socket, talk -> {
      while (talk.read() != null) {
        talk.say(OK);
      }
    });
  }

  private static RawServer on(String address) throws IOException {
    return RawServer.playing(listening(address), talk -> {
      while (talk.read() != null) {
        talk.say(OK);
      }
    });
  }

  private static RawServer closing(String address) throws IOException {
    return RawServer.playing(listening(address), talk -> {
      talk.read();
      talk.say(OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    });
  }

  private static ServerSocket listening(String address) throws IOException {
    try {
      return new ServerSocket(0, 50, InetAddress.getByName(address));
    } catch (BindException none) {
      return Assumptions.abort("no address " + address + " here");
    }
  }
}
