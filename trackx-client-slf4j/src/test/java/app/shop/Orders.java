package app.shop;

import org.apache.logging.log4j.Logger;

/**
 * Application code that logs through Log4j's API. In its own package, since frames of the
 * appender's package do not count as application code.
 */
public final class Orders {
  private Orders() {}

  /** Logs without an exception, and returns the line of the call. */
  public static int fail(Logger logger, Object order) {
    int line = nextLine();
    logger.error("order {} failed", order);
    return line;
  }

  /** Does the same with the fluent API. */
  public static int failFluently(Logger logger, Object order) {
    int line = nextLine();
    logger.atError().log("order {} failed", order);
    return line;
  }

  /** Logs an exception, and returns the line where it was created. */
  public static int failWithException(Logger logger, Object order) {
    int line = nextLine();
    Exception reason = new IllegalStateException("no stock");
    logger.error("order {} failed", order, reason);
    return line;
  }

  private static int nextLine() {
    return new Throwable().getStackTrace()[1].getLineNumber() + 1;
  }
}
