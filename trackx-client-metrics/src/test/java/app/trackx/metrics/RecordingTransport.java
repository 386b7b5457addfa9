package app.trackx.metrics;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Returns scripted outcomes, "sent" by default, and knows the length of the last body. */
final class RecordingTransport implements Transport {
  static final String KEY = "abcdefghij1";

  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  volatile int lastSize;

  RecordingTransport then(Outcome outcome) {
    outcomes.add(outcome);
    return this;
  }

  TrackXClient client() {
    return builder().build();
  }

  TrackXClient.Builder builder() {
    return TrackXClient.builder("http://127.0.0.1:9/v1/" + KEY)
        .transport(this)
        .rateLimit(RateLimit.none())
        .captureUncaught(false);
  }

  @Override
  public Outcome send(TransportRequest request) {
    lastSize = request.body().length;
    Outcome outcome = outcomes.poll();
    return outcome == null ? Outcome.sent() : outcome;
  }
}
