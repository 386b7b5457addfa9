package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.UpstreamsNginx;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.stack.CauseChain;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients with one spool directory share one budget, in fake time and with real files. */
class SharedBudgetTest {
  @TempDir
  Path directory;

  private final FakeTime time = new FakeTime();
  private final UpstreamsNginx nginx = new UpstreamsNginx();
  private final List<Instance> clients = new ArrayList<>();
  private int refused;

  @AfterEach
  void close() {
    clients.forEach(client -> client.pipeline.idle(true));
  }

  @Test
  void eightClients_areNeverRefused_andAllAreHeardOf() {
    add(8);
    for (int second = 0; second < 240; second++) {
      for (Instance client : clients) {
        client.fail(second % 3);
        client.sendAll();
      }
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(refused).isZero();
    assertThat(clients).allSatisfy(client -> assertThat(client.accepted).isPositive());
    assertThat(accepted()).isBetween(30, 31 + 24);
  }

  @Test
  void refusalOfOne_silencesTheOthers_andTheirLaterClients() {
    add(2);
    Instance first = clients.get(0);
    first.answer = Outcome.rateLimited(429, Duration.ofMinutes(30));
    first.fail(0);
    first.sendAll();
    Instance second = clients.get(1);
    second.fail(0);
    second.sendAll();
    add(1);
    Instance third = clients.get(2);
    third.fail(0);
    third.sendAll();

    assertThat(accepted()).isZero();
    assertThat(second.pipeline.health().isRateLimited()).isTrue();

    first.answer = null;
    time.advance(Duration.ofMinutes(45));
    second.sendAll();
    third.sendAll();

    assertThat(accepted()).as("one request first").isEqualTo(1);
  }

  @Test
  void wallClockThatIsSetBack_endsWhatWasShared() {
    add(2);
    clients.get(0).answer = Outcome.rateLimited(429, Duration.ofMinutes(30));
    clients.get(0).fail(0);
    clients.get(0).sendAll();
    time.jumpWall(Duration.ofDays(-1_000));
    Instance second = clients.get(1);
    second.fail(0);
    second.sendAll();

    assertThat(second.accepted).isEqualTo(1);
  }

  @Test
  void damagedFile_isReplaced() throws IOException {
    add(1);
    clients.get(0).fail(0);
    clients.get(0).sendAll();
    Files.writeString(file(), "trackx-budget-1 1 2 x");
    clients.get(0).fail(1);
    clients.get(0).sendAll();

    assertThat(clients.get(0).accepted).isEqualTo(2);
    assertThat(file()).content().startsWith("trackx-budget-1 ").hasSize(512);
  }

  @Test
  void lockThatAnotherKeeps_delaysNothing() throws IOException {
    add(1);
    clients.get(0).fail(0);
    clients.get(0).sendAll();
    try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      other.lock();
      clients.get(0).fail(1);
      clients.get(0).sendAll();
    }

    assertThat(clients.get(0).accepted).isEqualTo(2);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("budget-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private int accepted() {
    return clients.stream().mapToInt(client -> client.accepted).sum();
  }

  private void add(int number) {
    for (int i = 0; i < number; i++) {
      clients.add(new Instance());
    }
  }

  private final class Instance {
    int accepted;
    Outcome answer;
    final Pipeline pipeline;
    private final Counters counters;

    Instance() {
      FakeTransport transport = new FakeTransport();
      transport.always(request -> answer());
      Options options = transport.options(RateLimit.DEFAULT, directory);
      counters = new Counters(new Warnings(options.endpoint, options.origin));
      pipeline = new Pipeline(
          options,
          counters,
          new ApplicationPing(),
          time,
          new Random(clients.size()),
          new MemoryReserve(false, 0));
    }

    private Outcome answer() {
      if (answer != null) {
        return answer;
      }
      if (!nginx.lets(time.elapsedNanos() / 1_000_000)) {
        refused++;
        return Outcome.rateLimited(429, Duration.ofMinutes(30));
      }
      accepted++;
      return Outcome.sent();
    }

    void fail(int kind) {
      counters.captured();
      pipeline.process(
          Errors.captured(
              CauseChain.of(Errors.at(kind)), time.nanoTime(), new Occurrence.Details()),
          false);
    }

    void sendAll() {
      Delay delay = Delay.NONE;
      while (delay.isNone() || delay == EventSpool.LOOK_AGAIN) {
        delay = pipeline.send(false);
        pipeline.settle(Duration.ofSeconds(5).toNanos());
      }
    }
  }
}
