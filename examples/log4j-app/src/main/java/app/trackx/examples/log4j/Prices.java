package app.trackx.examples.log4j;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The prices of the shop's articles. */
final class Prices {
  private static final Logger LOG = LogManager.getLogger(Prices.class);

  private final Map<String, BigDecimal> ofArticles = new HashMap<>();

  /**
   * Applies a line of a supplier's list.
   *
   * @throws IllegalArgumentException if the line has no price
   */
  void take(String line) {
    String[] fields = line.split(";");
    BigDecimal price = price(fields[1]);
    if (price.signum() <= 0) {
      LOG.error("{} would be for free: the price is not changed", fields[0]);
      return;
    }
    ofArticles.put(fields[0], price);
  }

  private static BigDecimal price(String text) {
    if (!text.matches("[0-9]{1,9}([.][0-9]{2})?")) {
      throw new IllegalArgumentException("no price: " + text);
    }
    return new BigDecimal(text);
  }

  int count() {
    return ofArticles.size();
  }
}
