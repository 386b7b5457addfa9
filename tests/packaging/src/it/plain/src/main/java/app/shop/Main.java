package app.shop;

import app.trackx.TrackX;
import app.trackx.local.TrackXLocal;
import java.time.Duration;

/** An application on the class path. */
public final class Main {
  public static void main(String[] args) {
    try (TrackXLocal server = TrackXLocal.start()) {
      TrackX.setup(server.endpoint());
      TrackX.sendEvent(new IllegalStateException("no order"));
      TrackX.close();
      if (server.events().size() != 1) {
        throw new AssertionError("arrived: " + server.events());
      }
    }
  }
}
