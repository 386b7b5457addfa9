package app.trackx.examples.jul;

import java.util.logging.Level;
import java.util.logging.Logger;

/** A reader for lines of {@code article;pieces}. */
final class StockImport {
  private static final Logger LOG = Logger.getLogger(StockImport.class.getName());

  /** Reads a line, and returns whether the shop sells the article. */
  boolean read(int line, String text) throws ImportFailed {
    String[] fields = text.split(";");
    if (line % 25 == 0) {
      LOG.log(Level.SEVERE, "No article {1} (line {0})", new Object[] {line, fields[0]});
      return false;
    }
    try {
      return pieces(fields[1]) >= 0;
    } catch (NumberFormatException e) {
      // the caller logs it again
      LOG.log(Level.SEVERE, "Line " + line + " has no number of pieces", e);
      throw new ImportFailed("line " + line, e);
    }
  }

  private static int pieces(String field) {
    return Integer.parseInt(field);
  }
}
