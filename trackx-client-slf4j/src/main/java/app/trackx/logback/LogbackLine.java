package app.trackx.logback;

import app.trackx.internal.adapter.AdapterThreads;
import app.trackx.internal.logging.LogLine;
import app.trackx.internal.logging.RemoteThrowable;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A Logback record. */
final class LogbackLine implements LogLine {
  /** The beginning of the name that Logback 1.5 and later give to a virtual thread without one. */
  private static final String VIRTUAL = "virtual-";

  /** The name of a virtual thread without one, from an earlier Logback, behind a queue. */
  private static final String UNKNOWN_VIRTUAL = "virtual";

  private static final int LONGEST_ID = 18; // digits that fit into a long

  private final ILoggingEvent event;
  private final TrackXAppender appender;

  LogbackLine(ILoggingEvent event, TrackXAppender appender) {
    this.event = event;
    this.appender = appender;
  }

  @Override
  public boolean isWanted() {
    return appender.accepts(event);
  }

  @Override
  public String logger() {
    String name = event.getLoggerName();
    return name == null ? Logger.ROOT_LOGGER_NAME : name;
  }

  @Override
  public String level() {
    return event.getLevel().toString();
  }

  /** Returns the same name for a thread that has none, whichever Logback recorded it. */
  @Override
  public @Nullable String thread() {
    if (isWithinLogCall()) {
      return AdapterThreads.nameOf(Thread.currentThread());
    }
    String name = event.getThreadName();
    if (name != null && name.isEmpty()) {
      return UNKNOWN_VIRTUAL;
    }
    return name != null && isOfVirtual(name)
        ? AdapterThreads.nameOfVirtual(Long.parseLong(name.substring(VIRTUAL.length())))
        : name;
  }

  private static boolean isOfVirtual(String name) {
    int length = name.length() - VIRTUAL.length();
    if (length < 1 || length > LONGEST_ID || !name.startsWith(VIRTUAL)) {
      return false;
    }
    for (int i = VIRTUAL.length(); i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isWithinLogCall() {
    // the name is all that a record has; a record read from a queue has another thread's name
    String name = event.getThreadName();
    String here = Thread.currentThread().getName();
    return here.equals(name) || (here.isEmpty() && nameOfThisThread().equals(name));
  }

  /** Returns the name that this Logback gives to the current thread, which has none. */
  private static String nameOfThisThread() {
    return new LoggingEvent().getThreadName();
  }

  @Override
  public @Nullable Throwable thrown() {
    IThrowableProxy proxy = event.getThrowableProxy();
    return proxy instanceof ThrowableProxy ? ((ThrowableProxy) proxy).getThrowable() : null;
  }

  @Override
  public @Nullable RemoteThrowable remoteThrowable() {
    IThrowableProxy proxy = event.getThrowableProxy();
    if (proxy == null) {
      return null;
    }
    StackTraceElementProxy[] proxies = proxy.getStackTraceElementProxyArray();
    StackTraceElement[] frames = new StackTraceElement[proxies == null ? 0 : proxies.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = proxies[i].getStackTraceElement();
    }
    return new RemoteThrowable(proxy.getClassName(), proxy.getMessage(), frames);
  }

  @Override
  public String message() {
    return appender.render(event);
  }

  @Override
  public @Nullable String template() {
    return event.getMessage();
  }

  @Override
  public boolean isAtLeastInfo() {
    return event.getLevel().toInt() >= Level.INFO_INT;
  }

  @Override
  public long millis() {
    return event.getTimeStamp();
  }

  @Override
  public @Nullable String messageOfCode() {
    return event.getMessage();
  }

  @Override
  public boolean hasArguments() {
    Object[] arguments = event.getArgumentArray();
    return arguments != null && arguments.length > 0;
  }

  @Override
  public StackTraceElement @Nullable [] callSite() {
    if (!event.hasCallerData()) {
      return null;
    }
    StackTraceElement[] site = event.getCallerData();
    return site.length == 0 ? null : site;
  }

  @Override
  public List<String> markers() {
    return Slf4jMarkers.of(event);
  }

  @Override
  public Map<String, @Nullable Object> pairs() {
    return FluentApi.PRESENT ? FluentApi.pairs(event) : Collections.emptyMap();
  }

  @Override
  public @Nullable String contextValue(String key) {
    Map<String, String> context = event.getMDCPropertyMap();
    return context == null ? null : context.get(key);
  }
}
