package app.trackx.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A service that accepts orders. It does not depend on TrackX. */
final class OrderService {
  private static final int IN_STOCK_HERE = 100;

  private final PaymentGateway payments = new PaymentGateway();

  void place(Order order) throws OrderRejected {
    reserve(order);
    try {
      payments.charge(order);
    } catch (IOException e) {
      throw new OrderRejected("order " + order.id() + " of " + order.email() + " is not paid", e);
    }
  }

  private void reserve(Order order) {
    try {
      if (order.quantity() > IN_STOCK_HERE) {
        askTheWarehouse();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stock for order " + order.id() + " is unknown", e);
    }
  }

  private void askTheWarehouse() throws IOException {
    throw new IOException("the warehouse closed the connection");
  }
}
