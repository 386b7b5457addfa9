package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.internal.logging.Grace;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;

/** A server, and a Log4j of the test's own with a real configuration file. */
final class Log4j implements AutoCloseable {
  static final String LOGGER = "app.shop.Orders";

  /** So long that only what never comes takes it, on a loaded machine too. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  final TrackXLocal server = TrackXLocal.start();
  final StatusLines status = new StatusLines();
  private final Path file;
  private LoggerContext context;

  Log4j() {
    Grace.none();
    try {
      file = Files.createTempFile("log4j2-", ".xml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the process-wide client up, which sends to the server as fast as it can. */
  Log4j withSetup() {
    TrackX.setup(TrackXClient.builder(server.endpoint())
        .captureUncaught(false)
        .queueCapacity(4_096)
        .rateLimit(RateLimit.none()));
    return this;
  }

  /** Starts with this appender, which the root logger has. */
  Log4j start(String appender) {
    return startWith(file(appender, "<AppenderRef ref=\"T\"/>"));
  }

  static String file(String appenders, String ofRoot) {
    return "<Configuration shutdownHook=\"disable\"><Appenders>" + appenders
        + "</Appenders><Loggers><Root level=\"TRACE\">" + ofRoot
        + "</Root></Loggers></Configuration>";
  }

  Log4j startWith(String configuration) {
    write(configuration);
    context = new LoggerContext("test", null, file.toUri());
    context.start();
    return this;
  }

  /** The same with asynchronous loggers for everything. */
  Log4j startAsync(String configuration) {
    write(configuration);
    context = new AsyncLoggerContext("test", null, file.toUri());
    context.start();
    return this;
  }

  void reconfigure(String appender) {
    write(file(appender, "<AppenderRef ref=\"T\"/>"));
    context.reconfigure();
  }

  private void write(String configuration) {
    try {
      Files.writeString(
          file, configuration.replace("$SERVER", "endpoint=\"" + server.endpoint() + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LoggerContext context() {
    return context;
  }

  TrackXAppender appender() {
    return context.getConfiguration().getAppender("T");
  }

  Logger logger() {
    return context.getLogger(LOGGER);
  }

  /** Ends Log4j, so that its queues are empty and an appender's own client is closed. */
  Log4j stop() {
    assertThat(context.stop(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return this;
  }

  /**
   * What arrived, once Log4j and the process-wide client have nothing more to send. An appender's own
   * client is given two seconds only, which a cold JVM may need for the first event.
   */
  List<Event> events() {
    stop();
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    return server.events();
  }

  /** The one event that arrived. */
  Event event() {
    List<Event> events = events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  @Override
  public void close() {
    if (context != null) {
      context.stop(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    TrackX.close();
    TrackX.meta().clear();
    status.stop();
    server.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
