package app.trackx.internal.stack;

/**
 * The frames that pass on log records of others: all records have the same call site there, whoever
 * logged them.
 *
 * <p>The names are those of the classes that log in the sources of each library. Other relays are
 * recognized by the loggers, see {@link LogPlaces}.
 */
final class RelayFrames {
  private static final String[] KNOWN = {
    "org.apache.pekko.event.slf4j.", // an actor that logs for all others
    "org.apache.pekko.event.jul.",
    "akka.event.slf4j.",
    "akka.event.jul.",
    "org.apache.camel.spi.CamelLogger", // logs for the routes
    "org.apache.camel.util.CamelLogger", // up to Camel 2
    "org.jboss.logmanager.handlers.AsyncHandler",
    "org.springframework.boot.logging.DeferredLog", // replays what was logged before set-up
    "org.slf4j.LoggerFactory", // the same
    "org.typelevel.log4cats.", // logs when the effect runs
    "zio.logging.",
  };

  private RelayFrames() {}

  /**
   * Returns whether nobody logged in these frames: only a known relay, or logging libraries on a
   * thread of their own.
   *
   * @param frames without null elements, innermost first
   */
  static boolean isRelay(StackTraceElement[] frames) {
    for (int i = LoggingFrames.front(frames, frames.length); i < frames.length; i++) {
      for (String relay : KNOWN) {
        if (frames[i].getClassName().startsWith(relay)) {
          return true;
        }
      }
      if (!LoggingFrames.isOfLogging(frames, frames.length, i) && !Plumbing.isPlumbing(frames[i])) {
        return isEndOfThread(frames, i);
      }
    }
    return true;
  }

  /** Returns whether the frames from {@code index} are those with which any thread begins. */
  private static boolean isEndOfThread(StackTraceElement[] frames, int index) {
    String first = frames[index].getClassName();
    if (!first.equals("java.lang.Thread")
        && !first.equals("java.lang.VirtualThread")
        && !first.equals("java.util.TimerThread")
        && !first.startsWith("java.util.concurrent.")) {
      return false; // the JDK may log as well
    }
    for (int i = index + 1; i < frames.length; i++) {
      if (!JdkFrames.isOfJdk(frames[i].getClassName())) {
        return false;
      }
    }
    return true;
  }
}
