package app.trackx.vanishing;

import static app.trackx.vanishing.Places.assertArrives;
import static app.trackx.vanishing.Places.assertVanishes;
import static app.trackx.vanishing.Places.awaitDone;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.testing.Waiting;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures, as in docs/VANISHING.md: what arrives with the README's set-up, and with one line more. */
@Timeout(120)
class VanishingFuturesTest {
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void runAsync_vanishes_unlessWrapped() throws Exception {
    Runnable task = Places::fail;
    assertVanishes(() -> awaitDone(CompletableFuture.runAsync(task, TrackX.watch(pool))));
    assertArrives(() -> awaitDone(CompletableFuture.runAsync(TrackX.wrap(task), pool)));
  }

  @Test
  void supplyAsync_vanishes_unlessWrapped() throws Exception {
    Supplier<String> task = Places::call;
    assertVanishes(() -> awaitDone(CompletableFuture.supplyAsync(task)));
    assertArrives(() -> awaitDone(CompletableFuture.supplyAsync(TrackX.wrapSupplier(task))));
  }

  @Test
  void laterStage_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(stage()));
    Event event = assertArrives(() -> watchAndAwait(stage()));

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.type()).isEqualTo(2);
  }

  private static CompletableFuture<Void> stage() {
    return CompletableFuture.supplyAsync(() -> "done").thenAccept(done -> Places.fail());
  }

  @Test
  void completedExceptionally_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> new CompletableFuture<String>().completeExceptionally(Places.error()));
    assertArrives(
        () -> TrackX.watch(new CompletableFuture<String>()).completeExceptionally(Places.error()));
  }

  @Test
  void timeout_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(late()));
    List<Event> events = Places.eventsOf(() -> watchAndAwait(late()));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).name()).isEqualTo("java.util.concurrent.TimeoutException");
  }

  private static CompletableFuture<String> late() {
    return new CompletableFuture<String>().orTimeout(1, TimeUnit.MILLISECONDS);
  }

  @Test
  void publisher_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(consumed()));
    assertArrives(() -> watchAndAwait(consumed()));
  }

  private static CompletableFuture<Void> consumed() {
    SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
    CompletableFuture<Void> end = publisher.consume(item -> Places.fail());
    publisher.submit("item");
    return end;
  }

  @Test
  void httpClient_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(sent()));
    List<Event> events = Places.eventsOf(() -> watchAndAwait(sent()));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).name()).isEqualTo("java.net.ConnectException");
  }

  private static CompletableFuture<?> sent() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
            BodyHandlers.discarding());
  }

  /**
   * Watches a future, and waits until its failure was reported, which may be on the thread that completes
   * it.
   */
  private static void watchAndAwait(CompletableFuture<?> future) {
    TrackX.watch(future);
    Waiting.until(() -> TrackX.client().diagnostics().captured() == 1);
  }
}
