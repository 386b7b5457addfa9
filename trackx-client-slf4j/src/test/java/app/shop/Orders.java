package app.shop;

import org.apache.logging.log4j.Logger;

/**
 * Code of an application that logs by the API of Log4j. In a package of its own, since frames of the
 * appender's package are not those of an application.
 */
public final class Orders {
  private Orders() {}

  /** Logs without an exception, and says on which line. */
  public static int fail(Logger logger, Object order) {
    int line = nextLine();
    logger.error("order {} failed", order);
    return line;
  }

  /** The same by the fluent API. */
  public static int failFluently(Logger logger, Object order) {
    int line = nextLine();
    logger.atError().log("order {} failed", order);
    return line;
  }

  /** Logs an exception, and says on which line that was made. */
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
