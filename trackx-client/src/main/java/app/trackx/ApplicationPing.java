package app.trackx;

import app.trackx.transport.Outcome;

/**
 * The ping that the application requests for its own session, from the request until it was sent.
 * Several requested pings are one, as they would be to the server. One that is requested while
 * another is being sent is sent after it, since midnight may lie between them.
 *
 * <p>It is sent after the errors that were captured before it. So the processing thread gives a
 * requested ping its place among them. A thread that requests it writes one field and takes no
 * lock. Thread-safe; its lock is taken inside that of the {@link Backlog}.
 */
final class ApplicationPing {
  private static final long NONE = -1;

  private volatile boolean requested;

  /**
   * True while it is being sent. Set before {@link #requested} is cleared, and cleared after that is
   * set again, so that {@link #isRequested} misses none.
   */
  private volatile boolean sending;

  /** The number of the ping among the captured errors, for a flush; {@link #NONE} without one. */
  private long number = NONE;

  /** The number of the first event that may follow the ping; a failure raises it. */
  private long after;

  private int failures;

  /** The number of requests that the server had processed at the last failure. */
  private long processedAtFailure = NONE;

  /** Requests the ping. Any thread. */
  void request() {
    requested = true;
  }

  /** Returns true until the requested ping was sent or dropped. Any thread. */
  boolean isRequested() {
    return requested || sending;
  }

  /** Hands the request over to another client. False for none, or while it is being sent. */
  synchronized boolean take() {
    return !sending && withdraw();
  }

  /**
   * Ends the request. False if there is none to count as dropped; that of a ping that is being sent
   * ends with its outcome.
   */
  synchronized boolean withdraw() {
    boolean was = requested;
    requested = false;
    sending = false;
    number = NONE;
    return was;
  }

  /** Returns true if the ping is requested and the processing thread has not placed it yet. */
  synchronized boolean hasToBePlaced() {
    return requested && number == NONE;
  }

  /** Returns true if the ping has its place among the captured errors. */
  synchronized boolean isPlaced() {
    return number != NONE;
  }

  /**
   * Places a requested ping behind all errors with lower numbers. Returns false if there is none,
   * or if it has its place. Processing thread.
   */
  synchronized boolean place(long next) {
    if (!hasToBePlaced()) {
      return false;
    }
    number = next;
    after = next;
    return true;
  }

  /**
   * Records that the intake is empty, so that the ping does not wait for errors that were refused
   * when it was placed. Returns true if it did. Processing thread.
   *
   * @param next the number of the next error
   */
  synchronized boolean noticeEmptyIntake(long next) {
    if (number == NONE || number <= next) {
      return false;
    }
    number = next;
    after = Math.min(after, next);
    return true;
  }

  /**
   * Returns true if the ping has its place and everything before it was sent.
   *
   * @param oldest the number of the oldest queued event
   */
  synchronized boolean isNext(long oldest) {
    return number != NONE && oldest >= after;
  }

  /**
   * Returns the lower one of {@code oldest} and the number that a flush waits for. A ping without a
   * number may have been requested before the flush.
   */
  synchronized long oldest(long oldest) {
    if (number == NONE) {
      return requested ? NONE : oldest;
    }
    return Math.min(oldest, number - 1);
  }

  /** The ping is about to be sent. Sending thread. */
  synchronized void start() {
    sending = true;
    requested = false;
  }

  /**
   * Applies an outcome. Returns true if the ping is done, also after too many failures or if it was
   * withdrawn. If it was requested meanwhile, it then has to be placed again. It only ever delays
   * events: after a failure, events queued by then are sent before it.
   *
   * @param requests how many requests the server has processed
   * @param next the number of the next error
   */
  synchronized boolean answered(Outcome outcome, long requests, long next) {
    boolean failed = outcome.kind() == Outcome.Kind.RETRY;
    if (failed && processedAtFailure != requests) {
      processedAtFailure = requests;
      failures++;
    }
    boolean kept = failed || outcome.kind() == Outcome.Kind.RATE_LIMITED;
    boolean withdrawn = !sending;
    boolean done = !kept || withdrawn || failures >= ServerHealth.MAX_FAILURES;
    if (done) {
      failures = 0;
      processedAtFailure = NONE;
      number = NONE;
    } else {
      after = next;
      requested = true;
    }
    sending = false;
    return done;
  }
}
