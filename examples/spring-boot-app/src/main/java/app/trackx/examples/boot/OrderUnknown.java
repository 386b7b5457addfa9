package app.trackx.examples.boot;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Thrown if an order does not exist. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class OrderUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderUnknown(String message) {
    super(message);
  }
}
