package app.trackx.servlet;

import app.trackx.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a request across its dispatches: its visitor, its request data, and the failures that
 * were handled. Created only when needed, and kept in a request attribute. Thread-safe, since
 * asynchronous work runs on other threads. The lock belongs to a single failed request, which a
 * task's thread and the container's may report at the same time.
 */
final class RequestState {
  static final String ATTRIBUTE = "app.trackx.servlet.exchange";

  /** The number of failures of one request that are told apart: an error page may fail, too. */
  private static final int MOST_HANDLED = 8;

  final @Nullable String visitor;
  private volatile @Nullable RequestInfo info;
  private volatile @Nullable Throwable rendered;
  private @Nullable RequestContext context; // guarded by this; null until someone asks
  private @Nullable List<Throwable> handled; // guarded by this; null until a failure
  private boolean timedOut; // guarded by this

  RequestState(@Nullable String visitor) {
    this.visitor = visitor;
  }

  @Nullable
  RequestInfo info() {
    return info;
  }

  void info(RequestInfo known) {
    info = known;
  }

  /** Returns the context of this request, with its data as known now. */
  RequestContext context(RequestInfo known) {
    return known.describe(context());
  }

  /** Returns the context of this request, without its data. */
  synchronized RequestContext context() {
    RequestContext known = context;
    if (known == null) {
      known = new RequestContext().withVisitor(visitor);
      context = known;
    }
    return known;
  }

  /** The request has ended: events that waited for its status are sent. */
  synchronized void ended(int status) {
    RequestContext known = context;
    if (known != null) {
      known.end(status);
    }
  }

  /** Returns the last exception that was to be rendered to the client. */
  @Nullable
  Throwable rendered() {
    return rendered;
  }

  void rendered(Throwable error) {
    rendered = error;
  }

  /**
   * Marks a failure as handled, and returns whether it was new. Two exceptions are the same failure
   * if one is a cause of the other, since containers wrap and unwrap them between dispatches.
   */
  synchronized boolean isNew(Throwable error) {
    List<Throwable> known = handled;
    if (known == null) {
      known = new ArrayList<>(1);
      handled = known;
    }
    for (Throwable one : known) {
      if (Causes.contain(error, one) || Causes.contain(one, error)) {
        return false;
      }
    }
    if (known.size() < MOST_HANDLED) {
      known.add(error);
    }
    timedOut = false; // a handler turned the timeout into this exception
    return true;
  }

  synchronized void timedOut() {
    timedOut = handled == null;
  }

  /** Returns whether the request timed out without another failure. True only once. */
  synchronized boolean takeTimeout() {
    boolean result = timedOut;
    timedOut = false;
    return result;
  }
}
