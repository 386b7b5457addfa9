package app.trackx;

import app.trackx.internal.delivery.LastClosed;
import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.transport.Outcome;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The state of the server as its answers show it: the budget of the rate limit, pauses, and whether
 * it rejects this client's key or origin. Events and pings share it. Thread-safe. Its lock is taken
 * inside those of {@link Backlog} and {@link VisitorPings}, and after that of an older client's.
 *
 * <p>A 401, 403, 404 or redirect may mean that the endpoint is wrong, or that a firewall in front
 * of the server blocks the words of one event. Only the server's own words about key or origin are
 * certain. Without them, an endpoint that never accepted anything counts as wrong. If it has
 * accepted something, such a response concerns that request alone, which becomes
 * {@link Outcome.Kind#REJECTED}, as for the other 4xx from the start.
 *
 * <p>After five rejections in a row without an acceptance, whatever their status, the reason is not
 * in the events: the port expects TLS, or a proxy has moved. This concerns the client, perhaps
 * temporarily: events become {@link Outcome.Kind#RETRY}, so that they stay queued and one at a time
 * is retried, at growing intervals. Events and pings are counted separately: a firewall that blocks
 * events may let pings through, which have no body.
 */
final class ServerHealth {
  /** How often a request may fail, while others are accepted, before it is dropped. */
  static final int MAX_FAILURES = 5;

  /** Tokens that pings must leave for errors. */
  private static final int RESERVED_FOR_EVENTS = 5;

  /** This many rejections in a row are no coincidence. */
  private static final int REJECTIONS_IN_A_ROW = 5;

  /**
   * During shutdown two requests without an answer show that the server is unreachable; the first
   * may have met a stale connection. An answered failure counts for less.
   */
  private static final int HOPELESS = 6;

  /**
   * The outcome of a request for which the JVM had no memory. It is retried like one without a
   * response, but says nothing about the server; compared by identity.
   */
  static final Outcome OUT_OF_MEMORY = Outcome.retry(0);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int STRIKE_WITHOUT_ANSWER = 3;
  private static final int STRIKE_WITH_ANSWER = 1;

  private final SendGate gate;

  /** The backoff of visitors' pings that are refused, which must not delay events. */
  private final SendGate pings;

  private boolean accepted;
  private int rejectedEvents;
  private int rejectedPings;
  private boolean misconfigured;
  private long processedRequests;
  private boolean draining;
  private int strikes;
  private @Nullable ServerHealth successor;
  private @Nullable LastClosed lastClosed;

  // for threads that wait: as of the last step of the sending thread, and without a lock
  private volatile boolean shownRateLimited;
  private volatile boolean shownHopeless;
  private volatile boolean shownFailing;
  private volatile boolean shownMisconfigured;

  /** When the last rate limit ends. */
  private volatile long shownLockEnd;

  /** Creates the state of a server that is not known yet, with a rate limit of {@link SendGate}. */
  ServerHealth(TimeSource time, Random random, int burst, long nanosPerToken) {
    this.gate = new SendGate(time, random, burst, nanosPerToken, RESERVED_FOR_EVENTS);
    this.pings = new SendGate(time, random, 0, 0, 0);
  }

  /** Returns true while events are dropped because the server rejects the key or the origin. */
  synchronized boolean isRejecting() {
    return misconfigured && successor == null && gate.isPausing();
  }

  /** Returns how many events could be sent at once. */
  synchronized int budget() {
    return gate.budget();
  }

  /** Returns true if at least half of the budget is left and no request was refused lately. */
  synchronized boolean isAmple() {
    return gate.isAmple();
  }

  /** Returns true if this client has no rate limit. */
  synchronized boolean isUnlimited() {
    return gate.isUnlimited();
  }

  /** Returns the shortest interval between two events of a known error; 0 without a refusal. */
  synchronized long repeatInterval() {
    return gate.repeatInterval();
  }

  /** Returns true if the server is unreachable or rate-limits this client. */
  synchronized boolean isOutage() {
    return gate.isOutage();
  }

  /** Returns true while the server rate-limits this client, or has done so and no token is left. */
  synchronized boolean isRateLimited() {
    return gate.isLocked() || gate.isSpent();
  }

  /** Returns how many requests the server has processed: accepted, or rejected for good. */
  synchronized long processedRequests() {
    return processedRequests;
  }

  // ---- permission to send ----------------------------------------------------------------------

  /** Takes a token for an event; false if none may be sent now. */
  synchronized boolean tryEvent(boolean hurry, boolean repeat) {
    return successor == null && untilEvent(hurry, repeat) <= 0 && take();
  }

  /** Nanoseconds until an event may be sent, 0 for now. */
  synchronized long untilEvent(boolean hurry, boolean repeat) {
    return repeat ? gate.untilRepeat(hurry) : gate.untilEvent(hurry);
  }

  /** Takes a token for the application's own ping; false if it may not be sent now. */
  synchronized boolean tryPing(boolean hurry) {
    return successor == null && gate.untilPing(hurry) == 0 && take();
  }

  /** Nanoseconds until the application's own ping may be sent, 0 for now. */
  synchronized long untilPing(boolean hurry) {
    return gate.untilPing(hurry);
  }

  /** Takes a token for a visitor's ping; false if it may not be sent now. */
  synchronized boolean tryVisitor() {
    return successor == null && untilVisitor() <= 0 && take();
  }

  /** Nanoseconds until a visitor's ping may be sent, 0 for now. */
  synchronized long untilVisitor() {
    return Math.max(gate.untilTrifle(), pings.untilEvent(false));
  }

  private boolean take() {
    gate.take();
    return true;
  }

  /** Returns true if a request was refused in the last day, so that each response matters to others. */
  synchronized boolean isAdapted() {
    return gate.isAdapted();
  }

  /** Continues from a budget that other processes share; see {@link SendGate#reserve}. */
  synchronized long @Nullable [] reserve(long @Nullable [] shared) {
    return gate.reserve(shared);
  }

  /** Returns the budget to share after a request; see {@link SendGate#publish}. */
  synchronized long[] publish(long @Nullable [] shared) {
    return gate.publish(shared);
  }

  // ---- answers ---------------------------------------------------------------------------------

  /** Classifies the response to an event: a refusal may concern that event alone. */
  synchronized Outcome ofEvent(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      accepted = true;
      rejectedEvents = 0;
    }
    if (!isRejection(outcome)) {
      return outcome;
    }
    rejectedEvents = Math.min(REJECTIONS_IN_A_ROW, rejectedEvents + 1);
    return rejectedEvents < REJECTIONS_IN_A_ROW
        ? rejection(outcome)
        : Outcome.retry(outcome.status());
  }

  /** Classifies the response to a ping. From the fifth rejection in a row, visitors' pings back off. */
  synchronized Outcome ofPing(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      accepted = true;
      rejectedPings = 0;
      pings.succeeded();
    }
    if (!isRejection(outcome)) {
      return outcome;
    }
    rejectedPings = Math.min(REJECTIONS_IN_A_ROW, rejectedPings + 1);
    if (rejectedPings == REJECTIONS_IN_A_ROW) {
      pings.failed();
    }
    return rejection(outcome);
  }

  private boolean isRejection(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.REJECTED || isInDoubt(outcome);
  }

  private static Outcome rejection(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.REJECTED ? outcome : Outcome.rejected(outcome.status());
  }

  private boolean isInDoubt(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.MISCONFIGURED && accepted && !isFromServer(outcome);
  }

  private static boolean isFromServer(Outcome outcome) {
    String words = outcome.detail().trim();
    return outcome.status() == 403
        && (words.startsWith("Invalid key") || words.startsWith("Invalid origin"));
  }

  /**
   * Returns true for the statuses that count as a refusal: they reveal nothing about the server,
   * since something in front of it may have responded.
   */
  private static boolean isRefusal(int status) {
    return status / 100 == 3 || status == 401 || status == 403 || status == 404;
  }

  /** Records the outcome of a request with an event. */
  synchronized void record(Outcome outcome) {
    misconfigured = outcome.kind() == Outcome.Kind.MISCONFIGURED;
    // a switch over an enum would load one more class
    if (misconfigured || outcome.kind() == Outcome.Kind.RETRY) {
      gate.failed();
    } else if (outcome.kind() == Outcome.Kind.RATE_LIMITED) {
      rateLimited(outcome);
    } else if (!isRefusal(outcome.status())) { // else a firewall may have answered
      processedRequests++;
      gate.succeeded();
    }
    publish();
    strike(outcome);
  }

  /** Records the outcome of the application's own ping, which does not judge events. */
  synchronized void recordPing(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.MISCONFIGURED) {
      gate.failed();
      strike(outcome);
    } else {
      record(outcome);
    }
  }

  /** Records the outcome of a visitor's ping. Whether the key is wrong is for events to find out. */
  synchronized void recordVisitor(Outcome outcome) {
    if (outcome.kind() != Outcome.Kind.MISCONFIGURED) {
      record(outcome);
    }
  }

  /** Returns true for a failure that the server itself reported. */
  static boolean isAnsweredFailure(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.RETRY && outcome.status() != 0;
  }

  /** Without an answer a rate limit is a guess, which during shutdown is not worth an event. */
  private void rateLimited(Outcome outcome) {
    if (outcome.status() == TOO_MANY_REQUESTS) {
      gate.refused(outcome.retryAfter());
    } else if (outcome.status() != 0) { // perhaps for maintenance
      gate.lock(outcome.retryAfter());
    } else if (draining) {
      gate.failed();
    } else {
      gate.presumeRefused();
    }
  }

  private void publish() {
    ServerHealth next = successor;
    if (next != null) {
      next.takeOver(gate, false);
    }
    LastClosed memory = lastClosed;
    if (memory != null) {
      memory.record(gate, misconfigured);
    }
  }

  private void strike(Outcome outcome) {
    if (!draining) {
      return;
    }
    if (gate.failures() == 0) {
      strikes = 0;
      return;
    }
    if (outcome != OUT_OF_MEMORY) {
      boolean answered = isAnsweredFailure(outcome) || outcome.kind() == Outcome.Kind.REJECTED;
      strikes += answered ? STRIKE_WITH_ANSWER : STRIKE_WITHOUT_ANSWER;
    }
    if (strikes < HOPELESS) {
      gate.drain();
    }
  }

  // ---- shutdown --------------------------------------------------------------------------------

  /** Ends pauses, for what can still be sent before the client ends; not a certain rate limit. */
  synchronized void startDraining() {
    if (!draining) {
      draining = true;
      gate.drain();
    }
  }

  /** Returns true once only pending events are sent, and neither visitors' pings nor the spool's. */
  synchronized boolean isDraining() {
    return draining;
  }

  /** Returns true if nothing can be sent before the client ends. */
  synchronized boolean isHopeless() {
    return draining && (strikes >= HOPELESS || isRateLimited());
  }

  /** Shows waiting threads the current state. Sending thread. */
  synchronized void show() {
    boolean rateLimited = isRateLimited();
    if (shownRateLimited != rateLimited) {
      shownRateLimited = rateLimited;
    }
    boolean hopeless = isHopeless();
    if (shownHopeless != hopeless) {
      shownHopeless = hopeless;
    }
    showState();
  }

  private synchronized void showState() {
    if (shownLockEnd != gate.lockEnd()) {
      shownLockEnd = gate.lockEnd();
    }
    boolean failing = gate.failures() > 0;
    if (shownFailing != failing) {
      shownFailing = failing;
    }
    if (shownMisconfigured != misconfigured) {
      shownMisconfigured = misconfigured;
    }
  }

  /** Returns the state that was shown last, but for a rate limit that has ended since. Any thread. */
  Diagnostics.DeliveryState shownState(long now) {
    if (shownMisconfigured) {
      return Diagnostics.DeliveryState.MISCONFIGURED;
    }
    if (shownRateLimited && now - shownLockEnd < 0) {
      return Diagnostics.DeliveryState.RATE_LIMITED;
    }
    return shownFailing ? Diagnostics.DeliveryState.RETRYING : Diagnostics.DeliveryState.READY;
  }

  /** Returns true if the server rate-limited this client when it was shown last. Any thread. */
  boolean wasRateLimited() {
    return shownRateLimited;
  }

  /** Forgets what was shown of the rate limit until it is shown again. Any thread. */
  void forgetRateLimit() {
    shownRateLimited = false;
  }

  /** Returns true if nothing could be sent any more when it was shown last. Any thread. */
  boolean wasHopeless() {
    return shownHopeless;
  }

  /**
   * Keeps {@code memory} up to date from now on. To be called before {@link #startDraining}. Does
   * nothing with null, or if called before.
   */
  synchronized void recordIn(@Nullable LastClosed memory) {
    if (memory != null && lastClosed == null) {
      lastClosed = memory;
      memory.record(gate, misconfigured);
    }
  }

  /** Continues where a closed client of the same endpoint ended. To be called before any request. */
  synchronized void restore(LastClosed memory) {
    memory.applyTo(gate);
  }

  /** The client has ended: notes the tokens that were used since it began to drain. */
  synchronized void end() {
    LastClosed memory = lastClosed;
    if (memory != null) {
      memory.recordSpent(gate);
    }
  }

  // ---- takeover --------------------------------------------------------------------------------

  /** Hands budget and pauses to a newer client of the same endpoint. */
  synchronized void handOver(ServerHealth next) {
    // a pause for a wrong key or origin concerns the old client's options
    next.takeOver(gate, successor == null && !misconfigured);
    next.learn(accepted);
  }

  /** From now on nothing is sent here, and what a late answer shows goes to {@code next}. */
  synchronized void replacedBy(ServerHealth next) {
    successor = next;
  }

  /** Returns true if a newer client sends instead of this one. */
  synchronized boolean isReplaced() {
    return successor != null;
  }

  private synchronized void learn(boolean othersAccepted) {
    accepted |= othersAccepted;
  }

  private synchronized void takeOver(SendGate other, boolean pause) {
    gate.takeOver(other, pause);
    if (draining) {
      gate.drain();
    }
    ServerHealth next = successor;
    if (next != null) {
      next.takeOver(other, pause);
    }
  }
}
