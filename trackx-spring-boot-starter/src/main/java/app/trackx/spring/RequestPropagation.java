package app.trackx.spring;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Registers the accessor of requests with Micrometer's context-propagation. The registry is one for the
 * whole JVM: the first application registers the accessor, and the last one removes it. It replaces the
 * accessor of {@code trackx-client-adapters}, which has the same key, in the meantime.
 */
final class RequestPropagation {
  /** Guarded by the class, as the replaced accessor is. */
  private static int applications;

  private static @Nullable ThreadLocalAccessor<?> replaced;

  void open() {
    synchronized (RequestPropagation.class) {
      if (applications++ == 0) {
        ContextRegistry registry = ContextRegistry.getInstance();
        replaced = registered(registry);
        registry.registerThreadLocalAccessor(new RequestAccessor());
      }
    }
  }

  private static @Nullable ThreadLocalAccessor<?> registered(ContextRegistry registry) {
    for (ThreadLocalAccessor<?> accessor : registry.getThreadLocalAccessors()) {
      if (accessor.key().equals(ReactiveRequest.KEY)) {
        return accessor;
      }
    }
    return null;
  }

  void close() {
    synchronized (RequestPropagation.class) {
      if (--applications == 0) {
        ContextRegistry registry = ContextRegistry.getInstance();
        registry.removeThreadLocalAccessor(ReactiveRequest.KEY);
        if (replaced != null) {
          registry.registerThreadLocalAccessor(replaced);
          replaced = null;
        }
      }
    }
  }
}
