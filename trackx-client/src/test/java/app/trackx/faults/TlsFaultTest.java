package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.markers;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.OutOfMemoryProgram;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.ChildJvm;
import app.trackx.testing.Waiting;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
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
  private static SSLContext before;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = Certificate.create(folder);
    before = SSLContext.getDefault();
  }

  @AfterEach
  void restoreTheDefaultContext() {
    SSLContext.setDefault(before);
  }

  @Test
  void plainTextServer_getsNoEvent_andWhatWaitsIsCounted() throws Exception {
    Fault plainText = Faults.interrupt("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    try (FaultyServer server = FaultyServer.start().always(plainText)) {
      assertNothingIsSent(server, RIGHT_NAME);
    }
  }

  @Test
  void certificateOfNoAuthority_serverGetsNoEvent_andWhatWaitsIsCounted() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      assertNothingIsSent(server, RIGHT_NAME);
    }
  }

  @Test
  void certificateOfAnotherHost_serverGetsNoEvent_andWhatWaitsIsCounted() throws Exception {
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      SSLContext.setDefault(certificate.trustingContext());
      assertNothingIsSent(server, WRONG_NAME);
    }
  }

  @Test
  void tlsThatFailsOnce_losesNothing() throws Exception {
    SSLContext.setDefault(certificate.trustingContext());
    try (FaultyServer server =
            FaultyServer.start(certificate.serverSockets()).then(Faults.garbage("no HTTP"));
        TrackXClient client = client(server, RIGHT_NAME)) {
      send(client);
      awaitFailure(client);

      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).undecided(marker(1)).addUp();
    }
  }

  @Test
  void certificateThatTheDefaultContextTrusts_everythingArrivesOnce() throws Exception {
    SSLContext.setDefault(certificate.trustingContext());
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets());
        TrackXClient client = client(server, RIGHT_NAME)) {
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

  private static void assertNothingIsSent(FaultyServer server, String name) {
    try (TrackXClient client = client(server, name)) {
      send(client);
      awaitFailure(client);
      assertThat(client.diagnostics().pending()).isEqualTo(3);

      client.close();

      assertThat(server.connections()).isPositive();
      assertThat(server.exchanges()).isEmpty();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.SHUTDOWN, 3L));
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

  private static TrackXClient client(FaultyServer server, String name) {
    return TrackXClient.builder(server.endpoint(name))
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE)
        .build();
  }
}
