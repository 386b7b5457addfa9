package app.trackx.examples.recipes;

import app.trackx.TrackXClient;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reporter for exceptions together with the tenant that the current thread works for.
 *
 * <p>Use it if one process serves many tenants, and the application gets the current one from a
 * {@code ThreadLocal}, the MDC, or the framework's security context.
 *
 * <pre>{@code
 * TenantReporter errors = new TenantReporter(TrackX.client(), CurrentTenant::id); // after setup
 * try {
 *   handle(request);
 * } catch (RuntimeException e) {
 *   errors.send(e); // before the context is cleared
 *   respond(500);
 * }
 * }</pre>
 *
 * <p>It is not an {@code OnErrorHandler}, since handlers run on a worker thread of the client,
 * where {@code ThreadLocal} and MDC are empty. It does not cover uncaught exceptions: catch them
 * where a request or task begins. A process that serves a single tenant does not need this class.
 * Meta of the client also covers uncaught exceptions:
 *
 * <pre>{@code
 * TrackX.meta().put("tenantId", "t-17"); // sent with every event
 * }</pre>
 *
 * <p>Both ways, the value is scrubbed: use an id instead of a name or address. Thread-safe; returns
 * at once and never throws, even if the context does.
 */
final class TenantReporter {
  private final TrackXClient client;
  private final Supplier<@Nullable String> tenant;

  TenantReporter(TrackXClient client, Supplier<@Nullable String> tenant) {
    this.client = client;
    this.tenant = tenant;
  }

  /** Sends an exception. Call it on the thread that caught the exception. */
  void send(Throwable error) {
    String id = currentTenant();
    client.sendEvent(error, id == null ? null : Map.of("tenantId", id));
  }

  private @Nullable String currentTenant() {
    try {
      return tenant.get();
    } catch (Throwable noContext) {
      return null; // send the exception without a tenant
    }
  }
}
