package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every captured error is accounted for, at any moment and after shutdown. */
@Timeout(60)
class AccountsTest {
  private static final int THREADS = 6;
  private static final int EACH = 1_500;

  /** Errors that the server accepted; written only by the sending thread. */
  private long taken;

  private final Set<String> messages = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void capturedIsSentFoldedCancelledDroppedOrPending(long seed) throws Exception {
    TrackXClient client = client(seed);
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    Thread watch = new Thread(() -> watch(client, over, wrong));
    watch.start();

    storm(client);
    boolean closedInTheStorm = seed % 2 == 0;
    if (!closedInTheStorm) {
      client.flush(Duration.ofSeconds(2));
    }
    client.close();
    over.set(true);
    watch.join(20_000);

    Diagnostics end = client.diagnostics();
    assertThat(wrong).hasValue(null);
    assertThat(end.captured()).isEqualTo(THREADS * EACH);
    assertThat(end.pending()).isZero();
    assertThat(end.aggregating()).isZero();
    assertThat(sum(end)).isEqualTo(end.captured());
    assertThat(end.sent() + end.folded()).isEqualTo(taken);
    assertThat(end.sent()).isEqualTo(messages.size());
  }

  private static long sum(Diagnostics read) {
    return read.sent()
        + read.folded()
        + read.cancelled()
        + read.duplicates()
        + read.totalDropped()
        + read.pending()
        + read.aggregating();
  }

  private static void watch(
      TrackXClient client, AtomicBoolean over, AtomicReference<Throwable> wrong) {
    Diagnostics before = client.diagnostics();
    while (!over.get()) {
      Diagnostics now = client.diagnostics();
      try {
        assertThat(sum(now)).isEqualTo(now.captured());
        assertThat(now.pending()).isNotNegative();
        assertThat(now.captured()).isGreaterThanOrEqualTo(before.captured());
        assertThat(now.folded()).isGreaterThanOrEqualTo(before.folded());
        assertThat(now.totalDropped()).isGreaterThanOrEqualTo(before.totalDropped());
      } catch (AssertionError e) {
        wrong.set(e);
      }
      before = now;
    }
  }

  private static void storm(TrackXClient client) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Thread[] threads = new Thread[THREADS];
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      threads[t] = new Thread(() -> {
        try {
          start.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
        for (int i = 0; i < EACH; i++) {
          client.sendEvent(Errors.at(i * i % 97, "of " + thread + ", number " + i));
        }
      });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join(30_000);
    }
  }

  /**
   * A client with a small queue, a handler that randomly cancels and fails, and a server that fails
   * in every way.
   */
  private TrackXClient client(long seed) {
    Random ofHandler = new Random(seed);
    Random ofServer = new Random(seed);
    FakeTransport transport = new FakeTransport();
    transport.always(request -> {
      int dice = ofServer.nextInt(100);
      if (dice < 80) {
        return take(request);
      }
      if (dice < 90) {
        return Outcome.rejected(422);
      }
      if (dice < 99) {
        throw new IOException("reset");
      }
      return Outcome.retry(500);
    });
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none())
        .queueCapacity(20)
        .onError((payload, reason) -> {
          int dice = ofHandler.nextInt(10);
          if (dice == 0) {
            throw new IllegalStateException("of the handler");
          }
          return dice == 1 ? null : payload;
        })
        .build();
  }

  private Outcome take(TransportRequest request) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    JsonObject json = JsonParser.parseString(body).getAsJsonObject();
    JsonObject meta = json.getAsJsonObject("meta");
    taken += meta.has("occurrences") ? meta.get("occurrences").getAsLong() : 1;
    messages.add(json.get("message").getAsString());
    return Outcome.sent();
  }
}
