package app.trackx;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.session.VisitorQueue;
import app.trackx.transport.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The pings of visitors that are queued or being sent. They go after everything else, and each is
 * counted however it ends. Thread-safe.
 */
final class VisitorPings {
  private static final long NEVER = -1;

  private final ServerHealth health;
  private final Counters counters;
  private final TimeSource time;
  private @Nullable VisitorQueue queue; // created with the first visitor
  private @Nullable VisitorPing inFlight;
  private long misconfiguredOn = NEVER;
  private boolean ended;

  VisitorPings(ServerHealth health, Counters counters, TimeSource time) {
    this.health = health;
    this.counters = counters;
    this.time = time;
  }

  /** Queues a ping; returns false if it was dropped, and counted. */
  synchronized boolean add(VisitorPing ping) {
    VisitorQueue waiting = queue;
    if (waiting == null) {
      waiting = new VisitorQueue();
      queue = waiting;
    }
    long today = today();
    counters.pingsDropped(waiting.turnTo(today));
    if (ended || ping.day != today || misconfiguredOn == today) {
      counters.pingsDropped(1);
      return false;
    }
    if (!waiting.add(ping)) {
      counters.pingWithoutRoom();
      return false;
    }
    return true;
  }

  /** Removes the ping of a visitor whose session the server knows by an event. */
  synchronized void removeFor(@Nullable String visitor) {
    if (queue != null && visitor != null) {
      queue.remove(visitor);
    }
  }

  /** Returns the ping to send now, for which it takes a token; null if none is queued or allowed. */
  synchronized @Nullable VisitorPing start() {
    VisitorPing lost = inFlight;
    if (lost != null) { // the thread that sent it has died
      inFlight = null;
      putBack(lost);
    }
    VisitorQueue waiting = waiting();
    if (waiting == null || !health.tryVisitor()) {
      return null;
    }
    inFlight = waiting.poll();
    return inFlight;
  }

  /** Returns true if a ping is queued that may be sent now or later. */
  synchronized boolean isQueued() {
    return waiting() != null;
  }

  /** Returns true if a ping is queued or being sent, unless nothing is sent any more. */
  synchronized boolean hasToSend() {
    return !health.isDraining() && !health.isReplaced() && (inFlight != null || waiting() != null);
  }

  /** The queue without the pings of yesterday; null if it is empty, and during shutdown. */
  private @Nullable VisitorQueue waiting() {
    VisitorQueue waiting = queue;
    if (waiting == null || waiting.isEmpty() || health.isDraining()) {
      return null;
    }
    counters.pingsDropped(waiting.turnTo(today()));
    return waiting.isEmpty() ? null : waiting;
  }

  /** Records the outcome of the ping that was started. */
  synchronized void answered(VisitorPing ping, Outcome outcome) {
    health.recordVisitor(outcome);
    inFlight = null;
    switch (outcome.kind()) {
      case SENT:
        counters.pinged();
        break;
      case REJECTED:
        counters.pingsDropped(1);
        break;
      case MISCONFIGURED:
        counters.pingsDropped(1);
        dropAll();
        misconfiguredOn = today(); // each further one would cost a request
        break;
      default:
        failed(ping, outcome);
    }
  }

  private void failed(VisitorPing ping, Outcome outcome) {
    long requests = health.processedRequests();
    if (ServerHealth.isAnsweredFailure(outcome) && ping.processedAtFailure != requests) {
      ping.processedAtFailure = requests;
      ping.failures++;
    }
    if (ping.failures >= ServerHealth.MAX_FAILURES) {
      counters.pingsDropped(1);
    } else {
      putBack(ping);
    }
  }

  /** Behind all others: it may be the one that the server fails on. */
  private void putBack(VisitorPing ping) {
    VisitorQueue waiting = queue;
    if (ended || waiting == null || ping.day != today() || !waiting.add(ping)) {
      counters.pingsDropped(1);
    }
  }

  /** The client has ended: drops what is queued. */
  synchronized void end() {
    ended = true;
    dropAll();
  }

  private void dropAll() {
    VisitorQueue waiting = queue;
    if (waiting != null) {
      counters.pingsDropped(waiting.clear());
    }
  }

  private long today() {
    return UtcDay.of(time.wallMillis());
  }
}
