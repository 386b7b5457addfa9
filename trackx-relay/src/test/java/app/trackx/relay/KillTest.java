package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.relay.testing.RawHttp;
import app.trackx.relay.testing.Requests;
import app.trackx.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay in a process of its own, which is killed or stopped. */
class KillTest {
  private static final int KINDS = 20;

  @TempDir
  Path directory;

  private final TrackXLocal server = TrackXLocal.builder().project(Requests.KEY).start();
  private Process child;

  @AfterEach
  void stop() {
    if (child != null) {
      child.destroyForcibly();
    }
    server.close();
  }

  private String[] flags(String burst) {
    return new String[] {
      "--server",
      "http://127.0.0.1:" + server.port(),
      "--listen",
      "127.0.0.1:0",
      "--data",
      directory.toString(),
      "--burst",
      burst
    };
  }

  /** Starts the program and returns its port. */
  private int startChild(String burst) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName()));
    command.addAll(List.of(flags(burst)));
    child = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
    StringBuilder printed = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int at = line.indexOf("listens on port ");
      if (at >= 0) {
        return Integer.parseInt(line.substring(at + 16).split(" ")[0]);
      }
      printed.append(line).append('\n');
    }
    throw new AssertionError("the relay did not start: " + printed);
  }

  /** Sends until the connection breaks. Returns how many were answered with 200. */
  private static void sendUntilBroken(int port, int thread, AtomicInteger accepted) {
    try (RawHttp http = new RawHttp(port)) {
      for (int i = 0; ; i++) {
        if (http.event(Requests.errorJson((i + thread) % KINDS)).status() == 200) {
          accepted.incrementAndGet();
        }
      }
    } catch (IOException killed) {
      // as expected
    }
  }

  private long arrived() {
    long sum = 0;
    for (Event event : server.events()) {
      sum += event.meta().get("occurrences") instanceof Long count ? count : 1;
    }
    return sum;
  }

  @Test
  void killed_losesNothingThatWasAccepted() throws Exception {
    AtomicInteger accepted = new AtomicInteger();
    int senders = 4;
    for (int kill = 1; kill <= 3; kill++) {
      int port = startChild("3");
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < senders; t++) {
        int thread = t;
        threads.add(new Thread(() -> sendUntilBroken(port, thread, accepted)));
      }
      threads.forEach(Thread::start);
      int enough = 300 * kill;
      Waiting.until("requests", () -> accepted.get() >= enough);
      child.destroyForcibly();
      Waiting.forEnd(threads);
      assertThat(child.waitFor(40, TimeUnit.SECONDS)).isTrue();
    }

    // another relay, at a time when everything is due
    TimeSource later = new TimeSource() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public long wallMillis() {
        return System.currentTimeMillis() + TimeUnit.HOURS.toMillis(2);
      }
    };
    try (Relay relay = Relay.start(OptionsReader.read(flags("0"), Map.of()), later)) {
      Waiting.until("all errors", () -> arrived() >= accepted.get());
      Waiting.until("an empty log", () -> relay.metrics().text().contains("pending_errors 0"));
    }
    // at each kill: one request of each sender was under way, and one event to the server
    long mostInFlight = 3L * senders;
    long eventInFlight = server.events().stream()
        .mapToLong(event -> event.meta().get("occurrences") instanceof Long count ? count : 1)
        .max()
        .orElse(0);
    assertThat(arrived() - accepted.get()).isBetween(0L, mostInFlight + 3 * eventInFlight);
    assertThat(server.issues()).hasSize(KINDS);
  }

  @Test
  void terminated_stopsGracefully_andKeepsWhatWaits() throws Exception {
    int port = startChild("1");
    try (RawHttp http = new RawHttp(port)) {
      for (int kind = 0; kind < 5; kind++) {
        assertThat(http.event(Requests.errorJson(kind)).status()).isEqualTo(200);
      }
    }
    assertThat(server.awaitEvents(1, Duration.ofSeconds(40))).isTrue();
    child.toHandle().destroy(); // not through the process, which would close its output
    assertThat(child.waitFor(40, TimeUnit.SECONDS)).isTrue();
    String rest =
        child.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));

    assertThat(rest)
        .contains("4 errors of 4 kinds wait for the next start")
        .contains("has stopped");
    startChild("100");
    assertThat(server.awaitEvents(5, Duration.ofSeconds(40))).isTrue();
    assertThat(arrived()).isEqualTo(5);
  }
}
