package app.trackx.logback;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The Logback that libraries find, with an appender, and a server that it reports to. */
final class DefaultLogback implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final TrackXLocal server = TrackXLocal.start();
  private final TrackXClient client = TrackXClient.builder(server.endpoint())
      .rateLimit(RateLimit.none()) // each error an event
      .build();
  private final TrackXAppender appender = new TrackXAppender();
  private final Appender<ILoggingEvent> console = root().getAppender("CONSOLE");

  DefaultLogback() {
    appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    appender.setClient(client);
    appender.start();
    root().detachAppender(console); // keeps the errors out of the build's output
    root().addAppender(appender);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Returns exactly so many events. */
  List<Event> events(int count) {
    if (!server.awaitEvents(count, PATIENCE) || !client.flush(PATIENCE)) {
      throw new AssertionError("fewer than " + count + ": " + server.events());
    }
    List<Event> events = server.events();
    if (events.size() != count) {
      throw new AssertionError("not " + count + ": " + events);
    }
    return events;
  }

  @Override
  public void close() {
    root().detachAppender(appender);
    root().addAppender(console);
    appender.stop();
    client.close();
    server.close();
  }
}
