package app.trackx.benchmarks;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.transport.Transport;

/** A factory of clients that do not send to a server. */
final class Clients {
  private Clients() {}

  /** Creates a client with the default rate limit. */
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
