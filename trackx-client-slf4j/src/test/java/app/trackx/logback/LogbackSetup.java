package app.trackx.logback;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.internal.logging.Grace;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.MDC;

/** A separate Logback with a real configuration, and a server that it reports to. */
final class LogbackSetup implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final TrackXLocal server = TrackXLocal.start();
  final LoggerContext context = new LoggerContext();
  private TrackXClient unlimited;

  LogbackSetup() {
    Grace.none();
    try {
      context.setMDCAdapter(MDC.getMDCAdapter());
    } catch (NoSuchMethodError inLogback12) {
      // shared by all contexts there
    }
  }

  /** Creates an appender with an endpoint and these additional elements. */
  static LogbackSetup reporting(String elements) {
    LogbackSetup setup = new LogbackSetup();
    setup.configure("<endpoint>" + setup.server.endpoint() + "</endpoint>" + elements, "");
    return setup;
  }

  /** Makes each error an event: without a rate limit, repeats are not aggregated. */
  LogbackSetup sendEach() {
    unlimited =
        TrackXClient.builder(server.endpoint()).rateLimit(RateLimit.none()).build();
    TrackXAppender direct = appender();
    if (direct == null) {
      AsyncAppender queue = (AsyncAppender) root().getAppender("QUEUE");
      direct = (TrackXAppender) queue.getAppender("TRACKX");
    }
    direct.stop();
    direct.setEndpoint(null);
    direct.setClient(unlimited);
    direct.start();
    return this;
  }

  /** Creates an appender with only these elements. */
  static LogbackSetup with(String elements) {
    LogbackSetup setup = new LogbackSetup();
    setup.configure(elements, "");
    return setup;
  }

  void configure(String elements, String others) {
    configure("<configuration>"
        + "<appender name=\"TRACKX\" class=\"app.trackx.logback.TrackXAppender\">"
        + elements
        + "</appender>"
        + others
        + "<root level=\"DEBUG\"><appender-ref ref=\"TRACKX\"/></root></configuration>");
  }

  void configure(String xml) {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    context.reset();
    try {
      configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    } catch (JoranException e) {
      throw new AssertionError(e);
    }
  }

  /** Creates a client of the server whose events can be awaited. */
  TrackXClient client() {
    return TrackXClient.builder(server.endpoint()).build();
  }

  TrackXAppender appender() {
    return (TrackXAppender) root().getAppender("TRACKX");
  }

  private Logger root() {
    return context.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  Logger logger() {
    return context.getLogger("shop.Orders");
  }

  /** Returns the only event, after the appender has sent everything. */
  Event event() {
    return events(1).get(0);
  }

  /** Returns the events, at least so many, after the appender has sent everything. */
  List<Event> events(int count) {
    awaitEvents(count); // before stop, which waits for only two seconds
    appender().stop();
    List<Event> events = server.events();
    if (events.size() != count) {
      throw new AssertionError("not " + count + ": " + events);
    }
    return events;
  }

  void awaitEvents(int count) {
    if (!server.awaitEvents(count, PATIENCE)) {
      throw new AssertionError("fewer than " + count + ": " + server.events());
    }
  }

  /** Returns the appender's warnings and errors. */
  List<Status> statuses() {
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getEffectiveLevel() > Status.INFO)
        .toList();
  }

  @Override
  public void close() {
    context.stop();
    if (unlimited != null) {
      unlimited.close();
    }
    server.close();
  }
}
