package app.trackx.peers;

import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.time.Duration;

/** This project's client: {@code TrackX.setup} and {@code TrackX.sendEvent}, without options. */
public final class TrackxPeer implements Peer {
  @Override
  public void setUp(String serverUrl) {
    String endpoint = serverUrl + "/v1/abcdefghij1";
    if (Settings.UNLIMITED) {
      TrackX.setup(TrackXClient.builder(endpoint).rateLimit(RateLimit.none()));
    } else {
      TrackX.setup(endpoint);
    }
  }

  @Override
  public void capture(Throwable error) {
    TrackX.sendEvent(error);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return TrackX.flush(Duration.ofMillis(timeoutMillis));
  }

  @Override
  public void close() {
    TrackX.close();
  }

  @Override
  public int window() {
    return 200;
  }
}
