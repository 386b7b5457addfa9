package org.springframework.http;

/** A stand-in for Spring's type, which the filter matches only by name. */
public enum HttpStatus implements HttpStatusCode {
  NOT_FOUND(404),
  INTERNAL_SERVER_ERROR(500),
  SERVICE_UNAVAILABLE(503);

  private final int value;

  HttpStatus(int value) {
    this.value = value;
  }

  @Override
  public int value() {
    return value;
  }
}
