package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.markers;
import static app.trackx.faults.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.ChildJvm;
import app.trackx.DropReason;
import app.trackx.OutOfMemoryProgram;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.internal.http.BarePost;
import app.trackx.transport.TransportRequest;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS that is none, that is not to be trusted, and that is right. */
@Timeout(120)
class TlsFaultTest {
  private static final String RIGHT_NAME = "https://localhost";
  private static final String WRONG_NAME = "https://127.0.0.1";

  @TempDir
  static Path folder;

  private static Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.create(folder);
  }

  @Test
  void plainTextServer_getsNoEvent_andWhatWaitsIsCounted() throws Exception {
    Fault plainText = Faults.interrupt("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    try (FaultyServer server = FaultyServer.start().always(plainText)) {
      assertNothingIsSent(server, RIGHT_NAME, null);
    }
  }

  @Test
  void certificateOfNoAuthority_serverGetsNoEvent_andWhatWaitsIsCounted() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      assertNothingIsSent(server, RIGHT_NAME, null);
    }
  }

  @Test
  void certificateOfAnotherHost_serverGetsNoEvent_andWhatWaitsIsCounted() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      assertNothingIsSent(server, WRONG_NAME, certificate.trustingClient());
    }
  }

  @Test
  void tlsThatFailsOnce_losesNothing() throws Exception {
    try (FaultyServer server =
            FaultyServer.start(certificate.serverSockets()).then(Faults.resetBeforeTheRequest());
        TrackXClient client = client(server, RIGHT_NAME, certificate.trustingClient())) {
      send(client);
      awaitFailure(client);

      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void certificateThatTheApplicationsClientTrusts_everythingArrivesOnce() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets());
        TrackXClient client = client(server, RIGHT_NAME, certificate.trustingClient())) {
      send(client);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).isEqualTo(markers(1, 3));
      assertThat(server.connections()).isEqualTo(1);
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void certificateThatTheJvmTrusts_everythingArrivesOnce() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      ChildJvm.Result result = ProcessFaultTest.jvm()
          .option("-Djavax.net.ssl.trustStore=" + certificate.trustStore(folder))
          .option("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD)
          .run(FaultProgram.class, server.endpoint(RIGHT_NAME), "flush", "1", "3");

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, Counts.in(result.out)).addUp();
    }
  }

  @Test
  void heapThatIsFullAndStaysFull_theErrorArrives() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      new ChildJvm()
          .option("-Xmx64m")
          .option("-XX:+UseSerialGC")
          .option("-Djavax.net.ssl.trustStore=" + certificate.trustStore(folder))
          .option("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD)
          .run(OutOfMemoryProgram.class, server.endpoint(RIGHT_NAME), "main", "small");

      assertThat(server.exchanges()).hasSize(1);
    }
  }

  @Test
  void bareTransport_certificateOfAnotherHostOrOfNoAuthority_isRefused() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      for (String host : new String[] {RIGHT_NAME, WRONG_NAME}) {
        TransportRequest request =
            new TransportRequest(server.endpoint(host) + "/event", Map.of(), new byte[0], PATIENCE);

        assertThatThrownBy(() -> new BarePost().send(request)).isInstanceOf(SSLException.class);
      }
      assertThat(server.exchanges()).isEmpty();
    }
  }

  private static void assertNothingIsSent(FaultyServer server, String name, OkHttpClient calls)
      throws Exception {
    try (TrackXClient client = client(server, name, calls)) {
      send(client);
      awaitFailure(client);
      assertThat(client.diagnostics().pending()).isEqualTo(3);

      client.close();

      assertThat(server.connections()).isPositive();
      assertThat(server.exchanges()).isEmpty();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 3L));
      Accounts.of(server, client).addUp();
    }
  }

  private static void send(TrackXClient client) {
    for (int number = 1; number <= 3; number++) {
      client.sendEvent(error(number));
    }
  }

  private static void awaitFailure(TrackXClient client) {
    Waiting.until("a failure", () -> client.diagnostics().retried() >= 1);
  }

  private static TrackXClient client(FaultyServer server, String name, OkHttpClient calls) {
    return TrackXClient.builder(server.endpoint(name))
        .callFactory(calls)
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE)
        .build();
  }
}
