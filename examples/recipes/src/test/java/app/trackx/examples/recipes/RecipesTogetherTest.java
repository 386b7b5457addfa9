package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import app.trackx.local.Event;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** The combination of handlers from {@code package-info}. */
class RecipesTogetherTest {
  @Test
  void allHandlersRun_untilOneCancels() {
    OnErrorHandler cancel = new CancelByType(CancellationException.class);
    OnErrorHandler sample = new SampleRepeats(0);
    try (Site site = Site.with((event, reason) -> {
      EventPayload kept = cancel.onError(event, reason);
      return kept == null ? null : sample.onError(kept, reason);
    })) {
      site.send(new CancellationException("by the user"));
      for (int i = 0; i < 2; i++) {
        site.send(new IllegalStateException("bug " + i));
      }

      assertThat(site.events()).extracting(Event::message).containsExactly("bug 0");
      assertThat(site.client.diagnostics().cancelled()).isEqualTo(2);
    }
  }
}
