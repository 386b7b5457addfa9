package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventType;
import app.trackx.local.Event;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelRecipeTest {
  private final Site site =
      Site.with(new CancelByType(CancellationException.class, InterruptedException.class));

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void typeOrSubclass_isCancelled() {
    site.send(new CancellationException("the customer closed the window"));
    site.send(new InterruptedException());
    site.send(new CancellationException() {});

    assertCancelled(3);
  }

  @Test
  void consequences_areCancelled() {
    Throwable root = new CancellationException("the customer closed the window");

    site.send(new IllegalStateException("not charged", new ExecutionException(root)));

    assertCancelled(1);
  }

  @Test
  void otherTypes_areSent_evenIfTheySuppressOne() {
    Exception bug = new IllegalStateException("a bug");
    bug.addSuppressed(new CancellationException("while it was closed"));

    site.send(bug);

    assertSent("a bug");
  }

  @Test
  void eventWithoutException_isSent() {
    site.client.capture(EventType.CUSTOM_LOGGER).message("a line of a log").send();
    site.flush();

    assertSent("a line of a log");
  }

  @Test
  void circularCauses_areSent_orCancelledByTheirTypes() {
    Exception outer = new IllegalStateException("in a circle");
    outer.initCause(new IllegalArgumentException("cause", outer));
    Exception expected = new IllegalStateException("outer");
    expected.initCause(new CancellationException().initCause(expected));

    site.send(outer);
    site.send(expected);

    assertSent("in a circle");
    assertThat(site.client.diagnostics().cancelled()).isEqualTo(1);
  }

  @Test
  void endlessCauses_areSent() {
    site.send(new Endless());

    assertSent("endless");
  }

  @Test
  void getCauseThatThrows_isSent() {
    site.send(new IllegalStateException("fails when asked") {
      @Override
      public synchronized Throwable getCause() {
        throw new UnsupportedOperationException();
      }
    });

    assertSent("fails when asked");
  }

  private void assertCancelled(long count) {
    assertThat(site.events()).isEmpty();
    assertThat(site.client.diagnostics().cancelled()).isEqualTo(count);
  }

  private void assertSent(String message) {
    assertThat(site.events()).extracting(Event::message).containsExactly(message);
  }

  /** Creates a new cause on each call. */
  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Endless() {
      super("endless");
    }

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }
}
