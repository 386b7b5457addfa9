package app.trackx.benchmarks;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.transport.Transport;

/** Clients that send to no server. */
final class Clients {
  private Clients() {}

  /** One with the rate limit that it comes with. */
  static TrackXClient limited(Transport transport) {
    return TrackXClient.builder("http://127.0.0.1:9/v1/00000000000")
        .transport(transport)
        .build();
  }

  static TrackXClient over(Transport transport, int queueCapacity) {
    return TrackXClient.builder("http://127.0.0.1:9/v1/00000000000")
        .transport(transport)
        .rateLimit(RateLimit.none())
        .queueCapacity(queueCapacity)
        .build();
  }
}
