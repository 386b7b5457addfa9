package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A handler that samples by tenant: all events of some tenants and none of the others.
 *
 * <p>Use it if single events tell little and the history of one tenant tells much: the failures
 * before, and the failures that followed. Every instance of the application selects the same
 * tenants, also after a restart. For anything else {@link SampleRepeats} is better, since it misses
 * no bug.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new SampleByTenant("tenantId", 10)); // 10 % of the tenants
 * TrackX.sendEvent(error, Map.of("tenantId", tenant));
 * }</pre>
 *
 * <p>It samples by tenant (or user) instead of exception class: by class, nine of ten bugs would
 * never be seen at all. By tenant, a bug that affects many is certain to be seen; a bug that
 * affects a single tenant is seen only if that tenant is among the ten percent.
 *
 * <p>The server counts only these tenants, as {@code meta.sampleRate} shows; the other events are
 * counted in {@code diagnostics().cancelled()}. An event without a tenant belongs to the
 * application itself and is sent. The scrubber runs first: values of a key that it redacts, such as
 * {@code email}, become one placeholder for all tenants. Immutable and thread-safe.
 */
final class SampleByTenant implements OnErrorHandler {
  private final String metaKey;
  private final int percent;

  /** Samples by the value of a meta key. The percentage is 0 to 100. */
  SampleByTenant(String metaKey, int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent not in 0..100: " + percent);
    }
    this.metaKey = metaKey;
    this.percent = percent;
  }

  @Override
  public @Nullable EventPayload onError(EventPayload event, @Nullable Throwable reason) {
    Object tenant = event.getMeta().get(metaKey);
    if (tenant == null) {
      return event;
    }
    if (bucket(tenant.toString()) >= percent) {
      return null;
    }
    event.getMeta().put("sampleRate", percent / 100.0);
    return event;
  }

  /**
   * Returns 0 to 99. A checksum spreads consecutive ids, which {@code hashCode()} keeps
   * consecutive.
   */
  private static int bucket(String tenant) {
    CRC32 checksum = new CRC32();
    checksum.update(tenant.getBytes(StandardCharsets.UTF_8));
    return (int) (checksum.getValue() % 100);
  }
}
