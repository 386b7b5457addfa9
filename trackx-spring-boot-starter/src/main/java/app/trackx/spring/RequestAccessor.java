package app.trackx.spring;

import app.trackx.RequestContext;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context-propagation take the request of a thread along. A request of WebFlux is
 * taken along itself, since its route may become known later; of any other source, which may end with
 * its thread's work, the context as it is known now. Thread-safe.
 */
final class RequestAccessor implements ThreadLocalAccessor<Supplier<@Nullable RequestContext>> {
  @Override
  public Object key() {
    return ReactiveRequest.KEY;
  }

  @Override
  public @Nullable Supplier<@Nullable RequestContext> getValue() {
    Supplier<@Nullable RequestContext> source = RequestContext.set(null);
    RequestContext.set(source);
    if (source == null || source instanceof ReactiveRequest) {
      return source;
    }
    RequestContext request = RequestContext.current();
    return request == null ? null : new Known(request, source);
  }

  @Override
  public void setValue(Supplier<@Nullable RequestContext> request) {
    RequestContext.set(request instanceof Known known ? known.request : request);
  }

  /**
   * Leaves the thread's request, although the context of a flow has none: exception handlers of WebFlux
   * are outside of the flow to which the request belongs, and log for it nevertheless.
   */
  @Override
  public void setValue() {}

  @Override
  public void restore(Supplier<@Nullable RequestContext> previous) {
    RequestContext.set(previous instanceof Known known ? known.source : previous);
  }

  @Override
  public void restore() {
    RequestContext.set(null);
  }

  /** A request as it was known, and its source for the thread that had it. */
  private record Known(RequestContext request, Supplier<@Nullable RequestContext> source)
      implements Supplier<@Nullable RequestContext> {
    @Override
    public RequestContext get() {
      return request;
    }
  }
}
