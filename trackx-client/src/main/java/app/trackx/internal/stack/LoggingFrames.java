package app.trackx.internal.stack;

/**
 * Knows the frames between the line of an application that logs and the adapter that hears of it:
 * those of logging libraries, facades, bridges, and of the adapters.
 *
 * <p>They say nothing of the place, and would be the top frame of every event.
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
    "org.springframework.core.log.",
    "app.trackx.logback.TrackXAppender",
    "app.trackx.log4j.TrackXAppender",
    "app.trackx.jul.TrackXHandler",
    "app.trackx.internal."
  };

  private LoggingFrames() {}

  /** How many frames at the top are such; 0 if all are, since one of them is better than none. */
  static int atTop(StackTraceElement[] frames, int size) {
    int count = 0;
    while (count < size && isOfLogging(frames[count].getClassName())) {
      count++;
    }
    return count == size ? 0 : count;
  }

  private static boolean isOfLogging(String className) {
    for (String prefix : PREFIXES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
