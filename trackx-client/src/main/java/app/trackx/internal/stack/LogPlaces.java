package app.trackx.internal.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places of log records: the line that logged, unless that line is a relay's.
 *
 * <p>A relay logs what others hand over: the actor of a library, the end of a queue, or a method of
 * a base class. It is known by name, or it calls the adapter without a logger, or it logs for
 * several loggers whose classes are not on the stack. The last one is only known once a second
 * logger was seen; what the relay logged until then keeps the line. A logger that is not named after
 * its class, such as one named {@code audit}, is no sign of a relay as long as it is the only one at
 * the line.
 *
 * <p>Remembers 256 lines, the most recent ones, of those that log for a class that is not on the
 * stack. Confined to the processing thread.
 */
public final class LogPlaces {
  private static final int MAX_LINES = 256;

  /** In place of a logger, for a line with several ones; no logger has that name. */
  private static final String SEVERAL = "\n";

  /** The logger of each line. */
  private final Map<String, String> loggers = new LinkedHashMap<String, String>();

  /** Creates a memory without lines. */
  public LogPlaces() {}

  /**
   * Returns the place of a record.
   *
   * @param logger the name of its logger
   * @param callSite the frames that logged; empty if the record came from a queue that does not know
   *     them, null if they are those of {@code here}
   * @param here a throwable that was created where the record was captured; null if unknown
   * @return a new place, for this record
   */
  public LogPlace of(
      String logger, StackTraceElement @Nullable [] callSite, @Nullable Throwable here) {
    StackTraceElement[] frames = LogPlace.NOWHERE;
    if (callSite != null) {
      frames = Trace.present(callSite);
    } else if (here != null) {
      frames = Trace.present(Trace.framesOf(here));
    }
    Trace trace = Trace.ofCallSite(frames);
    String name = LogText.loggerOf(logger);
    boolean loggedElsewhere = trace.isEmpty()
        || LoggingFrames.isHandedOver(frames)
        || RelayFrames.isRelay(frames)
        || isOneOfSeveral(trace, name);
    return new LogPlace(name, trace, loggedElsewhere);
  }

  /** Returns whether the line also logs for other loggers, all of classes that are not there. */
  private boolean isOneOfSeveral(Trace trace, String logger) {
    if (isOnTheStack(trace, logger)) {
      return false;
    }
    StackTraceElement top = trace.size() > 0 ? trace.frame(0) : trace.any(0);
    StringBuilder line = new StringBuilder();
    FrameWriter.appendSeen(line, top);
    String key = line.toString();
    String before = loggers.remove(key);
    String now = before == null || before.equals(logger) ? logger : SEVERAL;
    loggers.put(key, now); // the most recent one is last
    if (loggers.size() > MAX_LINES) {
      loggers.remove(loggers.keySet().iterator().next());
    }
    return now.equals(SEVERAL);
  }

  private static boolean isOnTheStack(Trace trace, String logger) {
    String wanted = outermost(logger);
    for (int i = 0; i < trace.total(); i++) {
      String there = outermost(trace.any(i).getClassName());
      if (there.equals(wanted) || (there.endsWith("Kt") && there.equals(wanted + "Kt"))) {
        return true;
      }
    }
    return false;
  }

  /** Returns {@code com.acme.A} for {@code com.acme.A$B}, and for a class generated from it. */
  private static String outermost(String className) {
    String name = className.indexOf('$') < 0 ? className : ClassNames.stable(className);
    int dollar = name.indexOf('$', name.lastIndexOf('.') + 2);
    return dollar < 0 ? name : name.substring(0, dollar);
  }
}
