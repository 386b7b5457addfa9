package app.trackx.reactor;

import app.trackx.CurrentVisitor;
import app.trackx.RequestContext;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context-propagation take the request and the visitor of a thread along, in
 * Reactor and wherever else it is used. Found by {@code ServiceLoader}; thread-safe.
 */
public final class RequestAccessor implements ThreadLocalAccessor<RequestContext> {
  /** The key under which the request is in a context. */
  public static final String KEY = "app.trackx.request";

  /** Creates an accessor; for {@code ServiceLoader}. */
  public RequestAccessor() {}

  @Override
  public Object key() {
    return KEY;
  }

  /**
   * Returns the request of this thread, with its visitor.
   *
   * @return null for none
   */
  @Override
  public @Nullable RequestContext getValue() {
    RequestContext request = RequestContext.current();
    String visitor = CurrentVisitor.get();
    return visitor == null
        ? request
        : (request == null ? new RequestContext() : request).withVisitor(visitor);
  }

  @Override
  public void setValue(RequestContext request) {
    RequestContext.set(request);
  }

  @Override
  public void setValue() {
    RequestContext.set(null);
  }
}
