package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.delivery.TimeSource;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The way of an error on the delivery thread: {@link #take} makes an event of it that waits, {@link
 * #send} sends what has waited longest as soon as the gate is open. Confined to that thread.
 *
 * <p>Made by the delivery thread itself when it first runs: loading the classes of all stages would
 * more than double what {@code setup} costs the application's thread.
 */
final class Pipeline {
  /** Answer of {@link #send}: nothing waits. */
  static final long NOTHING = -1;

  /** Answer of {@link #send}: the ping has been sent, or given up. */
  static final long PINGED = -2;

  /**
   * At the end, two requests without an answer are enough to know that the server is down: one may
   * be a connection that it gave up meanwhile. An answer of failure says less.
   */
  private static final int OUT = 6;

  private static final int STRIKE_WITHOUT = 3;
  private static final int STRIKE_WITH_ANSWER = 1;

  /** A burst of pings must leave something for errors. */
  private static final int RESERVED_FOR_EVENTS = 5;

  private final EventPreparation preparation;
  private final Pending pending;
  private final SendGate gate;
  private final Sender sender;
  private final Counters counters;
  private final Warnings warnings;
  private long taken;
  private long pingNumber = NOTHING;
  private boolean atEnd;
  private int strikes;

  Pipeline(Options options, Counters counters, Warnings warnings, TimeSource time, Random random) {
    this.counters = counters;
    this.warnings = warnings;
    this.preparation = new EventPreparation(options, counters, warnings);
    this.pending = new Pending(options.queueCapacity);
    this.gate = new SendGate(
        time,
        random,
        options.rateLimit.burst(),
        options.rateLimit.nanosPerPermit(),
        RESERVED_FOR_EVENTS);
    this.sender = new Sender(options, gate, counters, warnings);
  }

  /** Factory, handler, pending: makes an event of an occurrence, or counts why not. */
  void take(Occurrence occurrence) {
    long number = taken++;
    if (sender.isRefused() && gate.untilEvent(true) > 0) {
      drop(DropReason.ENDPOINT_REFUSED); // until the next attempt shows that it is right now
      return;
    }
    if (pending.isFull()) {
      drop(DropReason.QUEUE_FULL);
      return;
    }
    ReadyEvent event = preparation.prepare(occurrence);
    if (event != null) {
      try {
        pending.add(number, event);
      } catch (OutOfMemoryError noRoom) {
        drop(DropReason.INTERNAL_ERROR);
      }
    }
  }

  /**
   * Gate, encoder, transport, outcome: for one event, or for a ping if no event was captured before
   * it was wanted.
   *
   * @param ping whether a ping is wanted
   * @param ignoreRate whether someone waits, so that the rate limit does not count
   * @return nanoseconds until the gate opens, 0 after an attempt, or a constant of this class
   */
  long send(boolean ping, boolean ignoreRate) {
    wantPing(ping);
    Pending.Entry head = pending.head();
    long wait = NOTHING;
    if (ping && (head == null || head.number >= pingNumber)) {
      wait = gate.untilPing(ignoreRate);
      if (wait == 0) {
        gate.take();
        boolean done = sender.sendPing();
        afterAttempt(null);
        wantPing(!done);
        return done ? PINGED : 0;
      }
    }
    return head == null ? wait : sendEvent(head, ignoreRate);
  }

  /** Notes whether a ping is wanted, and so what is to go before it. */
  void wantPing(boolean ping) {
    if (!ping) {
      pingNumber = NOTHING;
    } else if (pingNumber == NOTHING) {
      pingNumber = taken;
    }
  }

  private long sendEvent(Pending.Entry head, boolean ignoreRate) {
    long wait = gate.untilEvent(ignoreRate);
    if (wait > 0) {
      return wait;
    }
    gate.take();
    boolean ended = sender.sendEvent(head);
    if (ended) {
      pending.removeHead();
    }
    afterAttempt(ended ? null : head);
    return 0;
  }

  private void afterAttempt(Pending.@Nullable Entry failed) {
    if (sender.isRefused()) {
      dropAll(DropReason.ENDPOINT_REFUSED);
    }
    if (!atEnd) {
      return;
    }
    if (gate.failures() == 0) {
      strikes = 0;
      return;
    }
    boolean answered = failed != null && failed.failures > 0;
    if (answered) {
      pending.rotate(); // perhaps it is this event's fault: let the others try
    }
    strikes += answered ? STRIKE_WITH_ANSWER : STRIKE_WITHOUT;
    if (strikes < OUT) {
      gate.drain();
    }
  }

  /**
   * The client or the JVM ends, and there is no time to wait out a pause: opens the gate for one
   * more attempt, unless the server asked for silence.
   */
  void lastAttempts() {
    if (!atEnd) {
      atEnd = true;
      gate.drain();
    }
  }

  /** Whether nothing can be sent any more before the end: the server is down, or locked us out. */
  boolean isHopeless() {
    return atEnd && (strikes >= OUT || gate.isLocked());
  }

  /** Whether the server asked for silence. */
  boolean isLocked() {
    return gate.isLocked();
  }

  /** How many have been taken; the next one has this number. */
  long taken() {
    return taken;
  }

  /** The number of what has waited longest, event or ping; that of the next one if none waits. */
  long oldest() {
    long event = pending.oldest(taken);
    return pingNumber == NOTHING ? event : Math.min(event, pingNumber - 1);
  }

  /** Drops all that waits. */
  void dropAll(DropReason reason) {
    while (pending.head() != null) {
      pending.removeHead();
      counters.dropped(reason);
    }
  }

  private void drop(DropReason reason) {
    counters.dropped(reason);
    warnings.dropped(reason);
  }

  /** Nothing is left to do for now. */
  void idle() {
    sender.idle();
  }
}
