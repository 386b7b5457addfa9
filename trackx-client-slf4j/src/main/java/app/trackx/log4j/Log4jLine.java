package app.trackx.log4j;

import app.trackx.internal.logging.RemoteThrowable;
import app.trackx.internal.logging.LogLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.util.Log4jThread;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** A record of Log4j, which uses it again for the next one: nothing of it is kept. */
final class Log4jLine implements LogLine {
  private final LogEvent event;
  private final @Nullable StringLayout layout;

  Log4jLine(LogEvent event, @Nullable StringLayout layout) {
    this.event = event;
    this.layout = layout;
  }

  @Override
  public String logger() {
    String name = event.getLoggerName();
    return name == null || name.isEmpty() ? LoggerConfig.ROOT : name; // an event needs a name
  }

  @Override
  public String level() {
    return event.getLevel().name();
  }

  @Override
  public @Nullable String thread() {
    return event.getThreadName();
  }

  @Override
  public boolean isWithinTheCall() {
    // what reads a queue is a thread of Log4j; there, a record may have that thread's own number
    Thread here = Thread.currentThread();
    return here.getId() == event.getThreadId() && !(here instanceof Log4jThread);
  }

  @Override
  public @Nullable Throwable thrown() {
    return event.getThrown();
  }

  @Override
  @SuppressWarnings("deprecation") // for records of our own JVM, and this is one that is not
  public @Nullable RemoteThrowable foreign() {
    org.apache.logging.log4j.core.impl.ThrowableProxy proxy = event.getThrownProxy();
    return proxy == null
        ? null
        : new RemoteThrowable(proxy.getName(), proxy.getMessage(), proxy.getStackTrace());
  }

  @Override
  public String message() {
    String text = layout == null ? formatted() : layout.toSerializable(event);
    return text == null ? "" : text;
  }

  private @Nullable String formatted() {
    Message message = event.getMessage();
    return message == null ? null : message.getFormattedMessage();
  }

  @Override
  @SuppressWarnings("deprecation") // nothing else tells a message's parameters from the rest
  public @Nullable String template() {
    Message message = event.getMessage();
    String format = message == null ? null : message.getFormat();
    return format == null || format.isEmpty() ? null : format;
  }

  @Override
  public StackTraceElement @Nullable [] callSite() {
    StackTraceElement source = event.getSource();
    return source == null ? null : new StackTraceElement[] {source};
  }

  @Override
  public List<String> markers() {
    return Log4jMarkers.of(event.getMarker());
  }

  @Override
  public Map<String, @Nullable Object> pairs() {
    Message message = event.getMessage();
    if (!(message instanceof MapMessage)) {
      return Collections.emptyMap();
    }
    Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((MapMessage<?, ?>) message).getData().entrySet()) {
      pairs.put(String.valueOf(entry.getKey()), kept(entry.getValue()));
    }
    return pairs;
  }

  /** A value that may be read later; what Log4j, or the caller, may fill anew is a text now. */
  private static @Nullable Object kept(@Nullable Object value) {
    if (value instanceof Message) {
      return ((Message) value).getFormattedMessage();
    }
    if (value instanceof CharSequence || value instanceof ReadOnlyStringMap) {
      return value.toString();
    }
    return value;
  }

  @Override
  public @Nullable String contextValue(String key) {
    Object value = event.getContextData().getValue(key);
    return value == null ? null : value.toString();
  }
}
