package app.trackx.jul;

import app.trackx.internal.logging.RemoteThrowable;
import app.trackx.internal.logging.LogLine;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** A record of java.util.logging, which has neither markers nor pairs nor a context. */
final class JulLine implements LogLine {
  private static final String ROOT = "root"; // whose own name is empty
  private static final int LARGEST_PLAIN_ID = Integer.MAX_VALUE / 2 - 1;

  private final LogRecord record;
  private final TrackXHandler handler;

  JulLine(LogRecord record, TrackXHandler handler) {
    this.record = record;
    this.handler = handler;
  }

  @Override
  public boolean isWanted() {
    return handler.isLoggable(record);
  }

  @Override
  public String logger() {
    String name = record.getLoggerName();
    return name == null || name.isEmpty() ? ROOT : name;
  }

  @Override
  public String level() {
    return record.getLevel().getName();
  }

  /** Of another thread the record has no more than a number, and not always its id. */
  @Override
  public String thread() {
    return isOfThisThread() ? Thread.currentThread().getName() : "#" + record.getThreadID();
  }

  @Override
  public boolean isWithinTheCall() {
    return isOfThisThread() && Detour.isWithinTheCall(record);
  }

  private boolean isOfThisThread() {
    long id = Thread.currentThread().getId();
    int number = id <= LARGEST_PLAIN_ID
        ? (int) id
        : new LogRecord(Level.OFF, "").getThreadID(); // what it is then differs among JDKs
    return record.getThreadID() == number;
  }

  @Override
  public @Nullable Throwable thrown() {
    return record.getThrown();
  }

  @Override
  public @Nullable RemoteThrowable foreign() {
    return null;
  }

  @Override
  public String message() {
    Formatter given = handler.getFormatter();
    String text;
    if (given != null) {
      text = given.format(record);
    } else if (record.getMessage() == null) {
      return ""; // a resource bundle would throw
    } else {
      text = new Parameters().formatMessage(record);
    }
    return text == null ? "" : text;
  }

  @Override
  public @Nullable String template() {
    return record.getMessage();
  }

  @Override
  public StackTraceElement @Nullable [] callSite() {
    return null; // its source class and method may have been guessed from another call's frames
  }

  @Override
  public List<String> markers() {
    return Collections.emptyList();
  }

  @Override
  public Map<String, @Nullable Object> pairs() {
    return Collections.emptyMap();
  }

  @Override
  public @Nullable String contextValue(String key) {
    return null;
  }

  /** Puts in the parameters. One for each record, since on Java 8 formatters hold a lock for that. */
  private static final class Parameters extends Formatter {
    @Override
    public String format(LogRecord record) {
      return formatMessage(record);
    }
  }
}
