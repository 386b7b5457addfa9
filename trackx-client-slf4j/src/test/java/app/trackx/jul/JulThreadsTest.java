package app.trackx.jul;

import app.trackx.internal.logging.Storm;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class JulThreadsTest {
  @Test
  void fiftyThreadsOfAThousandErrors_addUp() throws InterruptedException {
    Logger logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    Storm.over(client -> {
      logger.addHandler(new TrackXHandler(client));
      return (message, error) -> logger.log(Level.SEVERE, message, error);
    });
  }
}
