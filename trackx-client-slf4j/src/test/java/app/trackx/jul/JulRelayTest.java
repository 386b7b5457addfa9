package app.trackx.jul;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.VirtualThreads;
import java.util.logging.Level;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Records that another thread hands over, and those of threads without a name. */
class JulRelayTest {
  private static final int EACH = 4;

  @Test
  void jbossAsyncHandler_isGroupedByMessage() {
    try (JulSetup setup = JulSetup.reporting();
        TrackXClient client = TrackXClient.builder(setup.server.endpoint())
            .rateLimit(RateLimit.none()) // each error an event
            .build()) {
      TrackXHandler handler = new TrackXHandler(client);
      AsyncHandler queue = new AsyncHandler();
      queue.addHandler(handler);
      setup.logger.removeHandler(setup.handler);
      setup.logger.addHandler(queue);
      for (int i = 0; i < EACH; i++) {
        setup.logger.severe("order " + i + " failed");
        setup.logger.log(Level.SEVERE, "order {0} is late", "A" + i);
      }
      setup.logger.removeHandler(queue);
      setup.server.awaitEvents(2 * EACH, java.time.Duration.ofSeconds(20));
      queue.close();

      assertThat(setup.server.events()).hasSize(2 * EACH);
      assertThat(setup.server.issues()).hasSize(2);
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThread_hasAName() {
    try (JulSetup setup = JulSetup.reporting()) {
      long id = VirtualThreads.run(() -> setup.logger.severe("e"));

      assertThat(setup.event().meta()).containsEntry("thread", "virtual #" + id);
    }
  }
}
