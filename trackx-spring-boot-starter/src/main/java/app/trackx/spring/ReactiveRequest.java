package app.trackx.spring;

import app.trackx.RequestContext;
import io.micrometer.observation.Observation;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * A request of WebFlux: the source of its context for the threads that work for it, and its failure
 * until the status of the answer is known. Thread-safe; signals of one request do not overlap, but
 * come on several threads.
 */
final class ReactiveRequest implements RequestContext.Source {
  /** The attribute of the exchange that holds the request. */
  static final String ATTRIBUTE = "app.trackx.spring.request";

  /** The key in Reactor's context, and of requests for Micrometer's context-propagation. */
  static final String KEY = "app.trackx.request";

  private static final int FAILED = 500;

  private final ServerWebExchange exchange;
  private final ClientAccess client;
  private final RequestContext bare;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Throwable last;

  ReactiveRequest(ServerWebExchange exchange, ClientAccess client, @Nullable String visitor) {
    this.exchange = exchange;
    this.client = client;
    this.bare = new RequestContext()
        .withVisitor(visitor)
        .withMethod(exchange.getRequest().getMethod().name());
  }

  /** Returns the context as it is known now: the route is known once a handler was found. */
  @Override
  public RequestContext get() {
    Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (pattern == null) {
      return bare;
    }
    String prefix = exchange.getRequest().getPath().contextPath().value();
    String route = prefix + pattern;
    return bare.withRoute(route).withUri(uri(route));
  }

  @Override
  public RequestContext request() {
    return bare;
  }

  private @Nullable String uri(String route) {
    URI uri = exchange.getRequest().getURI();
    return uri.getHost() == null
        ? null
        : uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
            + route;
  }

  /** Runs something for this request on the calling thread. */
  void within(Runnable action) {
    Supplier<@Nullable RequestContext> previous = RequestContext.set(this);
    try {
      action.run();
    } finally {
      RequestContext.set(previous);
    }
  }

  /** An operator of the chain has failed with an error, which others may handle. */
  void saw(Throwable error) {
    last = error;
  }

  /** An exception handler of a controller is about to answer, or not, an error. */
  void handled(Throwable error) {
    failure = error;
  }

  /** An exception handler has answered the error that was seen last. */
  void handledLast() {
    failure = last;
  }

  /** The chain has failed. An exception handler may still answer, unless an answer has begun. */
  void failed(Throwable error) {
    failure = error;
    if (exchange.getResponse().isCommitted()
        && !DisconnectedClientHelper.isClientDisconnectedException(error)) {
      within(() -> client.uncaught(error, null));
    }
  }

  /** The answer is about to begin. */
  void answered() {
    HttpStatusCode status = exchange.getResponse().getStatusCode();
    int code = status == null ? 0 : status.value();
    Throwable error = code >= FAILED && failure == null ? recorded() : failure;
    bare.end(code);
    if (error != null && code >= FAILED) {
      within(() -> client.uncaught(error, null));
    }
  }

  /** Returns the error that the application itself has handled and set for the observation. */
  private @Nullable Throwable recorded() {
    return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
        .map(Observation.Context::getError)
        .orElse(null);
  }
}
