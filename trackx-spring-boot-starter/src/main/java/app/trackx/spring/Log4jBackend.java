package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.log4j.TrackXAppender;
import java.beans.PropertyChangeListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.jspecify.annotations.Nullable;

/** Log4j 2. */
final class Log4jBackend implements LogBackend {
  private final LoggerContext context = LoggerContext.getContext(false);
  private @Nullable PropertyChangeListener configurations;

  Log4jBackend() {}

  @Override
  public void attach(TrackXClient client, TrackXProperties.Logging options) {
    Configuration configuration = context.getConfiguration();
    if (appenders(configuration).isEmpty()) {
      TrackXAppender appender = TrackXAppender.newBuilder()
          .setName(APPENDER)
          .setConfiguration(configuration)
          .setFilter(new NoAnalyses())
          .setClient(client)
          .setMinimumLevel(options.minimumLevel())
          .setMdcKeys(String.join(",", options.mdcKeys()))
          .setMarkers(String.join(",", options.markers()))
          .build();
      appender.start();
      configuration.addAppender(appender);
      configuration.getRootLogger().addAppender(appender, null, null);
      context.updateLoggers();
    }
    if (configurations == null) {
      configurations = change -> {
        if (LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
          attach(client, options);
        }
      };
      context.addPropertyChangeListener(configurations);
    }
  }

  @Override
  public void detach() {
    if (configurations != null) {
      context.removePropertyChangeListener(configurations);
      configurations = null;
    }
    Configuration configuration = context.getConfiguration();
    Appender appender = configuration.getAppender(APPENDER);
    if (appender != null) {
      configuration.getRootLogger().removeAppender(APPENDER);
      configuration.getAppenders().remove(APPENDER);
      context.updateLoggers();
      appender.stop();
    }
  }

  @Override
  public void ignoreAnalyses() {
    for (TrackXAppender appender : appenders(context.getConfiguration())) {
      if (!APPENDER.equals(appender.getName())) {
        appender.addFilter(new NoAnalyses());
      }
    }
  }

  private static List<TrackXAppender> appenders(Configuration configuration) {
    List<TrackXAppender> found = new ArrayList<>();
    for (Appender appender : configuration.getAppenders().values()) {
      if (appender instanceof TrackXAppender ofTrackX) {
        found.add(ofTrackX);
      }
    }
    return found;
  }

  /** Denies Spring Boot's line about a failed start. */
  private static final class NoAnalyses extends AbstractFilter {
    @Override
    public Result filter(LogEvent event) {
      return ANALYSES.equals(event.getLoggerName()) ? Result.DENY : Result.NEUTRAL;
    }
  }
}
