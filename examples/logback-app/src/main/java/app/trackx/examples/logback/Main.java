package app.trackx.examples.logback;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A shop that ships last night's orders and logs failures. The code does not depend on TrackX,
 * which is configured in {@code logback.xml}.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /**
   * Ships a hundred orders.
   *
   * @param args none
   */
  public static void main(String[] args) {
    MDC.put("tenant", "acme");
    MDC.put("user", "bob@example.com"); // not listed in mdcKeys, so it is not sent
    Shipping shipping = new Shipping();
    int shipped = 0;
    for (int order = 1; order <= 100; order++) {
      try {
        shipping.ship(order);
        shipped++;
      } catch (ShippingFailed e) {
        LOG.error("Order {} stays here until tomorrow", order, e);
      }
    }
    LOG.info("{} orders shipped", shipped);
  }
}
