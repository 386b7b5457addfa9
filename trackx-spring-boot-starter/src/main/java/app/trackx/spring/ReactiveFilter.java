package app.trackx.spring;

import org.reactivestreams.Subscription;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * The outermost filter. Exception handlers run while the error signal passes it on its way out, so that
 * what they log belongs to the request, and the status that they choose decides whether the failure is
 * an event. So the order of the handlers does not matter.
 */
final class ReactiveFilter implements WebFilter, Ordered {
  private final ClientAccess client;

  ReactiveFilter(ClientAccess client) {
    this.client = client;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ReactiveRequest request = new ReactiveRequest(exchange, client);
    exchange.getResponse().beforeCommit(() -> {
      request.answered();
      return Mono.empty();
    });
    return new Watched(Mono.defer(() -> chain.filter(exchange)), request);
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
    private final CoreSubscriber<? super Void> actual;
    private final ReactiveRequest request;

    Watch(CoreSubscriber<? super Void> actual, ReactiveRequest request) {
      this.actual = actual;
      this.request = request;
    }

    @Override
    public Context currentContext() {
      return actual.currentContext().put(ReactiveRequest.KEY, request);
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
