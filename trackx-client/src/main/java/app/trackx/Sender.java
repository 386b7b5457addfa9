package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of events and pings, and draws the consequences of each outcome: for the event,
 * the gate, the counters and the log. Confined to the delivery thread.
 */
final class Sender {
  /** Answers of failure to one and the same event, after which it is given up. */
  static final int MAX_FAILURES = 5;

  /** A status for failures without an answer that must not be repeated for ever. */
  private static final int DEFECT = 599;

  private static final byte[] NOTHING = new byte[0];

  private final Endpoint endpoint;
  private final Map<String, String> pingHeaders;
  private final Map<String, String> eventHeaders;
  private final Duration callTimeout;
  private final EventEncoder encoder = new EventEncoder();
  private final Transport transport;
  private final SendGate gate;
  private final Counters counters;
  private final Warnings warnings;
  private boolean refused;
  private int pingFailures;

  Sender(Options options, SendGate gate, Counters counters, Warnings warnings) {
    this.endpoint = options.endpoint;
    this.callTimeout = options.callTimeout;
    this.transport = options.newTransport();
    this.gate = gate;
    this.counters = counters;
    this.warnings = warnings;
    // the session is a hash over these two, so pings and events must bear the same
    this.pingHeaders = new LinkedHashMap<>();
    pingHeaders.put("Origin", options.origin);
    pingHeaders.put("User-Agent", UserAgent.ofThisJvm());
    this.eventHeaders = new LinkedHashMap<>(pingHeaders);
    eventHeaders.put("Content-Type", "application/json");
  }

  /** Tries to send an event. True if it came to its end, whichever; it has been counted then. */
  boolean sendEvent(Pending.Entry entry) {
    byte[] body;
    try {
      body = encoder.encode(entry.event);
    } catch (IOException | RuntimeException | Error defect) {
      return dropped(DropReason.INTERNAL_ERROR);
    }
    Outcome outcome = send(endpoint.eventUrl(), eventHeaders, body);
    switch (outcome.kind()) {
      case SENT:
        counters.sent();
        return true;
      case REJECTED:
        return dropped(DropReason.REJECTED);
      case REFUSED:
        return dropped(DropReason.ENDPOINT_REFUSED);
      case RETRY:
        // without an answer the network is to blame, not this event, and it may wait
        if (outcome.status() != 0 && ++entry.failures >= MAX_FAILURES) {
          return dropped(DropReason.RETRIES_EXHAUSTED);
        }
        counters.retried();
        return false;
      default:
        counters.retried();
        return false;
    }
  }

  /** Tries to send a ping. True if that is done with, also for having failed too often. */
  boolean sendPing() {
    Outcome outcome = send(endpoint.pingUrl(), pingHeaders, NOTHING);
    boolean locked = outcome.kind() == Outcome.Kind.LOCKED;
    boolean failed = outcome.kind() == Outcome.Kind.RETRY;
    pingFailures = failed ? pingFailures + 1 : 0;
    return !locked && (!failed || pingFailures >= MAX_FAILURES);
  }

  /** Whether the server refused the last request for the endpoint, its key or the origin. */
  boolean isRefused() {
    return refused;
  }

  /** Nothing is left to send. */
  void idle() {
    try {
      transport.idle();
    } catch (Throwable failedInTransport) {
      // its own business
    }
  }

  private Outcome send(String url, Map<String, String> headers, byte[] body) {
    Outcome outcome;
    Throwable failure = null;
    try {
      outcome = transport.send(new TransportRequest(url, headers, body, callTimeout));
    } catch (IOException e) {
      outcome = Outcome.retry(0);
      failure = e;
    } catch (Throwable e) {
      // a defect of the transport or of the class path: given up after a few times, unlike silence
      outcome = Outcome.retry(DEFECT);
      failure = e;
    }
    if (outcome == null) {
      outcome = Outcome.retry(DEFECT);
      failure = new IllegalStateException("the transport returned null");
    }
    apply(outcome, failure);
    return outcome;
  }

  private void apply(Outcome outcome, @Nullable Throwable failure) {
    refused = outcome.kind() == Outcome.Kind.REFUSED;
    switch (outcome.kind()) {
      case RETRY:
        gate.failed();
        warnings.unreachable(outcome, failure);
        break;
      case LOCKED:
        gate.lock(nanos(outcome.lock()));
        warnings.locked(outcome.status(), outcome.lock());
        break;
      case REFUSED:
        gate.failed();
        warnings.refused(outcome);
        break;
      default:
        gate.succeeded();
    }
  }

  private boolean dropped(DropReason reason) {
    counters.dropped(reason);
    warnings.dropped(reason);
    return true;
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
