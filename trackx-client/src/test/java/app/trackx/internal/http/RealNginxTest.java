package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.RequestLimit;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.Nginx;
import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What {@link UpstreamLimitTest} tests with trackx-local's limit, behind a real nginx, where one is installed. */
@Tag("wire")
@Timeout(60)
@EnabledIf("isInstalled")
class RealNginxTest {
  private static final int UPSTREAM = 6;

  private final HttpTransport transport = Requests.transport();

  @TempDir
  Path directory;

  static boolean isInstalled() {
    return Nginx.isInstalled();
  }

  private static String url(int port, TrackXLocal server) {
    return server.endpoint().replace(":" + server.port() + "/", ":" + port + "/") + "/event";
  }

  private Outcome sendTo(int port, TrackXLocal server) throws IOException {
    return transport.send(to(url(port, server), Requests.PATIENCE, "{}"));
  }

  /** nginx logs a request after it has responded. */
  private static void awaitRefusals(Nginx nginx, int count) {
    Waiting.until(count + " refusals", () -> nginx.refusals() >= count);
    assertThat(nginx.refusals()).isEqualTo(count);
  }

  @Test
  void status429_isTheRateLimit_withItsPause() throws IOException {
    try (TrackXLocal server = TrackXLocal.start();
        Nginx nginx = Nginx.start(directory, server.port(), UPSTREAM, Nginx.Refusal.STATUS_429)) {
      Outcome outcome = Requests.afterThirtyOne(transport, url(nginx.port(), server));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(outcome.status()).isEqualTo(429);
      assertThat(outcome.retryAfter()).isEqualTo(Duration.ofMinutes(30));
      assertThat(server.events()).hasSize(31);
      awaitRefusals(nginx, 1);
    }
  }

  @Test
  void closedConnection_isTheRateLimit_afterASecondAttempt() throws IOException {
    try (TrackXLocal server = TrackXLocal.start();
        Nginx nginx =
            Nginx.start(directory, server.port(), UPSTREAM, Nginx.Refusal.CLOSED_CONNECTION)) {
      Outcome outcome = Requests.afterThirtyOne(transport, url(nginx.port(), server));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(outcome.status()).isZero();
      assertThat(server.events()).hasSize(31);
      awaitRefusals(nginx, 2);
    }
  }

  @Test
  void ofTheLocalServer_theLimitIsTheSame() throws IOException {
    RequestLimit limit = RequestLimit.likeUpstream();
    try (TrackXLocal modelled = TrackXLocal.builder().requestLimit(limit).start();
        TrackXLocal behind = TrackXLocal.start();
        Nginx nginx = Nginx.start(directory, behind.port(), UPSTREAM, Nginx.Refusal.STATUS_429)) {
      for (int i = 0; i < 40; i++) {
        Outcome real = sendTo(nginx.port(), behind);
        Outcome model = sendTo(modelled.port(), modelled);

        assertThat(model.kind()).as("request " + i).isEqualTo(real.kind());
        assertThat(model.retryAfter()).as("request " + i).isEqualTo(real.retryAfter());
      }
    }
  }
}
