package app.trackx.local.internal.json;

import app.trackx.local.internal.http.RequestBody;
import java.util.concurrent.Semaphore;

/**
 * A limit on the bytes of JSON that are held as parsed values at a time: the values of {@code [[0],[0],…} take thirty times
 * the memory of the text, and sixteen requests are processed concurrently. A large body waits until earlier ones are done.
 * Shared by all servers of a JVM, like the heap.
 */
public final class ParseBudget {
  /** The budget for received bodies, which take milliseconds to parse. */
  public static final ParseBudget RECEIVED = new ParseBudget();

  /** The budget for the page, separate so that clients do not wait for its search for personal data. */
  public static final ParseBudget SHOWN = new ParseBudget();

  private final Semaphore bytes = new Semaphore(RequestBody.LIMIT, true);

  private ParseBudget() {}

  /** Blocks until the budget is available. The caller must release it before acquiring again. */
  public void acquire(int size) {
    bytes.acquireUninterruptibly(size);
  }

  public void release(int size) {
    bytes.release(size);
  }
}
