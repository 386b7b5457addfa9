package app.trackx.servlet;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request beyond one of its dispatches: whose it is, where it went, and which failure
 * of it has been looked at. Made only if there is something to know; an attribute of the request hands it
 * on. Any thread: asynchronous work has threads of its own. The lock is that of one failed request, which
 * a task's thread and the container's may report at once.
 */
final class RequestState {
  static final String ATTRIBUTE = "app.trackx.servlet.exchange";

  private static final int MAX_LINKS = 32;

  final @Nullable String visitor;
  private volatile @Nullable RequestInfo place;
  private volatile @Nullable Throwable shown;
  private @Nullable Throwable handled; // guarded by this
  private boolean timedOut; // guarded by this

  RequestState(@Nullable String visitor) {
    this.visitor = visitor;
  }

  @Nullable
  RequestInfo place() {
    return place;
  }

  void place(RequestInfo known) {
    place = known;
  }

  /** The error that was to be shown to the client last. */
  @Nullable
  Throwable shown() {
    return shown;
  }

  void shown(Throwable error) {
    shown = error;
  }

  /**
   * Whether this failure has not been looked at, and has been from now on. It is the same if one is a
   * cause of the other: containers unwrap and wrap from dispatch to dispatch.
   */
  synchronized boolean isNew(Throwable error) {
    Throwable last = handled;
    if (last != null && (isCause(last, error) || isCause(error, last))) {
      return false;
    }
    handled = error;
    timedOut = false; // it is what a handler of the timeout made of it
    return true;
  }

  synchronized void timedOut() {
    timedOut = handled == null;
  }

  /** Whether it timed out and nothing else was heard of that; once. */
  synchronized boolean takeTimeout() {
    boolean taken = timedOut;
    timedOut = false;
    return taken;
  }

  private static boolean isCause(Throwable wanted, Throwable error) {
    Throwable link = error;
    for (int i = 0; link != null && i < MAX_LINKS; i++) {
      if (link == wanted) {
        return true;
      }
      link = Failures.causeOf(link);
    }
    return false;
  }
}
