package com.acme.shop.repo;

/** The second of the three exceptions. */
public final class PersistenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PersistenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
