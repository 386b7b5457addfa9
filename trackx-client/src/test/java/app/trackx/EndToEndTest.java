package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** End to end: a client with its own transport, and the result on a TrackX server. */
@Tag("wire")
class EndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void oneBugWithManyMessages_isOneIssue() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      for (int order = 1; order <= 5; order++) {
        client.sendEvent(failure("order " + order + " of bob@example.com at 10:12:13 failed"));
      }
      client.sendEvent(new IllegalArgumentException("another bug"));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.issues()).extracting(Issue::eventCount).containsExactlyInAnyOrder(5, 1);
      assertThat(server.events().get(0).frames().get(0).callee())
          .isEqualTo("app.trackx.EndToEndTest.failure");
      assertThat(server.events().get(0).frames().get(0).file())
          .isEqualTo("app/trackx/EndToEndTest.java");
    }
  }

  @Test
  void pingAndEvent_areOneSessionWithError() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      client.ping();
      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.sessions()).hasSize(1).noneMatch(session -> session.withError());

      client.sendEvent(failure("boom"));

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.sessions()).hasSize(1).allMatch(session -> session.withError());
      assertThat(server.events().get(0).os()).isNotBlank();
    }
  }

  @Test
  void methodCalledTwentyTimesThroughReflection_isOneIssue() throws Exception {
    Method method = EndToEndTest.class.getDeclaredMethod("fail");
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      for (int i = 0; i < 20; i++) {
        try {
          method.invoke(null);
        } catch (InvocationTargetException e) {
          client.sendEvent(e);
        }
      }

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.issues()).singleElement().extracting(Issue::eventCount).isEqualTo(20);
      assertThat(server.issues().get(0).name())
          .isEqualTo("java.lang.UnsupportedOperationException");
    }
  }

  @Test
  void wrappedByAnExecutor_isNamedByTheCause() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      try {
        CompletableFuture.runAsync(() -> fail()).join();
      } catch (CompletionException e) {
        client.sendEvent(new IllegalStateException("no order", e));
      }

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.events().get(0).name()).isEqualTo("java.lang.IllegalStateException");
      assertThat(server.events().get(0).meta().get("causes").toString())
          .contains("java.lang.UnsupportedOperationException", "message=of the test");
      assertThat(server.events().get(0).frames().get(0).calleeShort()).isEqualTo("fail");
    }
  }

  @Test
  void projectWithAllowedOrigins_acceptsOnlyThese() {
    String key = "strictkey01";
    String origin = "https://shop.example.com";
    try (TrackXLocal server = TrackXLocal.builder().project(key, origin).start();
        TrackXClient right =
            TrackXClient.builder(server.endpoint()).origin(origin + "/").build();
        TrackXClient wrong = TrackXClient.builder(server.endpoint()).build()) {
      right.sendEvent(failure("right"));
      wrong.sendEvent(failure("wrong"));

      assertThat(right.flush(PATIENCE)).isTrue();
      assertThat(wrong.flush(PATIENCE)).isTrue();
      assertThat(server.events()).hasSize(1);
      assertThat(wrong.diagnostics().dropped()).containsOnlyKeys(DropReason.MISCONFIGURED);
    }
  }

  @Test
  void valuesBeyondEveryLimit_areStillAccepted() {
    String megabyte = "€\u0000\ud83d\ude00\ud800".repeat(200_000);
    Map<String, Object> huge = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      huge.put("key " + i, megabyte);
    }
    OnErrorHandler inflate = (payload, reason) -> {
      payload.setName(megabyte);
      payload.setStack(payload.getStack() + megabyte);
      payload.setUri(megabyte);
      return payload;
    };
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client =
            TrackXClient.builder(server.endpoint()).onError(inflate).build()) {
      client.sendEvent(new RuntimeException(megabyte), huge);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.events()).hasSize(1);
      assertThat(client.diagnostics().sent()).isEqualTo(1);
    }
  }

  @Test
  void serverThatComesBack_receivesQueuedEvents() {
    int port;
    try (TrackXLocal first = TrackXLocal.builder().project("abcdefghij1").start()) {
      port = first.port();
    }
    String endpoint = "http://127.0.0.1:" + port + "/v1/abcdefghij1";
    try (TrackXClient client = TrackXClient.builder(endpoint).build()) {
      client.sendEvent(failure("while it was down"));
      assertThat(client.flush(Duration.ofMillis(300))).isFalse();

      try (TrackXLocal again =
          TrackXLocal.builder().port(port).project("abcdefghij1").start()) {
        assertThat(client.flush(Duration.ofSeconds(60))).isTrue();
        assertThat(again.events()).hasSize(1);
      }
    }
  }

  private static RuntimeException failure(String message) {
    return new IllegalStateException(message);
  }

  static void fail() {
    throw new UnsupportedOperationException("of the test");
  }
}
