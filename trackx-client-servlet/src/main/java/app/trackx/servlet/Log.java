package app.trackx.servlet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong and what to do, to the client's logger {@code app.trackx}; never a message, a path or
 * the key. Without a logging backend it goes to {@code System.err}, as the client's own warnings do.
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
      // a log that cannot be written must not stop a request
    }
  }
}
