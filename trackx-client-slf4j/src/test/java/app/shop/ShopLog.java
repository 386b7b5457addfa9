package app.shop;

import org.slf4j.Logger;

/** A logging facade of an application. */
public final class ShopLog {
  private final Logger logger;

  public ShopLog(Logger logger) {
    this.logger = logger;
  }

  /** Logs at level ERROR. */
  public void error(String text, Object... values) {
    logError("shop: " + text, values);
  }

  private void logError(String text, Object... values) {
    logger.error(text, values);
  }
}
