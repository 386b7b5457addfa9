package app.trackx.spring;

import app.trackx.TrackXClient;

/**
 * A callback that changes the options of the application's client, for what the properties
 * {@code trackx.*} cannot express. Declare it as a bean; several are called in their order.
 *
 * <pre>{@code
 * @Bean
 * TrackXCustomizer trackx() {
 *   return client -> client.rateLimit(RateLimit.of(100, 10, Duration.ofSeconds(1)));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface TrackXCustomizer {
  /**
   * Changes options. Called once, while the application starts, after the properties and the beans of
   * type {@code Scrubber}, {@code OnErrorHandler} and {@code Transport} have been applied.
   *
   * @param client the options, which this method overrides
   */
  void customize(TrackXClient.Builder client);
}
