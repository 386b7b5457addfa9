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

/** Says of each thing that fails whether it is an event. */
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

  /** An event: nobody handles it, and Boot's page for errors answers. */
  @GetMapping("/price")
  String price(@PathVariable("id") long id) {
    throw new IllegalStateException("no price for order " + id);
  }

  /** An event, though an {@code @ExceptionHandler} makes a well-mannered 500 of it. */
  @GetMapping("/stock")
  String stock(@PathVariable("id") long id) {
    throw new StockUnknown("no stock for order " + id);
  }

  /** An event, though an {@code @ExceptionHandler} shows a page of its own. */
  @GetMapping("/map")
  String map(@PathVariable("id") long id) {
    throw new MapMissing("no map for order " + id);
  }

  /** None: an {@code @ExceptionHandler} makes it the customer's fault. */
  @GetMapping("/address")
  String address(@PathVariable("id") long id) {
    throw new AddressInvalid("no postcode for order " + id);
  }

  /** None. */
  @GetMapping("/label")
  String label(@PathVariable("id") long id) {
    throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no label for order " + id);
  }

  /** An event. */
  @GetMapping("/carrier")
  String carrier(@PathVariable("id") long id) {
    throw new ResponseStatusException(
        HttpStatus.SERVICE_UNAVAILABLE, "no carrier for order " + id, new Exception("all ill"));
  }

  /** None: {@code @ResponseStatus} says that there is no such order. */
  @GetMapping("/gift")
  String gift(@PathVariable("id") long id) {
    throw new OrderUnknown("no order " + id);
  }

  /** None: an annotation of the shop's own says the same. */
  @GetMapping("/refund")
  String refund(@PathVariable("id") long id) {
    throw new OrderArchived("order " + id + " is history");
  }

  /** An event: it fails on another thread. */
  @GetMapping("/report")
  Callable<String> report(@PathVariable("id") long id) {
    return () -> {
      throw new IllegalStateException("no report for order " + id);
    };
  }

  /** An event: another thread says that it failed. */
  @GetMapping("/tracking")
  DeferredResult<String> tracking(@PathVariable("id") long id) {
    DeferredResult<String> result = new DeferredResult<>();
    executor.execute(
        () -> result.setErrorResult(new IllegalStateException("order " + id + " is lost")));
    return result;
  }

  /** An event: nobody answers in time, so Spring does, with 503. */
  @GetMapping("/delivery")
  DeferredResult<String> delivery(@PathVariable("id") long id) {
    return new DeferredResult<>(SHORT_MILLIS);
  }

  /** None: there is an answer for that. */
  @GetMapping("/delivery/guess")
  DeferredResult<String> guess(@PathVariable("id") long id) {
    return new DeferredResult<>(SHORT_MILLIS, "order " + id + " may come tomorrow");
  }

  /** An event, by the handler of {@code @Async}; the customer hears nothing of it. */
  @PostMapping("/confirmation")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void confirm(@PathVariable("id") long id) {
    mail.confirm(id);
  }

  /** An event: it ends a thread of the executor. */
  @PostMapping("/archive")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void archive(@PathVariable("id") long id) {
    executor.execute(() -> {
      throw new IllegalStateException("no archive for order " + id);
    });
  }
}
