package app.trackx.spring;

import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * An exchange whose body arrives as work for the request: the server signals it on a thread of its own,
 * when the filters have long returned, and a handler with a body runs within that signal.
 */
final class ReactiveExchange extends ServerWebExchangeDecorator {
  private final ServerHttpRequest http;
  private final ReactiveRequest request;

  ReactiveExchange(ServerWebExchange exchange, ReactiveRequest request) {
    super(exchange);
    this.http = new Body(exchange.getRequest(), request);
    this.request = request;
  }

  @Override
  public ServerHttpRequest getRequest() {
    return http;
  }

  @Override
  public Mono<MultiValueMap<String, String>> getFormData() {
    return super.getFormData()
        .transform(ReactiveExchange.<MultiValueMap<String, String>>followed(request));
  }

  @Override
  public Mono<MultiValueMap<String, Part>> getMultipartData() {
    return super.getMultipartData()
        .transform(ReactiveExchange.<MultiValueMap<String, Part>>followed(request));
  }

  private static final class Body extends ServerHttpRequestDecorator {
    private final ReactiveRequest request;

    Body(ServerHttpRequest delegate, ReactiveRequest request) {
      super(delegate);
      this.request = request;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return super.getBody().transform(ReactiveExchange.<DataBuffer>followed(request));
    }
  }

  private static <T> Function<? super Publisher<T>, ? extends Publisher<T>> followed(
      ReactiveRequest request) {
    return Operators.<T, T>lift((source, actual) -> new Within<>(actual, request));
  }

  private record Within<T>(CoreSubscriber<? super T> actual, ReactiveRequest request)
      implements CoreSubscriber<T> {
    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      actual.onSubscribe(subscription);
    }

    @Override
    public void onNext(T value) {
      request.within(() -> actual.onNext(value));
    }

    @Override
    public void onError(Throwable error) {
      request.within(() -> actual.onError(error));
    }

    @Override
    public void onComplete() {
      request.within(actual::onComplete);
    }
  }
}
