package app.trackx.examples.log4j;

import java.util.List;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * An import of last night's price lists from a shop's suppliers. Failures are only logged;
 * {@code log4j2.xml} configures where they go.
 */
public final class NightlyImport {
  private static final Logger LOG = LogManager.getLogger(NightlyImport.class);
  private static final List<PriceList> LAST_NIGHT = List.of(
      new PriceList("garden.csv", "rake;12.50", "spade;29.90"),
      new PriceList(
          "kitchen.csv", "kettle;34.00", "toaster;n/a", "mixer;soon", "grill;ask ann@example.com"),
      new PriceList("lights.csv", "lamp;0.00", "torch;0.00"));

  private final Prices prices = new Prices();

  private NightlyImport() {}

  public static void main(String[] arguments) {
    NightlyImport nightly = new NightlyImport();
    LAST_NIGHT.forEach(nightly::read);
    LOG.info("{} prices are new", nightly.prices.count());
  }

  private void read(PriceList list) {
    try (var context = CloseableThreadContext.put("file", list.file())) {
      LOG.info("reading {}", list.file());
      for (String line : list.lines()) {
        read(line);
      }
    }
  }

  private void read(String line) {
    try {
      prices.take(line);
    } catch (IllegalArgumentException e) {
      LOG.error("line '{}' is left out", line, e);
    }
  }
}
