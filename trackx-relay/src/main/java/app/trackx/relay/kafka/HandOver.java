package app.trackx.relay.kafka;

import app.trackx.relay.fold.Parcel;
import app.trackx.relay.forward.Outbox;
import app.trackx.relay.forward.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox's task and the forwarding thread hand to each other: parcels one way, verdicts the other. Neither waits for
 * the other; the forwarding thread waits for a parcel, with a limit.
 *
 * <p>There is one for each relay, which outlives the tasks that it serves. While another relay has the outbox, it is empty. A
 * parcel that was out when the task left is known here until its verdict has come, so that a task that comes back does not
 * hand it over a second time. Thread-safe.
 */
final class HandOver implements Outbox {
  /**
   * One parcel that the task has handed over.
   *
   * @param key the key in the task's store
   * @param claim when the task moved it aside; with the key, this identifies what is being sent
   */
  record Offer(String key, long claim, Parcel parcel) {}

  /** What became of an offer. */
  record Settled(Offer offer, Verdict verdict) {}

  private final Deque<Offer> ready = new ArrayDeque<>();
  private final List<Settled> settled = new ArrayList<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private @Nullable Offer out;

  // ---- the forwarding thread -------------------------------------------------------------------

  @Override
  public synchronized @Nullable Parcel take(boolean pingsToo, long atMostMillis)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
    while (true) {
      Offer next = next(pingsToo);
      if (next != null) {
        out = next;
        return next.parcel();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
  }

  private @Nullable Offer next(boolean pingsToo) {
    Offer error = first(false);
    return error == null && pingsToo ? first(true) : error;
  }

  private @Nullable Offer first(boolean ping) {
    for (Iterator<Offer> all = ready.iterator(); all.hasNext(); ) {
      Offer offer = all.next();
      if (isPing(offer) == ping) {
        all.remove();
        return offer;
      }
    }
    return null;
  }

  @Override
  public synchronized void settle(Parcel parcel, Verdict verdict) {
    Offer offer = out;
    if (offer == null || offer.parcel() != parcel) {
      throw new IllegalStateException("the parcel is not out");
    }
    out = null;
    if (verdict == Verdict.FAILED) {
      failures.merge(id(offer), 1, Integer::sum);
    } else if (verdict != Verdict.RETURNED) {
      failures.remove(id(offer));
    }
    settled.add(new Settled(offer, verdict));
  }

  @Override
  public synchronized int failures(Parcel parcel) {
    Offer offer = out;
    return offer == null || offer.parcel() != parcel ? 0 : failures.getOrDefault(id(offer), 0);
  }

  private static String id(Offer offer) {
    return offer.claim() + offer.key();
  }

  // ---- the task --------------------------------------------------------------------------------

  /** Hands over a parcel whose claim is committed. */
  synchronized void offer(Offer offer) {
    ready.add(offer);
    notifyAll();
  }

  /** Takes the verdicts since the last call. */
  synchronized List<Settled> verdicts() {
    List<Settled> all = List.copyOf(settled);
    settled.clear();
    notifyAll();
    return all;
  }

  /** Waits until the task has taken all verdicts; false if it has not in that time, or is not on this relay. */
  synchronized boolean awaitVerdictsTaken(long atMostMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMillis);
    while (!settled.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Returns how many parcels are handed over and not settled: either pings, or all others. */
  synchronized int handedOver(boolean pings) {
    Offer offer = out;
    int count = offer != null && isPing(offer) == pings ? 1 : 0;
    for (Offer one : ready) {
      count += isPing(one) == pings ? 1 : 0;
    }
    return count;
  }

  private static boolean isPing(Offer offer) {
    return offer.parcel().ping() != null;
  }

  /** Returns whether this very claim is being sent, or was and its verdict waits. */
  synchronized boolean knows(String key, long claim) {
    Offer offer = out;
    if (offer != null && offer.claim() == claim && offer.key().equals(key)) {
      return true;
    }
    for (Settled one : settled) {
      if (one.offer().claim() == claim && one.offer().key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** Takes back what was not taken yet: the task leaves this relay. */
  synchronized void revoke() {
    ready.clear();
    failures.clear();
  }
}
