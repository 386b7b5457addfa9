package app.trackx.spring;

import app.trackx.TrackXClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/** The logging library that receives the records of an application. */
interface LogBackend {
  /** Name of the appender. */
  String APPENDER = "trackx-spring-boot-starter";

  /** The logger of Spring Boot's line about a failed start, which {@link FailedStart} reports. */
  String ANALYSES = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  /** Returns the library that SLF4J is bound to; null if the starter does not support it. */
  static @Nullable LogBackend current() {
    String factory = LoggerFactory.getILoggerFactory().getClass().getName();
    if (factory.startsWith("ch.qos.logback.classic.")) {
      return new LogbackBackend();
    }
    return factory.startsWith("org.apache.logging.slf4j.")
            && ClassUtils.isPresent(
                "org.apache.logging.log4j.core.LoggerContext", LogBackend.class.getClassLoader())
        ? new Log4jBackend()
        : null;
  }

  /**
   * Adds an appender to the root logger, and again whenever the library is configured anew. Does
   * nothing if it is there, or if the application's configuration has an appender of TrackX.
   */
  void attach(TrackXClient client, TrackXProperties.Logging options);

  /** Removes the appender. */
  void detach();

  /** Lets appenders of TrackX, also those of the application, ignore the line about a failed start. */
  void ignoreAnalyses();
}
