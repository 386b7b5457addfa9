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
 */
final class ApplicationClient {
  private enum State {
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

  /** Opens the client, the first time. Without an endpoint, or after the end, it is a disabled one. */
  synchronized TrackXClient open(ClientOptions options, ClientBeans beans) {
    if (state == State.NEW) {
      state = State.OPEN;
      if (options.endpoint() != null) {
        open(options.endpoint(), options, beans);
      }
    }
    return client;
  }

  private void open(String endpoint, ClientOptions options, ClientBeans beans) {
    TrackXClient.Builder builder = options.builder();
    beans.applyTo(builder);
    synchronized (ApplicationClient.class) {
      TrackXClient process = TrackX.client();
      if (!process.isEnabled()) {
        client = TrackX.setup(builder);
        ownerOfProcessClient = this;
      } else if (ownerOfProcessClient == null && process.reportsTo(endpoint)) {
        client = process;
        borrowed = true;
      } else {
        client = builder.captureUncaught(false).build();
      }
    }
  }

  /** Returns the client, which is disabled before it is opened. */
  synchronized TrackXClient client() {
    return client;
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
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
    boolean processWide;
    synchronized (ApplicationClient.class) {
      processWide = ownerOfProcessClient == this;
      if (processWide) {
        ownerOfProcessClient = null;
      }
    }
    if (processWide && TrackX.client() == closing) {
      TrackX.close(); // remembers the server's pauses for the next start in this JVM
    } else {
      closing.close();
    }
  }
}
