package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.RequestLimit;
import app.trackx.local.TrackXLocal;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two forms in which upstream's nginx refuses requests. */
@Tag("wire")
@Timeout(60)
class UpstreamLimitTest {
  private final HttpTransport transport = Requests.transport();

  @Test
  void status429_isTheRateLimit_withItsPause() throws IOException {
    try (TrackXLocal server = limited(RequestLimit.likeUpstream())) {
      Outcome outcome = Requests.afterThirtyOne(transport, server.endpoint() + "/event");

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(outcome.status()).isEqualTo(429);
      assertThat(outcome.retryAfter()).isEqualTo(Duration.ofMinutes(30));
      assertThat(server.refusedRequests()).isEqualTo(1);
    }
  }

  @Test
  void closedConnection_isTheRateLimit_afterASecondAttempt() throws IOException {
    try (TrackXLocal server = limited(RequestLimit.likeUpstream().closingConnections())) {
      Outcome outcome = Requests.afterThirtyOne(transport, server.endpoint() + "/event");

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(outcome.status()).isZero();
      assertThat(server.events()).hasSize(31);
      assertThat(server.refusedRequests()).isEqualTo(2); // the kept connection, then a new one
    }
  }

  private static TrackXLocal limited(RequestLimit limit) {
    return TrackXLocal.builder().requestLimit(limit).start();
  }
}
