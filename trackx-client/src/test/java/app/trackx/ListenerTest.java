package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener is told, by a client with its threads. */
@Timeout(60)
class ListenerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final FakeTransport transport = new FakeTransport();
  private final Recorder recorder = new Recorder();

  @Test
  void listener_isToldWhatWasCapturedAndSent_withoutMessages() {
    try (TrackXClient client = client()) {
      client.addListener(recorder);
      client.sendEvent(new IllegalStateException("of bob@example.com"));
      client.capture(EventType.CUSTOM_LOGGER).message("without an exception").send();
      assertThat(client.flush(PATIENCE)).isTrue();

      int bytes = transport.requests().get(0).body().length;
      assertThat(recorder.lines())
          .contains("captured PROGRAMMATIC java.lang.IllegalStateException")
          .contains("captured CUSTOM_LOGGER null", "sent 1 of " + bytes)
          .hasSize(4);
    }
  }

  /** On the caller's thread, or under a lock, it would hurt the application or the client. */
  @Test
  void listener_isCalledOnWorkerThreads_andMayUseTheClient() {
    try (TrackXClient client = builder().queueCapacity(1).build()) {
      client.addListener(new Diagnostics.Listener() {
        @Override
        public void captured(EventType type, String error) {
          recorder.threads.add(Thread.currentThread().getName());
          client.diagnostics();
          client.sendEvent(new RuntimeException("of the listener"));
        }
      });
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(recorder.threads).containsOnly("trackx-process");
      assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.RECURSIVE);
    }
  }

  @Test
  void drops_areToldByReason_andAddUp() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    transport.always(request -> {
      await(hang);
      return Outcome.sent();
    });
    TrackXClient client = builder()
        .queueCapacity(2)
        .shutdownTimeout(Duration.ofMillis(200))
        .onError((payload, reason) -> {
          if ("fail".equals(payload.getMessage())) {
            throw new IllegalStateException();
          }
          return payload;
        })
        .build();
    client.addListener(recorder);
    client.sendEvent(new RuntimeException("fail"));
    for (int kind = 0; kind < 200; kind++) {
      client.sendEvent(Errors.at(kind));
    }
    client.close();
    hang.countDown();

    Waiting.until(() -> client.diagnostics().pending() == 0
        && recorder.dropped.equals(client.diagnostics().dropped()));
    assertThat(recorder.dropped)
        .containsEntry(DropReason.HANDLER_FAILED, 1L)
        .containsKeys(DropReason.INTAKE_FULL, DropReason.SHUTDOWN);
    assertThat(recorder.lines()).contains("closed");
  }

  @Test
  void dropsBeforeItWasAdded_areNotTold() {
    transport.then(Outcome.rejected(422)).then(Outcome.rejected(400));
    TrackXClient client = client();
    client.sendEvent(new RuntimeException());
    assertThat(client.flush(PATIENCE)).isTrue();
    client.addListener(recorder);
    client.sendEvent(new RuntimeException());
    client.close();

    Waiting.until(() -> recorder.dropped.equals(Map.of(DropReason.REJECTED, 1L)));
    assertThat(client.diagnostics().totalDropped()).isEqualTo(2);
  }

  @Test
  void listenerThatThrows_costsNothing_andOthersAreTold() {
    Diagnostics.Listener failing = new Diagnostics.Listener() {
      @Override
      public void captured(EventType type, String error) {
        throw new AssertionError("of the listener");
      }

      @Override
      public void sent(long errors, int bytes, long nanos) {
        throw new OutOfMemoryError("of the listener");
      }

      @Override
      public void dropped(DropReason reason, long errors) {
        throw new IllegalStateException("of the listener");
      }

      @Override
      public void closed() {
        throw new IllegalStateException("of the listener");
      }
    };
    transport.then(Outcome.rejected(422));
    TrackXClient client = client();
    client.addListener(failing);
    client.addListener(recorder);
    client.sendEvent(new RuntimeException());
    client.sendEvent(new RuntimeException());
    assertThat(client.flush(PATIENCE)).isTrue();
    client.close();

    assertThat(client.diagnostics().sent()).isEqualTo(1);
    assertThat(client.diagnostics().restarts()).isZero();
    Waiting.until(() -> recorder.lines().size() == 5);
    assertThat(recorder.lines()).contains("dropped REJECTED 1", "closed");
  }

  @Test
  void removedListener_isToldNoMore() {
    try (TrackXClient client = client()) {
      client.addListener(recorder);
      client.addListener(null);
      client.removeListener(null);
      client.removeListener(recorder);
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isTrue();
    }

    assertThat(recorder.lines()).isEmpty();
  }

  @Test
  void replacedClient_tellsThatItWasClosed() {
    try {
      TrackXClient first = TrackX.setup(builder());
      first.addListener(recorder);
      TrackX.setup(builder());

      assertThat(recorder.lines()).contains("closed");
    } finally {
      TrackX.close();
    }
  }

  @Test
  void stateOfClients_thatAreOffOrClosed() {
    TrackXClient off = TrackXClient.builder(null).build();
    off.addListener(recorder);
    off.close();
    assertThat(off.deliveryState()).isEqualTo(Diagnostics.DeliveryState.OFF);
    TrackXClient client = client();
    assertThat(client.deliveryState()).isEqualTo(Diagnostics.DeliveryState.READY);
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(30)));
    client.sendEvent(new RuntimeException());
    assertThat(client.flush(PATIENCE)).isFalse();
    assertThat(client.deliveryState()).isEqualTo(Diagnostics.DeliveryState.RATE_LIMITED);
    client.close();

    assertThat(client.deliveryState()).isEqualTo(Diagnostics.DeliveryState.CLOSED);
    assertThat(recorder.lines()).isEmpty();
  }

  private TrackXClient client() {
    return builder().build();
  }

  private TrackXClient.Builder builder() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none())
        .captureUncaught(false);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes down what it is told. */
  private static final class Recorder implements Diagnostics.Listener {
    final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    final Map<DropReason, Long> dropped = new ConcurrentHashMap<>();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    List<String> lines() {
      synchronized (lines) {
        return new ArrayList<>(lines);
      }
    }

    @Override
    public void captured(EventType type, String error) {
      lines.add("captured " + type + " " + error);
    }

    @Override
    public void sent(long errors, int bytes, long nanos) {
      assertThat(nanos).isNotNegative();
      lines.add("sent " + errors + " of " + bytes);
    }

    @Override
    public void dropped(DropReason reason, long errors) {
      dropped.merge(reason, errors, Long::sum);
      lines.add("dropped " + reason + " " + errors);
    }

    @Override
    public void closed() {
      lines.add("closed");
    }
  }
}
