package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.markers;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.ChildJvm;
import app.trackx.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waits on disk outlives the process, however that ends.
 */
@Timeout(180)
class SpoolFaultTest {
  @TempDir
  Path folder;

  @Test
  void killedInAnOutage_whatDidNotFitInMemory_arrivesOnceAfterTheNextStart() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      ChildJvm.Result killed = ProcessFaultTest.jvm()
          .killAtMark()
          .run(Program.class, server.endpoint(), spool(), "mark-when-spooled", "1", "20");
      List<Path> spooled = files();
      server.restart();
      ProcessFaultTest.jvm().run(Program.class, server.endpoint(), spool(), "flush", "21", "23");

      assertThat(killed.exitCode).isNotZero();
      assertThat(spooled).hasSize(20 - Program.CAPACITY + 2); // and the lock and the budget
      assertThat(server.taken()).hasSize(20 - Program.CAPACITY + 3).doesNotHaveDuplicates();
      assertThat(markers(1, 23)).containsAll(server.taken());
      assertThat(server.undecided()).isEmpty();
      Accounts.assertNothingTwice(server);
    }
  }

  @Test
  void sigtermInAnOutage_whatWaited_arrivesOnceAfterTheNextStart() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      ProcessFaultTest.jvm()
          .terminateAtMark()
          .run(Program.class, server.endpoint(), spool(), "mark-then-wait", "1", "20");
      server.restart();
      ProcessFaultTest.jvm().run(Program.class, server.endpoint(), spool(), "flush", "21", "23");

      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 23));
      Accounts.assertNothingTwice(server);
    }
  }

  @Test
  void killedWhileItRecovers_theRestArrives_andOnlyWhatWasUnderWayMayBeTwice() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      closeWithSpool(server, 1, 20);
      server.then(Faults.answer(200), Faults.answer(200), Faults.answer(200));
      server.always(Faults.swallow());
      server.restart();
      ProcessFaultTest.jvm()
          .killAtMark()
          .run(Program.class, server.endpoint(), spool(), "mark-when-three-were-sent", "21", "20");
      server.always(Faults.answer(200));
      ProcessFaultTest.jvm().run(Program.class, server.endpoint(), spool(), "flush", "21", "20");

      assertThat(new TreeSet<>(server.taken())).containsExactlyElementsOf(markers(1, 20));
      assertThat(server.undecided()).hasSizeLessThanOrEqualTo(1); // the one that was swallowed
      Accounts.assertNothingTwice(server);
    }
  }

  @Test
  void closedInAnOutage_nextClientSendsIt_andTheCountsSaySo() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      TrackXClient first = closeWithSpool(server, 1, 20);
      server.restart();
      try (TrackXClient second = builder(server.endpoint(), spool()).build()) {
        second.sendEvent(error(21));
        assertThat(second.flush(PATIENCE)).isTrue();
        Waiting.until("all of it", () -> second.diagnostics().recovered() == 20);
        assertThat(second.flush(PATIENCE)).isTrue();

        assertThat(first.diagnostics().spooled()).isEqualTo(20);
        assertThat(first.diagnostics().pending()).isEqualTo(20); // for the next
        assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 21));
        Accounts.assertNothingTwice(server);
      }
    }
  }

  @Test
  void closedWhileTheServerHangs_allIsOnDiskWhenCloseReturns() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.swallow())) {
      TrackXClient client = builder(server.endpoint(), spool()).build();
      for (int number = 1; number <= 60; number++) {
        client.sendEvent(error(number));
      }
      client.close();

      assertThat(files()).filteredOn(file -> file.toString().endsWith(".event")).hasSize(60);
      assertThat(client.diagnostics().dropped()).isEmpty();
    }
  }

  @Test
  void filesThatAreCutShortOrGarbage_costThemselvesAlone() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      closeWithSpool(server, 1, 20);
      List<Path> files = files();
      Path victim = files.get(files.size() - 1);
      byte[] whole = Files.readAllBytes(victim);
      Files.write(victim, java.util.Arrays.copyOf(whole, whole.length / 2));
      Files.writeString(folder.resolve("garbage"), "\u0000garbage");
      server.restart();
      try (TrackXClient second = builder(server.endpoint(), spool()).build()) {
        second.sendEvent(error(21));
        Waiting.until(
            "what is whole", () -> second.flush(PATIENCE) && server.taken().size() >= 2);

        assertThat(server.taken()).contains(Marked.marker(21)).doesNotHaveDuplicates();
        assertThat(markers(1, 21)).containsAll(server.taken());
      }
    }
  }

  @Test
  void spooledFiles_areReadableByTheirOwnerOnly() throws Exception {
    Assumptions.assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      closeWithSpool(server, 1, 3);

      assertThat(files())
          .isNotEmpty()
          .allSatisfy(
              file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void directoryThatCannotBeWritten_doesNotKeepEventsFromBeingSent() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client =
            builder(server.endpoint(), file.resolve("spool").toString()).build()) {
      client.sendEvent(error(1));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).isEqualTo(markers(1, 1));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void twoClientsOfOneDirectory_sendWhatWaitsOnce() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      server.kill();
      closeWithSpool(server, 1, 20);
      server.restart();
      try (TrackXClient one = builder(server.endpoint(), spool()).build();
          TrackXClient two = builder(server.endpoint(), spool()).build()) {
        one.sendEvent(error(21));
        two.sendEvent(error(22));
        Waiting.until("all of it", () -> server.taken().size() >= 22);
        assertThat(one.flush(PATIENCE)).isTrue();
        assertThat(two.flush(PATIENCE)).isTrue();

        assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 22));
      }
    }
  }

  private TrackXClient closeWithSpool(FaultyServer server, int first, int last) {
    TrackXClient client = builder(server.endpoint(), spool()).build();
    for (int number = first; number <= last; number++) {
      client.sendEvent(error(number));
    }
    client.close();
    return client;
  }

  private String spool() {
    return folder.resolve("spool").toString();
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(Path.of(spool()))) {
      return all.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrackXClient.Builder builder(String endpoint, String spool) {
    return TrackXClient.builder(endpoint)
        .spoolDirectory(Path.of(spool))
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(Duration.ofSeconds(20));
  }

  /** An application with a spool. Arguments: endpoint, directory, way, first and last error. */
  static final class Program {
    static final int CAPACITY = 5;

    private Program() {}

    private static boolean isEmpty(Path directory) {
      try (Stream<Path> files = Files.list(directory)) {
        return files.noneMatch(file -> file.toString().endsWith(".event"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public static void main(String[] args) throws Exception {
      TrackXClient.Builder options = builder(args[0], args[1]);
      if (args[2].equals("mark-when-spooled")) {
        options.queueCapacity(CAPACITY);
      }
      TrackXClient client = options.build();
      int first = Integer.parseInt(args[3]);
      int last = Integer.parseInt(args[4]);
      for (int number = first; number <= last; number++) {
        client.sendEvent(error(number));
        if (number == first && args[2].equals("mark-when-spooled")) {
          Waiting.until("a failure", () -> client.diagnostics().retried() >= 1);
        }
      }
      switch (args[2]) {
        case "mark-when-spooled":
          Waiting.until("the spool", () -> client.diagnostics().spooled() == 20 - CAPACITY);
          break;
        case "mark-when-three-were-sent":
          Waiting.until("three", () -> client.diagnostics().recovered() >= 3);
          break;
        case "flush":
          Waiting.until("an empty spool", () -> isEmpty(Path.of(args[1])));
          Waiting.until("the end", () -> client.flush(PATIENCE));
          return;
        default:
          break;
      }
      System.out.println(ChildJvm.MARK);
      System.out.flush();
      Waiting.forLatch(new CountDownLatch(1));
    }
  }
}
