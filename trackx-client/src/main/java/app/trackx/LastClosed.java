package app.trackx;

import app.trackx.internal.delivery.SendGate;
import org.jspecify.annotations.Nullable;

/**
 * What the process-wide client that was closed last knew of its server: how much of the rate limit it
 * has used up, and until when it pauses. The server counts requests by address, so the next client of
 * the same endpoint goes on from there, in a redeployed application for example.
 *
 * <p>Holds copies alone, and so nothing of that client, its options or the application. Thread-safe.
 */
final class LastClosed {
  private final Endpoint endpoint;

  // guarded by this
  private @Nullable SendGate gate;
  private boolean refused;

  LastClosed(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Starts with what another one knows, of a client that has had nothing to send. */
  static LastClosed of(Endpoint endpoint, @Nullable LastClosed before) {
    LastClosed made = new LastClosed(endpoint);
    if (before != null) {
      before.copyTo(made);
    }
    return made;
  }

  private synchronized void copyTo(LastClosed made) {
    SendGate known = gate;
    if (known != null) {
      made.learn(known, refused);
    }
  }

  /** Whether that is the endpoint of the client. */
  boolean isOf(Endpoint other) {
    return endpoint.isSame(other);
  }

  /**
   * Notes where the client is now.
   *
   * @param refused whether it pauses because the server refused its key or origin
   */
  synchronized void learn(SendGate gate, boolean refused) {
    this.gate = gate.copy();
    this.refused = refused;
  }

  /** Notes what the client has used up since, whatever its pauses: at the end it ends them. */
  synchronized void spend(SendGate gate) {
    SendGate known = this.gate;
    if (known != null) {
      known.takeOver(gate, false);
    }
  }

  /** Has the gate of a new client go on from there. A pause for a refusal is not of that one. */
  synchronized void teach(SendGate next) {
    SendGate known = gate;
    if (known != null) {
      next.takeOver(known, !refused);
    }
  }
}
