package app.trackx.readme;

import java.util.logging.Level;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;

/** A program that logs two records with the library that its argument names, configured by a file alone. */
final class LoggingProgram {
  static final String INFO = "Shop is open";
  static final String ERROR = "Checkout failed";

  private LoggingProgram() {}

  public static void main(String[] args) {
    IllegalStateException failure = new IllegalStateException("boom");
    switch (args[0]) {
      case "logback" -> {
        LoggerFactory.getLogger("shop").info(INFO);
        LoggerFactory.getLogger("shop").error(ERROR, failure);
      }
      case "log4j" -> {
        LogManager.getLogger("shop").info(INFO);
        LogManager.getLogger("shop").error(ERROR, failure);
      }
      default -> {
        java.util.logging.Logger.getLogger("shop").info(INFO);
        java.util.logging.Logger.getLogger("shop").log(Level.SEVERE, ERROR, failure);
      }
    }
  }
}
