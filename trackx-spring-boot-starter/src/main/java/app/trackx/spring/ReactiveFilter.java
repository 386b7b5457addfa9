package app.trackx.spring;

import app.trackx.internal.adapter.RequestSessions;
import java.util.function.BiFunction;
import org.reactivestreams.Subscription;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The outermost filter. Exception handlers run while the error signal passes it on its way out, so that
 * what they log belongs to the request, and the status that they choose decides whether the failure is
 * an event. So the order of the handlers does not matter. A hook in the context of the request, and of
 * no other, sees the errors that are handled further down.
 */
final class ReactiveFilter implements WebFilter, Ordered {
  private final ClientAccess client;
  private final RequestSessions<ServerHttpRequest> sessions;

  ReactiveFilter(ClientAccess client, RequestSessions<ServerHttpRequest> sessions) {
    this.client = client;
    this.sessions = sessions;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String visitor = sessions.visitorOf(exchange.getRequest());
    ReactiveRequest request = new ReactiveRequest(exchange, client, visitor);
    exchange.getAttributes().put(ReactiveRequest.ATTRIBUTE, request);
    exchange.getResponse().beforeCommit(() -> {
      request.answered();
      return Mono.empty();
    });
    ServerWebExchange followed = new ReactiveExchange(exchange, request);
    return new Watched(Mono.defer(() -> chain.filter(followed)), request);
  }

  /** The rest of the chain, as work for the request wherever it signals. */
  private static final class Watched extends MonoOperator<Void, Void> {
    private final ReactiveRequest request;

    Watched(Mono<Void> chain, ReactiveRequest request) {
      super(chain);
      this.request = request;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
      request.within(() -> source.subscribe(new Watch(actual, request)));
    }
  }

  private static final class Watch implements CoreSubscriber<Void> {
    /** Reactor's key of a hook for the operators of one subscription, in place of the global one. */
    private static final String OPERATOR_ERROR = "reactor.onOperatorError.local";

    private final CoreSubscriber<? super Void> actual;
    private final ReactiveRequest request;
    private final Context context;

    Watch(CoreSubscriber<? super Void> actual, ReactiveRequest request) {
      this.actual = actual;
      this.request = request;
      Context outer = actual.currentContext();
      this.context =
          outer.put(ReactiveRequest.KEY, request).put(OPERATOR_ERROR, hook(outer, request));
    }

    private static BiFunction<Throwable, Object, Throwable> hook(
        Context outer, ReactiveRequest request) {
      BiFunction<Throwable, Object, Throwable> known = outer.getOrDefault(OPERATOR_ERROR, null);
      return (error, data) -> {
        request.saw(error);
        return known == null
            ? Operators.onOperatorError(null, error, data, Context.empty()) // the global hook
            : known.apply(error, data);
      };
    }

    @Override
    public Context currentContext() {
      return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      actual.onSubscribe(subscription);
    }

    @Override
    public void onNext(Void never) {
      // there is no value of this type
    }

    @Override
    public void onError(Throwable error) {
      request.failed(error);
      request.within(() -> actual.onError(error));
    }

    @Override
    public void onComplete() {
      request.within(actual::onComplete);
    }
  }
}
