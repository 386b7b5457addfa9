package com.acme.shop.web;

import com.acme.shop.service.OrderService;
import java.util.function.Function;

/** The filters of an invented web application, which give its exceptions depth and varied frames. */
public final class FilterChain {
  private final int length;
  private int position;

  private FilterChain(int length) {
    this.length = length;
  }

  /** Handles a request that fails behind so many filters. */
  public static Object handle(int filters, long id) {
    return new FilterChain(filters).doFilter(new Exchange(id));
  }

  private Object doFilter(Exchange exchange) {
    if (position >= length) {
      return new DispatcherHandler().dispatch(exchange);
    }
    Function<Exchange, Object> next = this::doFilter;
    return switch (position++ % 4) {
      case 0 -> new CharacterEncodingFilter().filter(exchange, next);
      case 1 -> new SecurityContextFilter().filter(exchange, next);
      case 2 -> new RequestContextFilter().filter(exchange, next);
      default -> new MetricsFilter().filter(exchange, next);
    };
  }

  private record Exchange(long id) {}

  private static final class CharacterEncodingFilter {
    Object filter(Exchange exchange, Function<Exchange, Object> next) {
      return next.apply(exchange);
    }
  }

  private static final class SecurityContextFilter {
    Object filter(Exchange exchange, Function<Exchange, Object> next) {
      return authorized(exchange, next);
    }

    private Object authorized(Exchange exchange, Function<Exchange, Object> next) {
      return next.apply(exchange);
    }
  }

  private static final class RequestContextFilter {
    Object filter(Exchange exchange, Function<Exchange, Object> next) {
      return next.apply(exchange);
    }
  }

  private static final class MetricsFilter {
    Object filter(Exchange exchange, Function<Exchange, Object> next) {
      return timed(exchange, next);
    }

    private Object timed(Exchange exchange, Function<Exchange, Object> next) {
      return next.apply(exchange);
    }
  }

  private static final class DispatcherHandler {
    Object dispatch(Exchange exchange) {
      return invokeHandlerMethod(exchange);
    }

    private Object invokeHandlerMethod(Exchange exchange) {
      return new OrderController().placeOrder(exchange);
    }
  }

  private static final class OrderController {
    Object placeOrder(Exchange exchange) {
      return new OrderService().place(exchange.id());
    }
  }
}
