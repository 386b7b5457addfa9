package app.trackx.faults;

import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.markers;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole processes: their ends, their name look-ups, several of one endpoint. */
@Timeout(120)
class ProcessFaultTest {
  @TempDir
  Path folder;

  @Test
  void unknownHost_thatIsKnownLater_getsWhatWaited() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    try (FaultyServer server = FaultyServer.start()) {
      ChildJvm.Result result = jvm()
          .option("-Djdk.net.hosts.file=" + hosts) // all names there are: no look-up leaves
          .atMark(child -> write(hosts, "127.0.0.1 trackx.invalid\n"))
          .run(
              FaultProgram.class,
              server.endpoint("http://trackx.invalid"),
              "mark-after-a-failure-then-flush",
              "1",
              "3");

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, Counts.in(result.out)).addUp();
    }
  }

  @Test
  void sigterm_whileTheServerBreaksAConnection_everythingArrivesOnce() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.interrupt("no HTTP\r\n\r\n"))) {
      jvm()
          .terminateAtMark()
          .run(FaultProgram.class, server.endpoint(), "mark-then-wait", "1", "50");

      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 50));
      assertThat(server.undecided()).isEmpty();
      Accounts.assertNothingTwice(server);
    }
  }

  @Test
  void sigterm_whileTheServerLosesAnAnswer_everythingArrivesAndOneMayBeTwice() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.halfAHead())) {
      jvm()
          .terminateAtMark()
          .run(FaultProgram.class, server.endpoint(), "mark-then-wait", "1", "50");

      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 50));
      assertThat(server.undecided()).containsExactly(marker(1)); // nobody can know
      Accounts.assertNothingTwice(server);
    }
  }

  @Test
  void killed_whatWaitedInMemoryIsLost_andNothingIsTwiceAfterTheNextStart() throws Exception {
    try (FaultyServer server = FaultyServer.start()
        .then(Faults.answer(200), Faults.answer(200), Faults.answer(200))
        .always(Faults.swallow())) {
      ChildJvm.Result killed = jvm()
          .killAtMark()
          .run(
              FaultProgram.class,
              server.endpoint(),
              "mark-when-three-were-sent-then-wait",
              "1",
              "20");
      server.always(Faults.answer(200));
      ChildJvm.Result next = jvm().run(FaultProgram.class, server.endpoint(), "flush", "21", "23");

      assertThat(killed.exitCode).isNotZero();
      assertThat(Counts.in(next.out).sent()).isEqualTo(3);
      assertThat(server.taken())
          .containsExactly(marker(1), marker(2), marker(3), marker(21), marker(22), marker(23));
      assertThat(server.undecided()).isSubsetOf(marker(4)); // if it had left before the end
      Accounts.assertNothingTwice(server);
    }
  }

  @Test
  void twoProcesses_ofOneEndpoint_countTheirOwn() throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    try (FaultyServer server = FaultyServer.start().then(Faults.interrupt("no HTTP\r\n\r\n"))) {
      List<Callable<ChildJvm.Result>> runs = List.of(
          () -> jvm().run(FaultProgram.class, server.endpoint(), "flush", "1", "10"),
          () -> jvm().run(FaultProgram.class, server.endpoint(), "flush", "11", "30"));
      Counts sum = new Counts(0, 0, 0, 0, 0, 0);
      for (Future<ChildJvm.Result> run : both.invokeAll(runs, 100, TimeUnit.SECONDS)) {
        sum = sum.plus(Counts.in(run.get().out));
      }

      assertThat(sum.captured()).isEqualTo(30);
      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 30));
      Accounts.of(server, sum).addUp();
    } finally {
      both.shutdownNow();
    }
  }

  /** The quickest JVM for a short program. */
  static ChildJvm jvm() {
    return new ChildJvm().option("-XX:TieredStopAtLevel=1").option("-XX:+UseSerialGC");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
