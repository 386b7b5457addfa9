package app.trackx.jul;

import app.trackx.internal.adapter.AdapterThreads;
import app.trackx.internal.logging.LogLine;
import app.trackx.internal.logging.RemoteThrowable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** A record of java.util.logging. It has no markers, key-value pairs or context. */
final class JulLine implements LogLine {
  private static final String ROOT = "root"; // its own name is empty, and an event needs a name
  private static final int LARGEST_PLAIN_ID = Integer.MAX_VALUE / 2 - 1;

  private final LogRecord record;
  private final TrackXHandler handler;

  JulLine(LogRecord record, TrackXHandler handler) {
    this.record = record;
    this.handler = handler;
  }

  /** Returns whether the filter accepts the record; a level that is too low is for the trail. */
  @Override
  public boolean isWanted() {
    Filter filter = handler.getFilter();
    return record.getLevel().intValue() < handler.getLevel().intValue()
        ? filter == null || filter.isLoggable(record)
        : handler.isLoggable(record);
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

  /**
   * Returns a number for any thread but this one, since the record has no name; it may differ from
   * the thread's id.
   */
  @Override
  public String thread() {
    return isFromThisThread()
        ? AdapterThreads.nameOf(Thread.currentThread())
        : "#" + record.getThreadID();
  }

  @Override
  public boolean isWithinLogCall() {
    return isFromThisThread() && Detour.isWithinLogCall(record);
  }

  @Override
  public boolean isFromThisThread() {
    long id = Thread.currentThread().getId();
    int number = id <= LARGEST_PLAIN_ID
        ? (int) id
        : new LogRecord(Level.OFF, "").getThreadID(); // JDKs map large ids differently
    return record.getThreadID() == number;
  }

  @Override
  public @Nullable Throwable thrown() {
    return record.getThrown();
  }

  @Override
  public @Nullable RemoteThrowable remoteThrowable() {
    return null;
  }

  @Override
  public String message() {
    Formatter configured = handler.getFormatter();
    String text;
    if (configured != null) {
      text = configured.format(record);
    } else if (record.getMessage() == null) {
      return ""; // a resource bundle would throw on null
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
  public boolean isAtLeastInfo() {
    return record.getLevel().intValue() >= Level.INFO.intValue();
  }

  @Override
  public long millis() {
    return record.getMillis();
  }

  @Override
  public @Nullable String messageOfCode() {
    return record.getMessage();
  }

  @Override
  public boolean hasArguments() {
    Object[] parameters = record.getParameters();
    return parameters != null && parameters.length > 0;
  }

  @Override
  public StackTraceElement @Nullable [] callSite() {
    return null; // source class and method may be inferred from the stack of another call
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

  /**
   * Fills in the parameters. One instance per record, since formatters take a lock for that on Java
   * 8.
   */
  private static final class Parameters extends Formatter {
    @Override
    public String format(LogRecord record) {
      return formatMessage(record);
    }
  }
}
