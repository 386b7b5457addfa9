package app.trackx.jul;

import app.trackx.internal.logging.Grace;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** A logger whose handler reads real properties, and a server that it reports to. */
final class JulSetup implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final TrackXLocal server = TrackXLocal.start();
  final Logger logger = Logger.getLogger("shop.Orders");
  final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  TrackXHandler handler;

  private JulSetup() {
    Grace.none();
    logger.setUseParentHandlers(false);
  }

  /** Creates a handler with an endpoint and these additional properties. */
  static JulSetup reporting(String... properties) {
    JulSetup setup = new JulSetup();
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("endpoint=" + setup.server.endpoint());
    setup.configure(all);
    return setup;
  }

  /** Creates a handler with only these properties. */
  static JulSetup with(String... properties) {
    JulSetup setup = new JulSetup();
    setup.configure(List.of(properties));
    return setup;
  }

  private void configure(List<String> properties) {
    StringBuilder text = new StringBuilder();
    for (String property : properties) {
      text.append(TrackXHandler.class.getName()).append('.').append(property).append('\n');
    }
    LogManager manager = LogManager.getLogManager();
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      manager.readConfiguration(new ByteArrayInputStream(bytes));
      handler = new TrackXHandler(HandlerSettings.ofProperties(), errorManager());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      restore(manager);
    }
    logger.setLevel(Level.ALL); // a new configuration resets it
    logger.addHandler(handler);
  }

  private static void restore(LogManager manager) {
    try {
      manager.readConfiguration();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ErrorManager errorManager() {
    return new ErrorManager() {
      @Override
      public synchronized void error(String text, Exception e, int code) {
        errors.add(text);
      }
    };
  }

  /** Returns the only event, after the handler has sent everything. */
  Event event() {
    List<Event> events = events(1);
    if (events.size() != 1) {
      throw new AssertionError("not one event: " + events);
    }
    return events.get(0);
  }

  /** Returns the events, at least so many, after the handler has sent everything. */
  List<Event> events(int count) {
    awaitEvents(count); // before close, which waits for only two seconds
    handler.close();
    return server.events();
  }

  boolean awaitEvents(int count) {
    return server.awaitEvents(count, PATIENCE);
  }

  @Override
  public void close() {
    for (Handler each : logger.getHandlers()) {
      logger.removeHandler(each);
    }
    handler.close();
    server.close();
  }
}
