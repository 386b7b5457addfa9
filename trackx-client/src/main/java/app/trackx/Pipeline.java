package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.delivery.TimeSource;
import java.util.Random;

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

  /** A burst of pings must leave something for errors. */
  private static final int RESERVED_FOR_EVENTS = 5;

  private final EventPreparation preparation;
  private final Pending pending;
  private final SendGate gate;
  private final Sender sender;
  private final Counters counters;
  private final Warnings warnings;
  private long taken;
  private boolean atEnd;
  private int failuresAtEnd;

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
    if (pending.isFull()) {
      counters.dropped(DropReason.QUEUE_FULL);
      warnings.dropped(DropReason.QUEUE_FULL);
      return;
    }
    ReadyEvent event = preparation.prepare(occurrence);
    if (event != null) {
      pending.add(number, event);
    }
  }

  /**
   * Gate, encoder, transport, outcome: for one event, or for a ping if there is none.
   *
   * @param ping whether a ping is wanted
   * @param ignoreRate whether someone waits, so that the rate limit does not count
   * @return nanoseconds until the gate opens, 0 after an attempt, or a constant of this class
   */
  long send(boolean ping, boolean ignoreRate) {
    Pending.Entry head = pending.head();
    if (head == null && !ping) {
      return NOTHING;
    }
    long wait = head != null ? gate.untilEvent(ignoreRate) : gate.untilPing(ignoreRate);
    if (wait > 0) {
      return wait;
    }
    gate.take();
    boolean done = head == null ? sender.sendPing() : sender.sendEvent(head);
    if (atEnd) {
      afterLastAttempt();
    }
    if (head == null) {
      return done ? PINGED : 0;
    }
    if (done) {
      pending.removeHead();
    }
    return 0;
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

  /** A connection that the server gave up meanwhile fails once: that is forgiven. */
  private void afterLastAttempt() {
    if (gate.failures() == 0) {
      failuresAtEnd = 0;
    } else if (++failuresAtEnd == 1) {
      gate.drain();
    }
  }

  /** Whether nothing can be sent any more before the end: the server is down, or locked us out. */
  boolean isHopeless() {
    return atEnd && (failuresAtEnd > 1 || gate.isLocked());
  }

  /** Whether the server asked for silence. */
  boolean isLocked() {
    return gate.isLocked();
  }

  /** How many have been taken; the next one has this number. */
  long taken() {
    return taken;
  }

  /** The number of the event that has waited longest; that of the next one if none waits. */
  long oldest() {
    Pending.Entry head = pending.head();
    return head == null ? taken : head.number;
  }

  /** Drops all that waits. */
  void dropAll(DropReason reason) {
    while (pending.head() != null) {
      pending.removeHead();
      counters.dropped(reason);
    }
  }

  /** Nothing is left to do for now. */
  void idle() {
    sender.idle();
  }
}
