package app.trackx.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tells a request of WebFlux which error an {@code @ExceptionHandler} answers: no filter sees an error
 * that is handled so. Delegates to the adapter that would be called without this one.
 *
 * <p>Of an error that the controller's publisher signals, Spring tells the exception handler of the
 * result, which is wrapped here. An error that the controller method throws is handled within the
 * adapter; its result is that of the {@code @ExceptionHandler}, and the error is the one that the
 * request has seen last. Thread-safe.
 */
final class HandledErrors implements HandlerAdapter, Ordered {
  private final ObjectProvider<HandlerAdapter> adapters;
  private volatile @Nullable List<HandlerAdapter> others;

  HandledErrors(ObjectProvider<HandlerAdapter> adapters) {
    this.adapters = adapters;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public boolean supports(Object handler) {
    return handler instanceof HandlerMethod && adapterOf(handler) != null;
  }

  @Override
  public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
    HandlerAdapter adapter = adapterOf(handler);
    if (adapter == null) {
      return Mono.error(new IllegalStateException("no adapter for " + handler));
    }
    Mono<HandlerResult> result = adapter.handle(exchange, handler);
    ReactiveRequest request = exchange.getAttribute(ReactiveRequest.ATTRIBUTE);
    return request == null ? result : result.doOnNext(known -> watch(known, request));
  }

  private @Nullable HandlerAdapter adapterOf(Object handler) {
    List<HandlerAdapter> known = others;
    if (known == null) {
      known = adapters.orderedStream().filter(adapter -> adapter != this).toList();
      others = known;
    }
    for (HandlerAdapter adapter : known) {
      if (adapter.supports(handler)) {
        return adapter;
      }
    }
    return null;
  }

  private static void watch(HandlerResult result, ReactiveRequest request) {
    if (result.getHandler() instanceof HandlerMethod method
        && method.hasMethodAnnotation(ExceptionHandler.class)) {
      request.handledLast();
    }
    DispatchExceptionHandler own = result.getExceptionHandler();
    if (own != null) {
      result.setExceptionHandler((exchange, error) -> {
        request.handled(error);
        return own.handleError(exchange, error);
      });
    }
  }
}
