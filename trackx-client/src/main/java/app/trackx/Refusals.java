package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.transport.Outcome;
import java.util.Random;

/**
 * Classifier of responses of kind {@link Outcome.Kind#MISCONFIGURED}: they concern one request or
 * the whole client.
 *
 * <p>A 401, 403, 404 or redirect may mean that the endpoint is wrong, or that a firewall in front
 * of the server blocks the words of one event. Only the server's own words about key or origin are
 * certain. Without them, an endpoint that never accepted anything counts as wrong. If it has
 * accepted something, such a response concerns that request alone, which becomes
 * {@link Outcome.Kind#REJECTED}. After five in a row without an acceptance it concerns the client
 * again, perhaps temporarily: events become {@link Outcome.Kind#RETRY}, so that they stay queued
 * and one at a time is retried, at growing intervals.
 *
 * <p>Events and pings are counted separately: a firewall that blocks events may let pings through,
 * which have no body. Pings also have their own backoff, since they must not delay events.
 * Thread-safe.
 */
final class Refusals {
  /** This many in a row are no coincidence. */
  static final int IN_A_ROW = 5;

  private boolean accepted;
  private int refusedEvents;
  private int refusedPings;
  private final SendGate pings;

  /** Creates the state for an unknown endpoint. */
  Refusals(TimeSource time, Random random) {
    this.pings = new SendGate(time, random, 0, 0, 0);
  }

  /** Takes over the knowledge of another instance with the same endpoint. */
  void takeOver(Refusals other) {
    boolean known = other.hasAccepted();
    synchronized (this) {
      accepted |= known;
    }
  }

  private synchronized boolean hasAccepted() {
    return accepted;
  }

  /** Classifies the response to an event. */
  synchronized Outcome ofEvent(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      accepted = true;
      refusedEvents = 0;
    }
    if (!isInDoubt(outcome)) {
      return outcome;
    }
    refusedEvents = Math.min(IN_A_ROW, refusedEvents + 1);
    return refusedEvents < IN_A_ROW
        ? Outcome.rejected(outcome.status())
        : Outcome.retry(outcome.status());
  }

  /** Classifies the response to a ping. From the fifth rejection in a row, later pings back off. */
  synchronized Outcome ofPing(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      accepted = true;
      refusedPings = 0;
      pings.succeeded();
    }
    if (!isInDoubt(outcome)) {
      return outcome;
    }
    refusedPings = Math.min(IN_A_ROW, refusedPings + 1);
    if (refusedPings == IN_A_ROW) {
      pings.failed();
    }
    return Outcome.rejected(outcome.status());
  }

  /** Returns the nanoseconds until a visitor's ping may be sent, 0 for now. */
  synchronized long untilPing() {
    return pings.untilEvent(false);
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
  static boolean isRefusal(int status) {
    return status / 100 == 3 || status == 401 || status == 403 || status == 404;
  }
}
