package app.trackx.servlet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings to the client's logger {@code app.trackx}: the fault and the remedy, never an exception
 * message, a path or the key. Without a logging backend they go to {@code System.err}, like the
 * client's own warnings.
 */
final class Log {
  private static final String NO_BACKEND = "org.slf4j.helpers.NOPLoggerFactory";

  private Log() {}

  static void warn(String text) {
    try {
      Logger logger = LoggerFactory.getLogger("app.trackx");
      if (LoggerFactory.getILoggerFactory().getClass().getName().equals(NO_BACKEND)) {
        System.err.println("[trackx] " + text);
      } else {
        logger.warn(text);
      }
    } catch (Throwable failedInBackend) {
      // a broken logging backend must not fail a request
    }
  }
}
