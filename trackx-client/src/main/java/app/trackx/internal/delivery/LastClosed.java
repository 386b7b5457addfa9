package app.trackx.internal.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The server-related state of the process-wide client that was closed last: the used budget of the
 * rate limit, and its pauses. The server counts requests by address, so the next client with the
 * same endpoint continues from there, for example in a redeployed application.
 *
 * <p>Holds only copies, and so no reference to that client, its options or the application.
 * Thread-safe.
 */
public final class LastClosed {
  private final String endpoint;

  // guarded by this
  private @Nullable SendGate gate;
  private boolean refused;

  /** @param endpoint what identifies the endpoint */
  public LastClosed(String endpoint) {
    this.endpoint = endpoint;
  }

  /** Creates a copy of {@code before}, for a client that has had nothing to send. */
  public static LastClosed of(String endpoint, @Nullable LastClosed before) {
    LastClosed made = new LastClosed(endpoint);
    if (before != null) {
      before.copyTo(made);
    }
    return made;
  }

  private synchronized void copyTo(LastClosed made) {
    SendGate known = gate;
    if (known != null) {
      made.record(known, refused);
    }
  }

  public boolean isOf(String other) {
    return endpoint.equals(other);
  }

  /**
   * Records the client's current state.
   *
   * @param refused whether the client pauses because the server rejected its key or origin
   */
  public synchronized void record(SendGate gate, boolean refused) {
    this.gate = gate.copy();
    this.refused = refused;
  }

  /** Records the budget used since, but not the pauses: a client that shuts down ends its own. */
  public synchronized void recordSpent(SendGate gate) {
    SendGate known = this.gate;
    if (known != null) {
      known.takeOver(gate, false);
    }
  }

  /**
   * Applies the state to the gate of a new client. A pause after a rejected key or origin is not
   * transferred.
   */
  public synchronized void applyTo(SendGate next) {
    SendGate known = gate;
    if (known != null) {
      next.takeOver(known, !refused);
    }
  }
}
