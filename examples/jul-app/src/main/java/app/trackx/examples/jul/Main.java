package app.trackx.examples.jul;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A nightly import of suppliers' stock that logs failures. The code does not depend on TrackX,
 * which is configured in {@code logging.properties}.
 */
public final class Main {
  private static final Logger LOG = Logger.getLogger(Main.class.getName());

  private Main() {}

  /**
   * Imports a hundred lines.
   *
   * @param args none
   */
  public static void main(String[] args) {
    StockImport stock = new StockImport();
    int imported = 0;
    for (int line = 1; line <= 100; line++) {
      try {
        if (stock.read(line, line % 20 == 7 ? "SKU-" + line + ";many" : "SKU-" + line + ";12")) {
          imported++;
        }
      } catch (ImportFailed e) {
        LOG.log(Level.SEVERE, "Line " + line + " is left out", e);
      }
    }
    LOG.log(Level.INFO, "{0} lines imported", imported);
    if (imported < 100) {
      LOG.severe("The import is not complete");
    }
  }
}
