package app.trackx.examples.boot;

import java.util.concurrent.Callable;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;

/**
 * Endpoints that fail in different ways. Each comment tells whether the failure becomes an event.
 */
@RestController
@RequestMapping("/orders/{id}")
class Orders {
  private static final long SHORT_MILLIS = 100;

  private final Mail mail;
  private final TaskExecutor executor;

  Orders(Mail mail, TaskExecutor executor) {
    this.mail = mail;
    this.executor = executor;
  }

  @GetMapping
  String show(@PathVariable("id") long id) {
    return "order " + id;
  }

  /** Reported: no handler catches it, and Boot's error page responds. */
  @GetMapping("/price")
  String price(@PathVariable("id") long id) {
    throw new IllegalStateException("no price for order " + id);
  }

  /** Reported, although an {@code @ExceptionHandler} turns it into a regular 500. */
  @GetMapping("/stock")
  String stock(@PathVariable("id") long id) {
    throw new StockUnknown("no stock for order " + id);
  }

  /** Reported, although an {@code @ExceptionHandler} renders its own page. */
  @GetMapping("/map")
  String map(@PathVariable("id") long id) {
    throw new MapMissing("no map for order " + id);
  }

  /** Not reported: an {@code @ExceptionHandler} turns it into a 400. */
  @GetMapping("/address")
  String address(@PathVariable("id") long id) {
    throw new AddressInvalid("no postcode for order " + id);
  }

  /** Not reported: the status is 404. */
  @GetMapping("/label")
  String label(@PathVariable("id") long id) {
    throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no label for order " + id);
  }

  /** Reported: the status is 503. */
  @GetMapping("/carrier")
  String carrier(@PathVariable("id") long id) {
    throw new ResponseStatusException(
        HttpStatus.SERVICE_UNAVAILABLE, "no carrier for order " + id, new Exception("all ill"));
  }

  /** Not reported: {@code @ResponseStatus} of the exception is 404. */
  @GetMapping("/gift")
  String gift(@PathVariable("id") long id) {
    throw new OrderUnknown("no order " + id);
  }

  /** Not reported: the exception's composed annotation sets the status 410. */
  @GetMapping("/refund")
  String refund(@PathVariable("id") long id) {
    throw new OrderArchived("order " + id + " is history");
  }

  /** Reported: it fails on another thread. */
  @GetMapping("/report")
  Callable<String> report(@PathVariable("id") long id) {
    return () -> {
      throw new IllegalStateException("no report for order " + id);
    };
  }

  /** Reported: another thread sets the exception as the result. */
  @GetMapping("/tracking")
  DeferredResult<String> tracking(@PathVariable("id") long id) {
    DeferredResult<String> result = new DeferredResult<>();
    executor.execute(
        () -> result.setErrorResult(new IllegalStateException("order " + id + " is lost")));
    return result;
  }

  /** Reported: the result times out, and Spring responds with 503. */
  @GetMapping("/delivery")
  DeferredResult<String> delivery(@PathVariable("id") long id) {
    return new DeferredResult<>(SHORT_MILLIS);
  }

  /** Not reported: a timeout has a default result. */
  @GetMapping("/delivery/guess")
  DeferredResult<String> guess(@PathVariable("id") long id) {
    return new DeferredResult<>(SHORT_MILLIS, "order " + id + " may come tomorrow");
  }

  /** Reported, since Spring logs it; the customer gets a regular response. */
  @PostMapping("/confirmation")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void confirm(@PathVariable("id") long id) {
    mail.confirm(id);
  }

  /** Reported: it ends a thread of the executor. */
  @PostMapping("/archive")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void archive(@PathVariable("id") long id) {
    executor.execute(() -> {
      throw new IllegalStateException("no archive for order " + id);
    });
  }
}
