package app.trackx.log4j;

import app.trackx.internal.adapter.AdapterThreads;
import app.trackx.internal.logging.LogLine;
import app.trackx.internal.logging.RemoteThrowable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.util.Log4jThread;
import org.apache.logging.log4j.message.FormattedMessage;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFormatMessage;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.message.ReusableMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** A Log4j record. Log4j reuses it for the next one, so no reference to it may be retained. */
final class Log4jLine implements LogLine {
  /** Taken from an instance: the class itself has annotations that the compiler cannot find. */
  private static final Class<?> PARAMETERIZED =
      ParameterizedMessageFactory.INSTANCE.newMessage("{}", "").getClass();

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
    String name = event.getThreadName();
    return name != null && name.isEmpty()
        ? AdapterThreads.nameOfVirtual(event.getThreadId())
        : name;
  }

  @Override
  public boolean isWithinLogCall() {
    // queues are read by Log4j's own threads, whose id a queued record may carry
    Thread here = Thread.currentThread();
    return here.getId() == event.getThreadId() && !(here instanceof Log4jThread);
  }

  @Override
  public @Nullable Throwable thrown() {
    return event.getThrown();
  }

  @Override
  @SuppressWarnings("deprecation") // for local records; this covers those from another JVM
  public @Nullable RemoteThrowable remoteThrowable() {
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
  @SuppressWarnings("deprecation") // the only way to the message without its parameters
  public @Nullable String template() {
    Message message = event.getMessage();
    String format = message == null ? null : message.getFormat();
    return format == null || format.isEmpty() ? null : format;
  }

  @Override
  public boolean isAtLeastInfo() {
    return event.getLevel().intLevel() <= Level.INFO.intLevel();
  }

  @Override
  public long millis() {
    return event.getTimeMillis();
  }

  @Override
  @SuppressWarnings("deprecation") // the only way to the message without its parameters
  public @Nullable String messageOfCode() {
    Message message = event.getMessage();
    boolean known = message instanceof ReusableMessage
        || (message != null && message.getClass() == PARAMETERIZED)
        || message instanceof SimpleMessage
        || message instanceof StringFormattedMessage
        || message instanceof MessageFormatMessage
        || message instanceof FormattedMessage;
    return known ? message.getFormat() : null; // others may format themselves for it
  }

  @Override
  public boolean hasArguments() {
    Message message = event.getMessage();
    if (message instanceof ReusableMessage) {
      return ((ReusableMessage) message).getParameterCount() > 0; // without a copy of them
    }
    Object[] parameters = message == null ? null : message.getParameters();
    return parameters != null && parameters.length > 0;
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
      pairs.put(String.valueOf(entry.getKey()), stable(entry.getValue()));
    }
    return pairs;
  }

  /**
   * Returns a value that may be read later: mutable ones, which Log4j or the caller may reuse, as
   * text.
   */
  private static @Nullable Object stable(@Nullable Object value) {
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
