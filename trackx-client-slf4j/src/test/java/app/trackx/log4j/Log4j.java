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

/** A server, and a separate Log4j with a real configuration file. */
final class Log4j implements AutoCloseable {
  static final String LOGGER = "app.shop.Orders";

  /** Long enough for a loaded machine; only failing tests wait that long. */
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

  /** Sets up the process-wide client, without a rate limit. */
  Log4j withSetup() {
    TrackX.setup(TrackXClient.builder(server.endpoint())
        .captureUncaught(false)
        .queueCapacity(4_096)
        .rateLimit(RateLimit.none()));
    return this;
  }

  /** Starts with this appender on the root logger. */
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

  /** Does the same with asynchronous loggers only. */
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

  /** Stops Log4j, which drains its queues and closes an appender's own client. */
  Log4j stop() {
    assertThat(context.stop(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return this;
  }

  /**
   * Returns the received events once Log4j and the process-wide client have nothing more to send.
   * An appender's own client gets only two seconds, which a cold JVM may need for the first event.
   */
  List<Event> events() {
    stop();
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    return server.events();
  }

  /** Returns the only event. */
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
