package app.trackx.jul;

import app.trackx.internal.logging.Grace;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An application that logs through the JDK, called by reflection across class loaders. */
public final class JulApp implements BiConsumer<String, String> {
  private final Logger logger = Logger.getLogger("undeployed.Orders");
  private TrackXHandler handler;

  @Override
  public void accept(String what, String text) {
    if (what.equals("start")) {
      Grace.brief();
      logger.setUseParentHandlers(false);
      handler = new TrackXHandler(text);
      logger.addHandler(handler);
    } else if (what.equals("log")) {
      logger.log(Level.SEVERE, text, new IllegalStateException("no stock"));
    } else {
      logger.removeHandler(handler);
      handler.close();
    }
  }
}
