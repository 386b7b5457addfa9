package app.trackx.examples.boot;

import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;

/** Sends mail on a thread of Boot's executor. */
@Component
@EnableAsync
class Mail {

  @Async
  void confirm(long order) {
    throw new IllegalStateException("no mail for order " + order);
  }
}
