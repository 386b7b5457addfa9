package app.trackx;

import static app.trackx.testing.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.ThreadNames;
import app.trackx.transport.Outcome;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A hanging disk costs the events on it, and nothing else. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private final FakeTransport transport = new FakeTransport();
  private HangingDisk disk;
  private TrackXClient client;

  @BeforeEach
  void makeDisk() {
    disk = new HangingDisk(folder);
  }

  @AfterEach
  void close() {
    disk.comeBack();
    if (client != null) {
      client.close();
    }
    until(() -> spoolThreads() == 0); // or one would write while the directory is deleted
  }

  private static long spoolThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(ThreadNames.SPOOL))
        .count();
  }

  @Test
  void fromTheStart_eventsGoFromMemory_andCloseIsInTime() throws Exception {
    disk.hang();
    client = client(256);
    send(1, 5);

    assertThat(client.flush(PATIENCE)).isTrue();
    assertThat(client.diagnostics().sent()).isEqualTo(5);
    await(disk.hanging);
    transport.always(request -> Outcome.retry(500));
    send(6, 7);
    assertThat(millisToClose()).isLessThan(8_000);
    until(() -> client.diagnostics().pending() == 0);
    assertThat(client.diagnostics().dropped()).containsEntry(DropReason.SHUTDOWN, 2L);
  }

  @Test
  void inAnOutage_eventsInMemoryAreSentWhenTheServerIsBack() throws Exception {
    client = client(2);
    overflow();
    disk.hang();
    send(11, 14); // each evicts an earlier one to disk
    await(disk.hanging);
    transport.always(request -> Outcome.sent());

    until(() -> client.diagnostics().sent() >= 2);
    disk.comeBack();
    until(() -> client.diagnostics().pending() == 0);
    assertAllIsCounted();
    assertThat(client.diagnostics().sent()).isEqualTo(10);
    until(() -> files().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"taken over", "read", "deleted"})
  void whileFilesAre_eventsGoFromMemory(String what) throws Exception {
    client = client(2);
    overflow();
    transport.always(request -> {
      boolean fromFile = new String(request.body(), StandardCharsets.UTF_8).contains("capturedAt");
      if (what.equals("read")) {
        disk.hangOnReading();
      } else if (fromFile || what.equals("taken over")) {
        disk.hang();
      }
      return Outcome.sent();
    });
    await(disk.hanging);
    long before = client.diagnostics().sent();
    send(21, 21);
    until(() -> client.diagnostics().sent() >= before + 1);
    send(22, 22);

    until(() -> client.diagnostics().sent() >= before + 2);
    assertThat(client.flush(PATIENCE)).isTrue();
    assertThat(bodies()).filteredOn(body -> body.contains("\"m22\"")).hasSize(1);
    transport.always(request -> Outcome.sent());
    disk.comeBack();
    until(() -> client.diagnostics().pending() == 0 && files().isEmpty());
    assertAllIsCounted();
  }

  @Test
  void thatComesBackAfterLong_isSaidOnce_andUsedAgain() throws Exception {
    try (ClientLog log = new ClientLog()) {
      client = client(2);
      overflow();
      disk.hang();
      send(11, 14);
      until(() -> log.contains("has not responded for 5 s"));
      long dropped = client.diagnostics().totalDropped();
      send(15, 18);
      until(() -> client.diagnostics().totalDropped() >= dropped + 4); // no room, and counted
      disk.comeBack();
      long spooled = client.diagnostics().spooled();
      until(() -> client.diagnostics().spooled() > spooled);
      send(19, 22);
      until(() -> client.diagnostics().spooled() >= spooled + 4);

      assertThat(log.count("has not responded")).isEqualTo(1);
    }
  }

  @Test
  void atShutdown_queuedEventsAreDroppedAndCounted_inTime() throws Exception {
    client = client(256);
    transport.always(request -> Outcome.retry(500));
    send(1, 10);
    until(() -> client.diagnostics().retried() >= 1);
    disk.hang();

    assertThat(millisToClose()).isLessThan(8_000);
    until(() -> client.diagnostics().pending() == 0);
    assertAllIsCounted();
    disk.comeBack();
    until(() -> files().isEmpty()); // dropped events do not reappear after the next start
  }

  @Test
  void whileEarlierFilesAreRecovered_closeIsInTime_andNoFailureIsLogged() throws Exception {
    try (ClientLog log = new ClientLog()) {
      client = client(256);
      transport.always(request -> Outcome.retry(500));
      send(1, 2);
      until(() -> client.diagnostics().retried() >= 1);
      client.close();
      assertThat(files()).hasSize(2);
      disk.hang();
      client = client(256);
      await(disk.hanging);
      assertThat(millisToClose()).isLessThan(8_000);
      disk.comeBack();
      transport.always(request -> Outcome.sent());
      client = client(256);

      until(() -> client.diagnostics().recovered() == 2);
      assertThat(log.count("Events cannot be spooled to disk")).isZero();
    }
  }

  private TrackXClient client(int capacity) {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .spoolDirectory(disk.wrap(folder.resolve("spool")))
        .rateLimit(RateLimit.none())
        .queueCapacity(capacity)
        .shutdownTimeout(Duration.ofSeconds(2))
        .build();
  }

  /** Captures six events in an outage, of which four are spooled. */
  private void overflow() {
    transport.always(request -> {
      throw new IOException("down");
    });
    send(1, 1);
    until(() -> client.diagnostics().retried() >= 1);
    send(2, 6);
    until(() -> client.diagnostics().spooled() == 4);
  }

  private void send(int first, int last) {
    for (int i = first; i <= last; i++) {
      client.sendEvent(Errors.at(i, "m" + i));
    }
  }

  private void assertAllIsCounted() {
    Diagnostics seen = client.diagnostics();
    assertThat(seen.sent() + seen.folded() + seen.totalDropped() + seen.pending())
        .as(seen.toString())
        .isEqualTo(seen.captured());
  }

  private long millisToClose() {
    long start = System.nanoTime();
    client.close();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private List<String> bodies() {
    return transport.bodies();
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".event")).collect(Collectors.toList());
    } catch (IOException | UncheckedIOException deletedMeanwhile) {
      return List.of(folder);
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.getSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** The warnings of all clients. */
  private static final class ClientLog extends ListAppender<ILoggingEvent>
      implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("app.trackx");

    ClientLog() {
      list = new CopyOnWriteArrayList<>();
      start();
      logger.addAppender(this);
    }

    boolean contains(String text) {
      return count(text) > 0;
    }

    long count(String text) {
      return list.stream()
          .filter(line -> line.getFormattedMessage().contains(text))
          .count();
    }

    @Override
    public void close() {
      logger.detachAppender(this);
    }
  }
}
