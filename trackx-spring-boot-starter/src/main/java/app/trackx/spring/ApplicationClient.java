package app.trackx.spring;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import org.jspecify.annotations.Nullable;

/**
 * The client of one Spring application, from the first need of it until the application ends. An
 * application has one, whatever the number of its contexts.
 *
 * <p>It is the process-wide client as well, so that {@code TrackX.sendEvent} and uncaught exceptions
 * reach it, unless another one is set up already. That of the same project, if the application's own
 * code has set it up, is used as it is and never closed here. Beside the client of another Spring
 * application in this JVM, such as a test's cached context, or of another project, the application
 * has one of its own.
 *
 * <p>A context whose start fails destroys its beans before anybody is told of the failure. So the
 * client outlives its context until the outcome of the start is known. Thread-safe.
 */
final class ApplicationClient {
  private enum State {
    /** Nobody has needed the client yet. */
    NEW,
    OPEN,
    CLOSED
  }

  /** The application that set up the process-wide client; guarded by the class. */
  private static @Nullable ApplicationClient ownerOfProcessClient;

  // guarded by this
  private State state = State.NEW;
  private TrackXClient client = TrackXClient.builder(null).build();
  private boolean borrowed;
  private boolean outcomeIsKnown;

  private ApplicationClient(boolean outcomeIsKnown) {
    this.outcomeIsKnown = outcomeIsKnown;
  }

  /** Returns the client of a context that no {@code SpringApplication} starts. */
  static ApplicationClient ofContext() {
    return new ApplicationClient(true);
  }

  /** Returns the client of an application that is about to start. */
  static ApplicationClient ofStartingApplication() {
    return new ApplicationClient(false);
  }

  /**
   * Opens the client, the first time. Without an endpoint, or after the end, it is a disabled one.
   * So it is after a customizer failed: the customizer might have removed something from events.
   */
  synchronized TrackXClient open(ClientOptions options, ClientBeans beans) {
    if (state == State.NEW) {
      state = State.OPEN;
      String endpoint = options.endpoint();
      if (endpoint != null) {
        open(endpoint, options, beans);
      }
    }
    return client;
  }

  private void open(String endpoint, ClientOptions options, ClientBeans beans) {
    TrackXClient.Builder builder = options.builder();
    try {
      beans.applyTo(builder);
    } catch (RuntimeException failedInUserCode) {
      options.warn("A TrackXCustomizer failed (" + failedInUserCode.getClass().getName()
          + "). Error tracking is off. Correct the customizer");
      return;
    }
    synchronized (ApplicationClient.class) {
      TrackXClient process = TrackX.client();
      if (!process.isEnabled()) {
        client = TrackX.setup(builder);
        ownerOfProcessClient = this;
      } else if (ownerOfProcessClient == null && process.reportsTo(endpoint)) {
        client = process;
        borrowed = true;
        warnOfUnused(beans, options);
      } else {
        client = builder.captureUncaught(false).build();
      }
    }
  }

  private static void warnOfUnused(ClientBeans beans, ClientOptions options) {
    if (!beans.isEmpty()) {
      options.warn(
          "TrackX.setup was called before the application context. Beans that scrub or change"
              + " events have no effect on its client. Remove that call, or pass them to it");
    }
  }

  /** Returns the client, which is disabled before it is opened. */
  synchronized TrackXClient client() {
    return client;
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /** Tells that the application has started, or that its failure has been reported. */
  synchronized void outcomeIsKnown() {
    outcomeIsKnown = true;
  }

  /** Closes the client, unless a failed start is still to be reported. Called by the context. */
  void contextDestroyed() {
    boolean close;
    synchronized (this) {
      close = outcomeIsKnown;
    }
    if (close) {
      close();
    }
  }

  /** Closes the client, and blocks until pending events are sent, for its shutdown timeout at most. */
  void close() {
    TrackXClient closing;
    synchronized (this) {
      boolean ours = state == State.OPEN && !borrowed;
      state = State.CLOSED;
      if (!ours) {
        return;
      }
      closing = client;
    }
    if (giveUpProcessClient() && TrackX.client() == closing) {
      TrackX.close(); // remembers the server's pauses for the next start in this JVM
    } else {
      closing.close();
    }
  }

  private boolean giveUpProcessClient() {
    synchronized (ApplicationClient.class) {
      boolean owner = ownerOfProcessClient == this;
      if (owner) {
        ownerOfProcessClient = null;
      }
      return owner;
    }
  }
}
