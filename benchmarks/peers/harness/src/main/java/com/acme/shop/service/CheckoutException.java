package com.acme.shop.service;

/** The outermost of the three exceptions. */
public final class CheckoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
