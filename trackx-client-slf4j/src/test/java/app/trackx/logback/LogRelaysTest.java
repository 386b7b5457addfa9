package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.shop.LogQueue;
import app.trackx.local.Event;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.Logging;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Records that another component logs for the application; with the real libraries. */
class LogRelaysTest {
  private static final int EACH = 4;

  private static class Orders {}

  private static class Cart {}

  @Test
  void pekko_isGroupedByLoggerAndMessage() throws Exception {
    try (DefaultLogback logback = new DefaultLogback()) {
      ActorSystem system = pekko();
      for (int i = 0; i < EACH; i++) {
        Logging.getLogger(system, Orders.class).error("order {} failed", i);
        Logging.getLogger(system, Orders.class).error("order {} is late", i);
        Logging.getLogger(system, Cart.class).error("order {} failed", i);
      }

      List<Event> events = logback.events(3 * EACH);
      assertThat(logback.server.issues()).hasSize(3);
      assertThat(events).allSatisfy(event -> {
        assertThat(event.uri()).isEqualTo("java:" + event.name());
        assertThat(event.frames())
            .singleElement()
            .satisfies(frame -> assertThat(frame.callee()).startsWith(event.name() + ".log-"));
        assertThat(event.stack()).contains("pekko.event.slf4j.Slf4jLogger"); // for people
      });
      end(system);
    }
  }

  @Test
  void exceptionWithoutAStack_isGroupedByClassAndLogger_butForTheFirst() throws Exception {
    try (DefaultLogback logback = new DefaultLogback()) {
      ActorSystem system = pekko();
      Logging.getLogger(system, Orders.class).error(new CartException(), "the first of its type");
      logback.events(1);
      for (int i = 0; i < EACH; i++) {
        Logging.getLogger(system, Orders.class).error(new CartException(), "order {} failed", i);
        Logging.getLogger(system, Cart.class).error(new CartException(), "order {} failed", i);
      }

      logback.events(1 + 2 * EACH);
      assertThat(logback.server.issues()).hasSize(1 + 2);
      end(system);
    }
  }

  @SuppressWarnings("serial")
  private static final class CartException extends RuntimeException {
    CartException() {
      super(null, null, false, false);
    }
  }

  private static ActorSystem pekko() {
    return ActorSystem.create(
        "shop",
        ConfigFactory.parseString(
            "pekko { loggers = [\"org.apache.pekko.event.slf4j.Slf4jLogger\"], loglevel = ERROR }"));
  }

  private static void end(ActorSystem system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void camel_isGroupedByLoggerAndMessage() throws Exception {
    try (DefaultLogback logback = new DefaultLogback();
        CamelContext camel = new DefaultCamelContext()) {
      camel.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("direct:orders")
              .log(
                  LoggingLevel.ERROR,
                  LoggerFactory.getLogger("shop.Orders"),
                  "order ${body} failed")
              .log(LoggingLevel.ERROR, LoggerFactory.getLogger("shop.Orders"), "${body}, is late")
              .log(
                  LoggingLevel.ERROR, LoggerFactory.getLogger("shop.Cart"), "order ${body} failed");
        }
      });
      camel.start();
      for (int i = 0; i < EACH; i++) {
        camel.createProducerTemplate().sendBody("direct:orders", "A-" + i);
      }

      List<Event> events = logback.events(3 * EACH);
      assertThat(logback.server.issues()).hasSize(3);
      assertThat(events).extracting(Event::uri).containsOnly("java:shop.Orders", "java:shop.Cart");
    }
  }

  @Test
  void jbossAsyncHandler_beforeLogback_isGroupedByLoggerAndMessage() {
    try (DefaultLogback logback = new DefaultLogback()) {
      logThrough(new SLF4JBridgeHandler());

      logback.events(3 * EACH);
      assertThat(logback.server.issues()).hasSize(3);
    }
  }

  /** Logs through a real queue in front of {@code target}, and waits until that has all. */
  private static void logThrough(Handler target) {
    AsyncHandler queue = new AsyncHandler();
    queue.addHandler(target);
    java.util.logging.Logger orders = java.util.logging.Logger.getLogger("shop.Orders");
    java.util.logging.Logger cart = java.util.logging.Logger.getLogger("shop.Cart");
    List<java.util.logging.Logger> both = List.of(orders, cart);
    both.forEach(logger -> logger.addHandler(queue));
    both.forEach(logger -> logger.setUseParentHandlers(false));
    try {
      for (int i = 0; i < EACH; i++) {
        orders.severe("order " + i + " failed");
        orders.log(Level.SEVERE, "order {0} is late", "A" + i);
        cart.severe("order " + i + " failed");
      }
    } finally {
      queue.close(); // waits for its thread
      both.forEach(logger -> logger.removeHandler(queue));
      both.forEach(logger -> logger.setUseParentHandlers(true));
    }
  }

  @Test
  void queueOfTheApplication_isGroupedByLoggerAndMessage_fromTheSecondLoggerOn()
      throws InterruptedException {
    try (DefaultLogback logback = new DefaultLogback()) {
      LogQueue queue = new LogQueue().add("shop.Orders", "order 0 failed");
      for (int i = 0; i < EACH; i++) {
        queue.add("shop.Cart", "cart " + i + " is empty");
        queue.add("shop.Orders", "order " + i + " failed");
        queue.add("shop.Orders", "no stock for " + i);
      }
      queue.drain();

      List<Event> events = logback.events(1 + 3 * EACH);
      assertThat(logback.server.issues()).hasSize(1 + 3);
      assertThat(events)
          .filteredOn(event -> event.frames().get(0).callee().equals("app.shop.LogQueue.run"))
          .hasSize(1);
    }
  }

  @Test
  void appenderOfTheApplicationWithAQueue_isGroupedByLoggerAndMessage() {
    try (LogbackSetup setup = LogbackSetup.reporting("").sendEach()) {
      TrackXAppender appender = setup.appender();
      Queue queue = new Queue();
      queue.setContext(setup.context);
      queue.start();
      setup.context.getLogger("shop").addAppender(queue);
      setup.context.getLogger("shop").setAdditive(false);
      for (int i = 0; i < EACH; i++) {
        setup.logger().error("order {} failed", i);
        setup.logger().error("order " + i + " is late");
        setup.context.getLogger("shop.Cart").error("order {} failed", i);
      }
      queue.records.forEach(appender::doAppend);
      setup.awaitEvents(3 * EACH);

      assertThat(setup.server.issues()).hasSize(3);
      assertThat(setup.server.events())
          .extracting(Event::uri)
          .containsOnly("java:shop.Orders", "java:shop.Cart");
    }
  }

  /** An appender that hands over records as they are: their thread is not known. */
  private static final class Queue extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> records = Collections.synchronizedList(new ArrayList<>());

    @Override
    protected void append(ILoggingEvent record) {
      records.add(record);
    }
  }
}
