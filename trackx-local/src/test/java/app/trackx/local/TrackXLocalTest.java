package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrackXLocalTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void start_hasOneProjectWithARandomKey() {
    try (TrackXLocal one = TrackXLocal.start();
        TrackXLocal two = TrackXLocal.start()) {
      assertThat(one.endpoint()).matches("http://127\\.0\\.0\\.1:\\d+/v1/[0-9a-z]{11}");
      assertThat(RawHttp.pathOf(one)).isNotEqualTo(RawHttp.pathOf(two));
    }
  }

  @Test
  void close_isIdempotent_andKeepsTheReceivedData() throws IOException {
    TrackXLocal server = TrackXLocal.start();
    try (RawHttp http = new RawHttp(server.port())) {
      http.event(server, "{}");
    }
    int port = server.port();
    server.close();
    server.close();
    assertThat(server.port()).isEqualTo(port);
    assertThat(server.events()).hasSize(1);
    assertThatThrownBy(() -> new RawHttp(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void snapshots_areEqual_untilTheirContentChanges() throws IOException {
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      http.ping(server, RawHttp.BROWSER);
      Session session = server.sessions().get(0);
      assertThat(server.sessions()).containsExactly(session);

      http.event(server, "{}");
      Event event = server.events().get(0);
      Issue issue = server.issues().get(0);
      assertThat(server.events()).containsExactly(event);
      assertThat(server.events().get(0)).hasSameHashCodeAs(event);
      assertThat(server.issues()).containsExactly(issue);
      assertThat(server.sessions()).hasSize(1).doesNotContain(session); // it has an error now

      http.event(server, "{}");
      assertThat(server.events()).hasSize(2).doesNotHaveDuplicates().contains(event);
      assertThat(server.issues()).hasSize(1).doesNotContain(issue);
    }
  }

  @Test
  void port_canBeSet_andIsReleasedByClose() {
    TrackXLocal server = TrackXLocal.start();
    TrackXLocal.Builder same = TrackXLocal.builder().port(server.port());
    assertThatThrownBy(same::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot start a server on port " + server.port());
    server.close();
    try (TrackXLocal again = same.start()) {
      assertThat(again.port()).isEqualTo(server.port());
    }
  }

  @Test
  void builder_validatesItsArguments() {
    TrackXLocal.Builder builder = TrackXLocal.builder();
    assertThatThrownBy(() -> builder.port(-1)).hasMessage("port not in 0..65535: -1");
    assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.project("SECRETKEY01"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("SECRET");
    assertThatThrownBy(() -> builder.project("abc", "https://x")).hasMessageContaining("3 char");
    assertThatThrownBy(() -> builder.project("aaaaaaaaaaa", ""))
        .hasMessage("an allowed origin is empty");
  }

  @Test
  void awaitEvents_returnsWhenTheEventArrives() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      CompletableFuture<Boolean> there =
          CompletableFuture.supplyAsync(() -> server.awaitEvents(2, SOON));
      http.event(server, "{}");
      assertThat(server.awaitEvents(2, Duration.ZERO)).isFalse();
      http.event(server, "{}");
      assertThat(there.get(10, TimeUnit.SECONDS)).isTrue();
      server.clear();
      assertThat(server.awaitEvents(1, Duration.ofMillis(1))).isFalse();
      assertThat(server.awaitEvents(0, Duration.ofSeconds(Long.MIN_VALUE))).isTrue();
    }
  }

  @Test
  void awaitEvents_returnsWhenTheServerIsClosed() throws Exception {
    TrackXLocal server = TrackXLocal.start();
    CompletableFuture<Boolean> there = CompletableFuture.supplyAsync(
        () -> server.awaitEvents(1, Duration.ofSeconds(Long.MAX_VALUE)));
    server.close();
    assertThat(there.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void awaitEvents_keepsAnInterrupt() {
    try (TrackXLocal server = TrackXLocal.start()) {
      Thread.currentThread().interrupt();
      assertThat(server.awaitEvents(1, SOON)).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> server.awaitEvents(-1, SOON)).hasMessage("count < 0: -1");
    }
  }

  @Test
  void concurrentPosts_areAllStored() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try (TrackXLocal server = TrackXLocal.start()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        done.add(clients.submit(() -> post(server, 100)));
      }
      for (Future<?> client : done) {
        client.get(30, TimeUnit.SECONDS);
      }
      assertThat(server.events()).hasSize(1600);
      assertThat(server.issues()).extracting(Issue::eventCount).containsExactly(1600);
      assertThat(server.sessions()).hasSize(1);
    } finally {
      clients.shutdownNow();
    }
  }

  private static Object post(TrackXLocal server, int times) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      for (int i = 0; i < times; i++) {
        assertThat(http.event(server, "{\"message\":\"m\"}").status()).isEqualTo(200);
      }
    }
    return times;
  }

  @Test
  void reusedConnection_hasNoDelay() throws IOException {
    try (TrackXLocal server = TrackXLocal.start()) {
      long start = System.nanoTime();
      post(server, 200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void threads_areNamedDaemons() {
    Map<Thread, StackTraceElement[]> before = Thread.getAllStackTraces();
    try (TrackXLocal server = TrackXLocal.start()) {
      List<Thread> started = new ArrayList<>(Thread.getAllStackTraces().keySet());
      started.removeAll(before.keySet());
      assertThat(started).isNotEmpty();
      assertThat(started).allMatch(Thread::isDaemon);
      assertThat(started).allMatch(thread -> thread.getName().startsWith("trackx-local-"));
      assertThat(server.port()).isPositive();
    }
  }
}
