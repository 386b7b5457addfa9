package app.trackx.examples.quickstart;

import java.io.IOException;
import java.util.concurrent.CancellationException;

/** A payment service with test cards, each of which fails in its own way. */
final class PaymentGateway {
  static final String GOOD_CARD = "4242 4242 4242 4242";
  static final String SLOW_CARD = "4000 0000 0000 0119";
  static final String STOLEN_CARD = "4000 0000 0000 9979";
  static final String ABANDONED_CARD = "4000 0000 0000 3220";

  void charge(Order order) throws IOException {
    authenticate(order);
    authorize(order);
    collect(order);
  }

  private void authenticate(Order order) {
    if (order.card().equals(ABANDONED_CARD)) {
      throw new CancellationException("the customer of order " + order.id() + " closed the window");
    }
  }

  private void authorize(Order order) throws IOException {
    if (order.card().equals(STOLEN_CARD)) {
      throw new IOException("the bank declined card " + order.card());
    }
  }

  private void collect(Order order) throws IOException {
    if (order.card().equals(SLOW_CARD)) {
      throw new IOException("the bank did not answer within 3 s");
    }
  }
}
