package app.trackx.internal.stack;

/**
 * The frames between an application's logging call and the adapter that receives it: those of
 * logging libraries, facades, bridges, and of the adapters.
 *
 * <p>They are irrelevant to the location, and would be the top frame of every event. Libraries are
 * known by their packages; other facades, see {@link LoggingFacades}, by the form of their names.
 */
final class LoggingFrames {
  private static final String[] PREFIXES = {
    "ch.qos.logback.",
    "org.slf4j.",
    "org.apache.logging.",
    "org.apache.log4j.",
    "org.apache.commons.logging.",
    "org.apache.juli.",
    "java.util.logging.",
    "sun.util.logging.",
    "jdk.internal.logger.",
    "java.lang.System$Logger",
    "org.jboss.logging.",
    "org.jboss.logmanager.",
    "io.github.oshai.kotlinlogging.",
    "mu.internal.",
    "mu.KLogger",
    "com.google.common.flogger.",
    "com.typesafe.scalalogging.",
    "org.log4s.",
    "org.springframework.core.log.",
    "timber.log.",
    "co.touchlab.kermit.",
    "clojure.tools.logging",
    "taoensso.timbre",
    OwnNames.LOGBACK_APPENDER,
    OwnNames.LOG4J_APPENDER,
    OwnNames.JUL_HANDLER,
    OwnNames.INTERNAL
  };

  /**
   * The classes that an application calls to log. Between these and an adapter may be appenders of
   * the application.
   */
  private static final String[] FRONTS = {
    "ch.qos.logback.classic.Logger",
    "java.util.logging.Logger",
    "org.jboss.logmanager.Logger",
    "org.apache.logging.log4j.spi.AbstractLogger",
    "org.apache.logging.log4j.core.Logger"
  };

  private static final String[] ADAPTERS = {
    OwnNames.LOGBACK_APPENDER, OwnNames.LOG4J_APPENDER, OwnNames.JUL_HANDLER
  };

  /** The classes of the client between an application or an adapter and the capture. */
  private static final String[] CLIENT = {
    OwnNames.CAPTURE, OwnNames.ENTRY, OwnNames.CLIENT, OwnNames.RECORDER, OwnNames.TASK_REPORTS,
  };

  private static final int NEAR_THE_TOP = 40;

  private LoggingFrames() {}

  /**
   * Returns the number of such frames at the top; 0 if all are, since one of them is better than
   * none.
   */
  static int atTop(StackTraceElement[] frames, int size) {
    int count = size > 0 && isOfLogging(frames, size, 0) ? front(frames, size) : 0;
    while (count < size && isOfLogging(frames, size, count)) {
      count++;
    }
    return count == size ? 0 : count;
  }

  /**
   * Returns the index of the first frame of a logger: the frames above it handle the record.
   *
   * @return 0 if there is none near the top
   */
  static int front(StackTraceElement[] frames, int size) {
    return Math.max(0, indexOf(FRONTS, frames, size));
  }

  /**
   * Returns whether one of the client's appenders was called by other code than a logger: the record
   * was logged before, perhaps on another thread.
   */
  static boolean isHandedOver(StackTraceElement[] frames) {
    return indexOf(ADAPTERS, frames, frames.length) >= 0
        && indexOf(FRONTS, frames, frames.length) < 0;
  }

  private static int indexOf(String[] classes, StackTraceElement[] frames, int size) {
    for (int i = 0; i < size && i < NEAR_THE_TOP; i++) {
      for (String name : classes) {
        if (frames[i].getClassName().equals(name)) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Returns whether a frame is one of a logging library or facade, or of the client. */
  static boolean isOfLogging(StackTraceElement[] frames, int size, int index) {
    String className = frames[index].getClassName();
    for (String prefix : PREFIXES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    for (String ours : CLIENT) {
      if (className.equals(ours)) {
        return true;
      }
    }
    return LoggingFacades.isFacade(frames, size, index)
        || (index > 0 && LoggingFacades.isForwarder(frames[index], frames[index - 1]));
  }
}
