package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.seen;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogPlacesTest {
  private static final StackTraceElement BACKEND =
      at("ch.qos.logback.classic.Logger", "error", "Logger.java", 550);
  private static final StackTraceElement RELAY = at("com.acme.Relay", "run", "Relay.java", 30);
  private static final StackTraceElement THREAD = at("java.lang.Thread", "run", "Thread.java", 840);

  private final LogPlaces places = new LogPlaces();

  @Test
  void lineOfOneLogger_isThePlace_whateverItsName() {
    for (int i = 0; i < 3; i++) {
      assertThat(place("audit", BACKEND, RELAY, THREAD).isElsewhere()).isFalse();
    }
  }

  @Test
  void severalLoggersAtOneLine_areElsewhere_fromTheSecondOn() {
    assertThat(place("com.acme.Orders", BACKEND, RELAY, THREAD).isElsewhere()).isFalse();
    assertThat(place("com.acme.Cart", BACKEND, RELAY, THREAD).isElsewhere()).isTrue();
    assertThat(place("com.acme.Orders", BACKEND, RELAY, THREAD).isElsewhere()).isTrue();
  }

  @Test
  void loggersAtOneLine_whoseClassesAreOnTheStack_areThere() {
    for (String name : new String[] {"Orders", "Cart", "Orders"}) {
      StackTraceElement caller = at("com.acme." + name, "pay", name + ".java", 5);

      assertThat(place("com.acme." + name, BACKEND, RELAY, caller).isElsewhere())
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.Shop$Cart, com.acme.Shop",
    "com.acme.Shop$$SpringCGLIB$$0, com.acme.Shop",
    "com.acme.Shop, com.acme.Shop$",
    "com.acme.Shop, com.acme.Shop$Companion",
    "com.acme.Shop, com.acme.ShopKt",
  })
  void classOfALogger_isRecognized(String logger, String className) {
    place("com.acme.Other", BACKEND, RELAY);

    assertThat(
            place(logger, BACKEND, RELAY, at(className, "pay", "Shop.java", 5)).isElsewhere())
        .isFalse();
  }

  @Test
  void loggersOfSessions_areOneLogger() {
    assertThat(place("session-1", BACKEND, RELAY).isElsewhere()).isFalse();
    assertThat(place("session-2", BACKEND, RELAY).isElsewhere()).isFalse();
  }

  @Test
  void linesAreForgotten_theOldestFirst() {
    for (int line = 1; line <= 300; line++) {
      place("com.acme.Orders", BACKEND, at("com.acme.Relay", "run", "Relay.java", line));
    }

    assertThat(place("com.acme.Cart", BACKEND, at("com.acme.Relay", "run", "Relay.java", 300))
            .isElsewhere())
        .isTrue();
    assertThat(place("com.acme.Cart", BACKEND, at("com.acme.Relay", "run", "Relay.java", 1))
            .isElsewhere())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.pekko.event.slf4j.Slf4jLogger$$anonfun$receive$1, applyOrElse",
    "akka.event.slf4j.Slf4jLogger, $anonfun$receive$4",
    "akka.event.jul.JavaLogger, log",
    "org.apache.camel.spi.CamelLogger, doLog",
    "org.apache.camel.util.CamelLogger, log",
    "org.jboss.logmanager.handlers.AsyncHandler$AsyncThread, run",
    "org.springframework.boot.logging.DeferredLog, log",
    "org.slf4j.LoggerFactory, replaySingleEvent",
    "org.typelevel.log4cats.slf4j.internal.Slf4jLoggerInternal$Slf4jLogger, $anonfun$error$4",
  })
  void knownRelay_isElsewhere_fromTheFirstOn(String className, String method) {
    StackTraceElement relay = at(className, method, "Relay.x", 9);
    StackTraceElement below = at("com.acme.Main", "main", "Main.java", 3);

    assertThat(place("com.acme.Orders", BACKEND, relay, below).isElsewhere()).isTrue();
  }

  @Test
  void threadOfALibrary_isElsewhere() {
    StackTraceElement worker =
        at("ch.qos.logback.core.AsyncAppenderBase$Worker", "run", "AsyncAppenderBase.java", 295);

    assertThat(place("com.acme.Orders", BACKEND, worker).isElsewhere()).isTrue();
    assertThat(place("com.acme.Orders", BACKEND, worker, THREAD).isElsewhere()).isTrue();
  }

  @Test
  void jdkThatLogs_isThePlace() {
    StackTraceElement jdk = at("sun.rmi.transport.tcp.TCPTransport", "run", "TCPTransport.java", 4);
    StackTraceElement logger = at("java.util.logging.Logger", "log", "Logger.java", 2);

    assertThat(place("sun.rmi.transport.tcp", logger, jdk, THREAD).isElsewhere())
        .isFalse();
  }

  @Test
  void adapterWithoutALogger_isElsewhere() {
    StackTraceElement adapter = at(OwnNames.LOGBACK_APPENDER, "doAppend", "TrackXAppender.java", 1);

    assertThat(place("com.acme.Orders", adapter, RELAY).isElsewhere()).isTrue();
    assertThat(place("com.acme.Orders", adapter, BACKEND, RELAY).isElsewhere()).isFalse();
  }

  @Test
  void noFrames_isElsewhere() {
    assertThat(place("com.acme.Orders").isElsewhere()).isTrue();
  }

  @Test
  void elsewhere_isOneFrameOfLoggerAndMessage_thatIsTheSameInEachRelease() {
    StackTraceElement relay = at("akka.event.slf4j.Slf4jLogger", "receive", "Slf4jLogger.scala", 9);
    StackText stack = place("com.acme.Orders", BACKEND, relay, THREAD)
        .format("com.acme.Orders", "order {} failed");

    assertThat(stack.text())
        .isEqualTo("com.acme.Orders\n"
            + "    at com.acme.Orders.log-71d0beea (com/acme/Orders:0)\n"
            + "    ... logged elsewhere; passed on here:\n"
            + "    at akka.event.slf4j.Slf4jLogger.receive(Slf4jLogger.scala:9)\n"
            + "    at java.lang.Thread.run(Thread.java:840)");
    assertThat(seen(stack.text()))
        .containsExactly("com.acme.Orders.log-71d0beea@com/acme/Orders:0");
    assertThat(stack.topFrame()).isEqualTo("com.acme.Orders");
  }

  @Test
  void elsewhere_loggersAndMessagesAreTold_apart_relaysAreNot() {
    LogPlace orders = place("com.acme.Orders");
    String one = orders.format("t", "order 1 failed").fingerprint();

    assertThat(orders.format("t", "order 2 failed").fingerprint()).isEqualTo(one);
    assertThat(orders.format("t", "order 2 is late").fingerprint()).isNotEqualTo(one);
    assertThat(place("com.acme.Cart").format("t", "order 1 failed").fingerprint())
        .isNotEqualTo(one);
  }

  @Test
  void elsewhere_loggerOfAnyText_isOneFrame() {
    StackText stack = place("at x (y:1)\n at z (Z.java:2)").format("t", "m");

    assertThat(seen(stack.text())).hasSize(1);
    assertThat(stack.hasFrames()).isTrue();
  }

  private LogPlace place(String logger, StackTraceElement... frames) {
    return places.of(logger, frames, null);
  }
}
