package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Sends all errors of some tenants and none of the others, always the same ones.
 *
 * <p>Use it where single events say little and the story of one tenant says much: what failed
 * before, what failed because of it. Every instance of the application comes to the same answer,
 * after a restart too. For anything else {@link SampleRepeats} is better, since it misses no bug.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new SampleByTenant("tenantId", 10)); // 10 % of the tenants
 * TrackX.sendEvent(error, Map.of("tenantId", tenant));
 * }</pre>
 *
 * <p>By tenant (or user), and not by the class of the error: by class, nine of ten bugs would never
 * be seen by anybody. By tenant, a bug that many have is seen for certain; one that a single tenant
 * has is seen if it is one of the ten percent, and else never.
 *
 * <p>The server's counts are those of these tenants; {@code meta.sampleRate} says so, and the rest
 * is counted in {@code diagnostics().cancelled()}. An error without a tenant is the application's
 * own and is sent. The scrubber goes first: a key whose value it takes out, such as {@code email},
 * is one label for all of them. Immutable; any thread.
 */
final class SampleByTenant implements OnErrorHandler {
  private final String metaKey;
  private final int percent;

  /** By the value of that key of meta; so many of them, 0 to 100. */
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

  /** 0 to 99. A checksum spreads ids that count up, which {@code hashCode()} leaves in a row. */
  private static int bucket(String tenant) {
    CRC32 checksum = new CRC32();
    checksum.update(tenant.getBytes(StandardCharsets.UTF_8));
    return (int) (checksum.getValue() % 100);
  }
}
