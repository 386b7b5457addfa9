package app.trackx.examples.recipes;

import app.trackx.TrackXClient;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends errors together with the tenant that the thread works for.
 *
 * <p>Use it where one process serves many tenants, and the application knows the current one from a
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
 * <p>Not an {@code OnErrorHandler}: that runs on the client's delivery thread, where a {@code
 * ThreadLocal} is empty and the MDC too. Neither does one see it for an error that nothing catches:
 * catch it where a request or task begins. A process that serves a single tenant needs no class,
 * and has it in what nothing catches as well:
 *
 * <pre>{@code
 * TrackX.meta().put("tenantId", "t-17"); // goes with every event
 * }</pre>
 *
 * <p>What is put in either way goes through the scrubber: take an id, not a name or an address. Any
 * thread; returns at once and throws nothing, even if the context does.
 */
final class TenantReporter {
  private final TrackXClient client;
  private final Supplier<@Nullable String> tenant;

  TenantReporter(TrackXClient client, Supplier<@Nullable String> tenant) {
    this.client = client;
    this.tenant = tenant;
  }

  /** Call it on the thread that caught the error. */
  void send(Throwable error) {
    String id = currentTenant();
    client.sendEvent(error, id == null ? null : Map.of("tenantId", id));
  }

  private @Nullable String currentTenant() {
    try {
      return tenant.get();
    } catch (RuntimeException noContext) {
      return null; // the error that is to be sent matters more
    }
  }
}
