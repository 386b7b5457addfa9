package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.logback.TrackXAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logback. */
final class LogbackBackend implements LogBackend {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private @Nullable Resets resets;

  LogbackBackend() {}

  @Override
  public void attach(TrackXClient client, TrackXProperties.Logging options) {
    if (appenders().isEmpty()) {
      TrackXAppender appender = new TrackXAppender();
      appender.setContext(context);
      appender.setName(APPENDER);
      appender.setClient(client);
      appender.setMinimumLevel(options.minimumLevel());
      appender.setMdcKeys(String.join(",", options.mdcKeys()));
      appender.setMarkers(String.join(",", options.markers()));
      appender.addFilter(new NoAnalyses());
      appender.start();
      root().addAppender(appender);
    }
    if (resets == null) {
      resets = new Resets(() -> attach(client, options));
    }
    if (!context.getCopyOfListenerList().contains(resets)) {
      context.addListener(resets);
    }
  }

  @Override
  public void detach() {
    if (resets != null) {
      context.removeListener(resets);
    }
    Appender<ILoggingEvent> appender = root().getAppender(APPENDER);
    if (appender != null) {
      root().detachAppender(appender);
      appender.stop();
    }
  }

  @Override
  public void ignoreAnalyses() {
    for (TrackXAppender appender : appenders()) {
      if (!APPENDER.equals(appender.getName())) {
        appender.addFilter(new NoAnalyses());
      }
    }
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Returns all appenders of TrackX, also those behind a queue. */
  private List<TrackXAppender> appenders() {
    List<TrackXAppender> found = new ArrayList<>();
    for (Logger logger : context.getLoggerList()) {
      collect(logger, found);
    }
    return found;
  }

  private static void collect(
      AppenderAttachable<ILoggingEvent> parent, List<TrackXAppender> found) {
    Iterator<Appender<ILoggingEvent>> appenders = parent.iteratorForAppenders();
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (appender instanceof TrackXAppender ofTrackX) {
        found.add(ofTrackX);
      } else if (appender instanceof AppenderAttachable<?>) {
        @SuppressWarnings("unchecked") // it receives the events of this logger
        AppenderAttachable<ILoggingEvent> queue = (AppenderAttachable<ILoggingEvent>) appender;
        collect(queue, found);
      }
    }
  }

  /** Denies Spring Boot's line about a failed start. */
  private static final class NoAnalyses extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return ANALYSES.equals(event.getLoggerName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }

  /** Attaches the appender again after a reset, as when Logback scans a changed file. */
  private record Resets(Runnable attach) implements LoggerContextListener {
    @Override
    public boolean isResetResistant() {
      return true;
    }

    @Override
    public void onReset(LoggerContext reset) {
      attach.run();
    }

    @Override
    public void onStart(LoggerContext started) {}

    @Override
    public void onStop(LoggerContext stopped) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
  }
}
