package app.shop;

import app.trackx.TrackX;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application that logs before and after setting up TrackX, causes TrackX to log as well, then fails. */
public final class LoggingApp {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingApp.class);

  public static void main(String[] args) {
    LOG.info("before 200");
    TrackX.setup(args[1], (payload, error) -> {
      throw new UnsupportedOperationException("a handler that fails");
    });
    TrackX.sendEvent(new IllegalStateException("not sent"));
    TrackX.flush(Duration.ofSeconds(20));
    TrackX.setup(args[1]);
    LOG.info("after 200");
    throw new IllegalStateException("no order");
  }
}
