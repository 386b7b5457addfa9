package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PreviewTest {
  private final FakeTransport transport = new FakeTransport();

  @Test
  void preview_isWhatIsSent_toTheLetter() {
    OnErrorHandler handler = (event, reason) -> {
      event.getMeta().put("tenant", "acme");
      return event;
    };
    try (TrackXClient client = client(handler)) {
      Exception error =
          new IllegalStateException("bob@example.com", new RuntimeException("10.1.2.3"));
      client.meta().put("region", "eu-1");

      String preview = client.preview(error);
      client.sendEvent(error);

      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(transport.bodies()).containsExactly(preview);
      assertThat(preview).contains("[email]", "[ip]", "acme", "eu-1").doesNotContain("bob");
    }
  }

  @Test
  void preview_sendsAndCountsNothing() {
    try (TrackXClient client = client(null)) {
      assertThat(client.preview(new IllegalStateException("x"))).isNotNull();

      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(transport.requests()).isEmpty();
      assertThat(client.diagnostics().captured()).isZero();
    }
  }

  @Test
  void preview_ofACancelledEvent_orOfOneThatCannotBeMade_isNull() {
    try (TrackXClient client = client((event, reason) -> null)) {
      assertThat(client.preview(new IllegalStateException("x"))).isNull();
      assertThat(client.diagnostics().cancelled()).isZero();
    }
    try (TrackXClient client = client((event, reason) -> {
      throw new IllegalStateException("of the handler");
    })) {
      assertThat(client.preview(new IllegalStateException("x"))).isNull();
      assertThat(client.diagnostics().totalDropped()).isZero();
    }
    assertThat(TrackXClient.builder(null).build().preview(new IllegalStateException("x")))
        .isNull();
  }

  @Test
  void handlerThatCaptures_whileItPreviews_sendsNothing() {
    TrackXClient[] self = new TrackXClient[1];
    try (TrackXClient client = client((event, reason) -> {
      self[0].sendEvent(new IllegalStateException("of the handler"));
      return event;
    })) {
      self[0] = client;

      assertThat(client.preview(new IllegalStateException("x"))).isNotNull();

      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(transport.requests()).isEmpty();
    }
  }

  private TrackXClient client(OnErrorHandler handler) {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none())
        .onError(handler)
        .build();
  }
}
