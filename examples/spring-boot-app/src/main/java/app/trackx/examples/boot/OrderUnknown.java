package app.trackx.examples.boot;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such order. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class OrderUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderUnknown(String message) {
    super(message);
  }
}
