package app.trackx.examples.jul;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Reads lines of {@code article;pieces}. */
final class StockImport {
  private static final Logger LOG = Logger.getLogger(StockImport.class.getName());

  /** Whether the article is one of ours. */
  boolean read(int line, String text) throws ImportFailed {
    String[] fields = text.split(";");
    if (line % 25 == 0) {
      LOG.log(Level.SEVERE, "No article {1} (line {0})", new Object[] {line, fields[0]});
      return false;
    }
    try {
      return pieces(fields[1]) >= 0;
    } catch (NumberFormatException e) {
      LOG.log(Level.SEVERE, "Line " + line + " has no number of pieces", e); // and again further up
      throw new ImportFailed("line " + line, e);
    }
  }

  private static int pieces(String field) {
    return Integer.parseInt(field);
  }
}
