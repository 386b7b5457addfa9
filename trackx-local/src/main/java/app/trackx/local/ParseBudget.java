package app.trackx.local;

import java.util.concurrent.Semaphore;

/**
 * Limits how many bytes of JSON are held as values at a time: those of {@code [[0],[0],…} take up
 * thirty times its size, and sixteen requests are worked on at once. A large body waits until those
 * before it are done. Shared by all servers of a JVM, as its heap is.
 */
final class ParseBudget {
  /** For what clients send; parsing takes milliseconds. */
  static final ParseBudget RECEIVED = new ParseBudget();

  /** For what the page shows: it looks for personal data, and no client should wait for that. */
  static final ParseBudget SHOWN = new ParseBudget();

  private final Semaphore bytes = new Semaphore(RequestBody.LIMIT, true);

  private ParseBudget() {}

  /** Waits for the budget. The caller gives it back, and takes no more until then. */
  void take(int size) {
    bytes.acquireUninterruptibly(size);
  }

  void give(int size) {
    bytes.release(size);
  }
}
