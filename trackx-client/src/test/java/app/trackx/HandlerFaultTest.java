package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults of a developer's handler and their consequences. */
@Timeout(60)
class HandlerFaultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeTransport transport = new FakeTransport();

  @Test
  void throwsAnything_theEventIsNotSentAndTheNextIs() {
    List<Throwable> failures = new ArrayList<>(List.of(
        new RuntimeException(), new StackOverflowError(), new OutOfMemoryError("of the handler")));
    OnErrorHandler handler = (payload, reason) -> {
      if (failures.isEmpty()) {
        return payload;
      }
      throw HandlerFaultTest.<RuntimeException>sneaky(failures.remove(0));
    };
    try (TrackXClient client = client(handler)) {
      for (int i = 0; i < 4; i++) {
        client.sendEvent(Errors.at(i, "secret " + i));
      }

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).singleElement().asString().contains("secret 3");
      assertThat(client.diagnostics().dropped()).containsEntry(DropReason.HANDLER_FAILED, 3L);
    }
  }

  @Test
  void returnsAnotherPayload_thatIsWhatIsSent() {
    OnErrorHandler handler = (payload, reason) -> {
      EventPayload other = new EventPayload(EventType.TEST);
      other.setMessage("another");
      return other;
    };
    try (TrackXClient client = client(handler)) {
      client.sendEvent(Errors.at(1, "secret"));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies())
          .singleElement()
          .asString()
          .isEqualTo("{\"message\":\"another\",\"type\":99,\"meta\":{}}");
    }
  }

  @Test
  void returnsAPayloadBeyondEveryLimit_itIsClippedToTheServersLimits() {
    String huge = "\uD83D\uDE00\u0001".repeat(700_000);
    OnErrorHandler handler = (payload, reason) -> {
      payload.setName(huge);
      payload.setMessage(huge);
      payload.setStack(huge);
      payload.setUri(huge);
      Map<String, Object> meta = new HashMap<>(Map.of(huge, huge));
      meta.put("itself", meta);
      payload.setMeta(meta);
      return payload;
    };
    try (TrackXClient client = client(handler)) {
      client.sendEvent(Errors.at(1));

      assertThat(client.flush(PATIENCE)).isTrue();
      String body = transport.bodies().get(0);
      JsonObject json = JsonParser.parseString(body).getAsJsonObject();
      assertThat(transport.requests().get(0).length()).isLessThan(256 * 1024);
      assertThat(json.get("name").getAsString()).hasSizeLessThanOrEqualTo(512);
      assertThat(json.get("message").getAsString()).hasSizeLessThanOrEqualTo(10_000);
      assertThat(json.get("stack").getAsString()).hasSizeLessThanOrEqualTo(131_072);
      assertThat(json.get("uri").getAsString()).hasSizeLessThanOrEqualTo(1_000);
    }
  }

  @Test
  void takesItsTime_whatWasReadyIsSentMeanwhileAndCallersDoNotWait() throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch wakeUp = new CountDownLatch(1);
    OnErrorHandler handler = (payload, reason) -> {
      if ("sleep".equals(payload.getMessage())) {
        asleep.countDown();
        await(wakeUp);
      }
      return payload;
    };
    CountDownLatch serverIsSlow = new CountDownLatch(1);
    transport.then(request -> {
      await(serverIsSlow);
      return app.trackx.transport.Outcome.sent();
    });
    try (TrackXClient client = client(handler)) {
      client.sendEvent(Errors.at(1));
      client.sendEvent(Errors.at(2));
      client.sendEvent(Errors.at(3, "sleep"));
      client.sendEvent(Errors.at(4));
      assertThat(asleep.await(20, TimeUnit.SECONDS)).isTrue();
      serverIsSlow.countDown();
      transport.next();
      transport.next(); // the second of the two queued ones

      assertThat(client.flush(Duration.ofMillis(50))).isFalse();
      wakeUp.countDown();
      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(4);
    }
  }

  @Test
  void sendsAnErrorItself_whichIsCountedAndDoesNotLoop() {
    AtomicReference<TrackXClient> self = new AtomicReference<>();
    OnErrorHandler handler = (payload, reason) -> {
      self.get().sendEvent(Errors.at(99));
      self.get().capture(EventType.TEST).message("within").send();
      return payload;
    };
    try (TrackXClient client = client(handler)) {
      self.set(client);
      for (int i = 0; i < 10; i++) {
        client.sendEvent(Errors.at(i));
      }

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(10);
      assertThat(client.diagnostics().dropped()).containsEntry(DropReason.RECURSIVE, 20L);
    }
  }

  @Test
  void neverReturns_closeIsBoundedAndQueuedEventsAreSent() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    OnErrorHandler handler = (payload, reason) -> {
      if ("block".equals(payload.getMessage())) {
        await(never);
      }
      return payload;
    };
    TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .onError(handler)
        .shutdownTimeout(Duration.ofMillis(300))
        .build();
    client.sendEvent(Errors.at(1));
    client.sendEvent(Errors.at(2, "block"));
    client.sendEvent(Errors.at(3));
    transport.next();
    long before = System.nanoTime();

    client.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
    assertThat(client.diagnostics().sent()).isEqualTo(1);
    assertThat(client.diagnostics().pending()).isEqualTo(2);
    never.countDown();
  }

  private TrackXClient client(OnErrorHandler handler) {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .onError(handler)
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable failure) throws T {
    throw (T) failure;
  }
}
