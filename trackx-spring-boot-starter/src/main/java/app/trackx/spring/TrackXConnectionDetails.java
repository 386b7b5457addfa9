package app.trackx.spring;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the events of an application are sent to. A bean of this type takes precedence over the
 * property {@code trackx.endpoint}, for tests that start a server themselves:
 *
 * <pre>{@code
 * @TestConfiguration(proxyBeanMethods = false)
 * class LocalServer {
 *   @Bean
 *   TrackXLocal trackxLocal() {
 *     return TrackXLocal.start();
 *   }
 *
 *   @Bean
 *   TrackXConnectionDetails trackxConnection(TrackXLocal server) {
 *     return server::endpoint;
 *   }
 * }
 * }</pre>
 *
 * <p>The bean is created before the client, and destroyed after it.
 */
public interface TrackXConnectionDetails extends ConnectionDetails {
  /**
   * Returns the URL that events are sent to. Called once for each application context.
   *
   * @return {@code https://host/v1/key}; a malformed one turns error tracking off, with a warning
   */
  String endpoint();
}
