package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.transport.Outcome;
import java.util.Random;

/**
 * Decides whom an answer of kind {@link Outcome.Kind#MISCONFIGURED} concerns: one request or the client.
 *
 * <p>A 401, 403, 404 or redirect may mean that the endpoint is wrong, or that a firewall in front of
 * the server dislikes the words of one event. Only the server's own words about key or origin are
 * sure. Without them, an endpoint that never accepted anything is taken for wrong. Of one that did,
 * such an answer concerns that request alone, which becomes {@link Outcome.Kind#REJECTED}. After five
 * in a row without an acceptance it is the client's again, perhaps for a while: events become {@link
 * Outcome.Kind#RETRY}, so that they wait and one at a time tries, at growing intervals.
 *
 * <p>Events and pings have a row each: a firewall that blocks events may let pings through, which
 * have no body. Pings have a pause of their own too, since they must not hold up events. Thread-safe.
 */
final class Refusals {
  /** So many in a row are no accident. */
  static final int IN_A_ROW = 5;

  private boolean accepted;
  private int ofEvents;
  private int ofPings;
  private final SendGate pings;

  /** Of an endpoint that nothing is known about. */
  Refusals(TimeSource time, Random random) {
    this.pings = new SendGate(time, random, 0, 0, 0);
  }

  /** Knows from now on what others know of the same endpoint. */
  void takeOver(Refusals other) {
    boolean known = other.hasAccepted();
    synchronized (this) {
      accepted |= known;
    }
  }

  private synchronized boolean hasAccepted() {
    return accepted;
  }

  /** What the answer to an event means for it. */
  synchronized Outcome ofEvent(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      accepted = true;
      ofEvents = 0;
    }
    if (!isInDoubt(outcome)) {
      return outcome;
    }
    ofEvents = Math.min(IN_A_ROW, ofEvents + 1);
    return ofEvents < IN_A_ROW
        ? Outcome.rejected(outcome.status())
        : Outcome.retry(outcome.status());
  }

  /** What the answer to a ping means for it. From the fifth in a row on, others have to wait. */
  synchronized Outcome ofPing(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      accepted = true;
      ofPings = 0;
      pings.succeeded();
    }
    if (!isInDoubt(outcome)) {
      return outcome;
    }
    ofPings = Math.min(IN_A_ROW, ofPings + 1);
    if (ofPings == IN_A_ROW) {
      pings.failed();
    }
    return Outcome.rejected(outcome.status());
  }

  /** Nanoseconds until another ping of a visitor may try, 0 for now. */
  synchronized long untilPing() {
    return pings.untilEvent(false);
  }

  private boolean isInDoubt(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.MISCONFIGURED && accepted && !isByServer(outcome);
  }

  private static boolean isByServer(Outcome outcome) {
    String words = outcome.detail().trim();
    return outcome.status() == 403
        && (words.startsWith("Invalid key") || words.startsWith("Invalid origin"));
  }

  /**
   * Whether that status tells nothing of the server: it is one of those that are refused, which
   * something in front of the server may have answered.
   */
  static boolean isRefusal(int status) {
    return status / 100 == 3 || status == 401 || status == 403 || status == 404;
  }
}
