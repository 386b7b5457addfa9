package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watched completable futures. */
@Timeout(60)
class WatchedCompletionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
      .transport(transport)
      .rateLimit(RateLimit.none())
      .build();
  private final IllegalStateException failure = new IllegalStateException("boom");

  @AfterEach
  void close() {
    RequestContext.set(null);
    client.close();
  }

  @Test
  void failure_isAnUnhandledRejection_andTheFutureStaysTheSame() {
    CompletableFuture<String> future = new CompletableFuture<>();
    assertThat(client.watch(future)).isSameAs(future);
    future.completeExceptionally(failure);

    assertThat(onlyEvent()).contains("\"type\":2,", "\"message\":\"boom\"").doesNotContain("_task");
    assertThatThrownBy(future::join).hasCause(failure);
  }

  @Test
  void failedFuture_isReportedAtOnce() {
    CompletableFuture<String> future = new CompletableFuture<>();
    future.completeExceptionally(failure);
    client.watch(future);

    assertThat(onlyEvent()).contains("boom");
  }

  @Test
  void failureOfAnEarlierStage_isNamedByItself() {
    CompletableFuture<String> future = new CompletableFuture<>();
    client.watch(future.thenApply(String::trim).thenApply(String::trim));
    future.completeExceptionally(failure);

    assertThat(onlyEvent()).contains("\"name\":\"java.lang.IllegalStateException\"");
  }

  @Test
  void result_andCancellation_areNoFailures() {
    CompletableFuture<String> done = client.watch(new CompletableFuture<>());
    CompletableFuture<String> cancelled = client.watch(new CompletableFuture<>());
    client.watch(cancelled.thenApply(String::trim));
    done.complete("a");
    cancelled.cancel(true);
    client.close();

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void joinedAndLoggedToo_isOneEvent() {
    CompletableFuture<String> future = client.watch(new CompletableFuture<>());
    future.completeExceptionally(failure);
    assertThatThrownBy(future::join)
        .isInstanceOfSatisfying(
            CompletionException.class,
            error -> client
                .capture(EventType.CUSTOM_LOGGER)
                .reason(error)
                .meta("log", "late")
                .send());

    onlyEvent();
    assertThat(client.diagnostics().duplicates()).isEqualTo(1);
  }

  @Test
  void failureBelongsToTheRequestThatWatches() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      RequestContext.set(new RequestContext().withRoute("/orders"));
      CompletableFuture<String> future = client.watch(new CompletableFuture<>());
      RequestContext.set(null);
      pool.submit(() -> future.completeExceptionally(failure)).get(20, TimeUnit.SECONDS);

      assertThat(onlyEvent()).contains("\"route\":\"/orders\"", "\"thread\":\"pool-");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void beforeSetup_andAfterClose_nothingHappens() {
    TrackX.watch(new CompletableFuture<String>()).completeExceptionally(failure);
    client.close();
    client.watch(new CompletableFuture<String>()).completeExceptionally(failure);

    assertThat(transport.bodies()).isEmpty();
  }

  private String onlyEvent() {
    assertThat(client.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    return transport.bodies().get(0);
  }
}
