package app.trackx.examples.logback;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A carrier whose service sometimes fails. */
final class Shipping {
  private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);

  void ship(int order) throws ShippingFailed {
    if (order % 10 == 0) {
      LOG.error("No label for order {}: the address has no postcode", order);
      return;
    }
    try {
      handOver(order);
    } catch (IOException e) {
      LOG.error("The carrier did not take order {}", order, e); // logged again by the caller
      throw new ShippingFailed("order " + order + " was not taken", e);
    }
  }

  private static void handOver(int order) throws IOException {
    if (order % 25 == 1) {
      throw new IOException("the carrier closed the connection");
    }
  }
}
