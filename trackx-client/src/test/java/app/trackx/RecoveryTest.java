package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.transport.Outcome;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** The log line about the end of an outage, and the state that a client shows, in fake time. */
class RecoveryTest {
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final Options options = transport.options(RateLimit.none(), null);
  private final Counters counters = new Counters(new Warnings(options.endpoint, options.origin));
  private final Logger logger = (Logger) LoggerFactory.getLogger("app.trackx");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Pipeline pipeline;

  @BeforeEach
  void start() {
    log.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(log);
    options.queueCapacity = 4;
    pipeline = new Pipeline(
        options, counters, new ApplicationPing(), time, new Random(1), new MemoryReserve(false, 0));
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void firstDeliveryAfterAnOutage_isLoggedOnce_withItsLengthAndCounts() {
    transport.always(request -> {
      throw new IOException("secret.internal:8443");
    });
    take(0);
    pipeline.send(true);
    for (int kind = 1; kind < 6; kind++) {
      take(kind);
    }
    fail(Duration.ofMinutes(12));
    transport.always(request -> Outcome.sent());
    sendAll();
    take(7);
    sendAll();

    assertThat(lines(Level.INFO))
        .singleElement()
        .asString()
        .contains("http://127.0.0.1:9/v1/***", "accepts events again", "an outage of 12 min")
        .contains("4 errors were queued", "2 were dropped meanwhile, see diagnostics()");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyKindOfOutageThatLogsAWarning_logsItsEnd(Outcome failure) {
    transport.then(failure);
    take(2);
    sendAll();
    time.advance(Duration.ofMinutes(5));
    take(3);
    sendAll();

    assertThat(lines(Level.WARN)).isNotEmpty();
    assertThat(lines(Level.INFO)).singleElement().asString().contains("accepts events again");
  }

  static List<Outcome> failures() {
    return List.of(
        Outcome.retry(0),
        Outcome.retry(503),
        Outcome.proxyFailed(502, "proxy.example.com:3128"),
        Outcome.ofResponse(200, name -> "text/html", "<html>"),
        Outcome.rateLimited(429, Duration.ofSeconds(20)),
        Outcome.closedWithoutAnswer(),
        Outcome.misconfigured(403, "Invalid key"));
  }

  @Test
  void firewallThatRefusesAll_thenLetsThrough_isAnOutage() {
    take(0);
    sendAll();
    transport.always(request -> Outcome.misconfigured(403, "<html>"));
    for (int kind = 1; kind < 7; kind++) {
      take(kind);
      pipeline.send(true);
    }
    transport.always(request -> Outcome.sent());
    sendAll();

    assertThat(lines(Level.WARN)).anyMatch(line -> line.contains("five events in a row"));
    assertThat(lines(Level.INFO)).singleElement().asString().contains("accepts events again");
  }

  @Test
  void laterOutage_isLoggedIfItWasLong_elseAtDebugLevel() {
    outage(Duration.ZERO);
    outage(Duration.ofSeconds(40));
    assertThat(lines(Level.INFO)).hasSize(1);
    assertThat(lines(Level.DEBUG)).anyMatch(line -> line.contains("accepts events again"));

    outage(Duration.ofHours(3));
    outage(Duration.ofMinutes(2));

    assertThat(lines(Level.INFO)).hasSize(3);
    assertThat(lines(Level.INFO).get(1)).contains("an outage of 3 h", "1 error was queued");
    assertThat(lines(Level.INFO).get(2)).contains("0 were dropped meanwhile.");
  }

  @Test
  void eventThatIsRejectedAlone_isNoOutage() {
    transport.then(Outcome.rejected(422));
    take(1);
    take(2);
    sendAll();

    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("again"));
  }

  @Test
  void state_isThatOfTheLastRequest() {
    ServerHealth health = pipeline.health();
    assertThat(state(health)).isEqualTo(Diagnostics.DeliveryState.READY);

    transport
        .then(Outcome.retry(500))
        .then(Outcome.rateLimited(429, Duration.ofMinutes(30)))
        .then(Outcome.sent());
    take(1);
    pipeline.send(false);
    assertThat(state(health)).isEqualTo(Diagnostics.DeliveryState.RETRYING);
    time.advance(Duration.ofMinutes(5));
    pipeline.send(false);
    assertThat(state(health)).isEqualTo(Diagnostics.DeliveryState.RATE_LIMITED);
    time.advance(Duration.ofMinutes(29));
    assertThat(health.shownState(time.nanoTime()))
        .isEqualTo(Diagnostics.DeliveryState.RATE_LIMITED);
    time.advance(Duration.ofMinutes(17)); // although no step has shown its end
    assertThat(health.shownState(time.nanoTime())).isEqualTo(Diagnostics.DeliveryState.READY);

    pipeline.send(false);
    transport.then(Outcome.misconfigured(403, "Invalid key"));
    take(2);
    time.advance(Duration.ofMinutes(12)); // after the refusal
    pipeline.send(false);
    assertThat(state(health)).isEqualTo(Diagnostics.DeliveryState.MISCONFIGURED);
    time.advance(Duration.ofMinutes(5));
    take(3);
    sendAll();
    assertThat(state(health)).isEqualTo(Diagnostics.DeliveryState.READY);
  }

  private Diagnostics.DeliveryState state(ServerHealth health) {
    health.show();
    return health.shownState(time.nanoTime());
  }

  private void outage(Duration length) {
    transport.always(request -> Outcome.retry(503));
    take(1);
    fail(length);
    transport.always(request -> Outcome.sent());
    sendAll();
  }

  /** Fails until that time has passed since the first failure. */
  private void fail(Duration length) {
    pipeline.send(true);
    long end = time.nanoTime() + length.toNanos();
    while (time.nanoTime() < end) {
      time.advanceNanos(Math.min(end - time.nanoTime(), pipeline.send(true).nanos()));
    }
  }

  private void sendAll() {
    for (int i = 0; i < 1_000; i++) {
      Delay sent = pipeline.send(true); // the pauses are of a second
      if (sent == Delay.UNTIL_WOKEN) {
        return;
      }
      time.advanceNanos(sent.nanos());
    }
    throw new AssertionError("something waits for ever");
  }

  private void take(int kind) {
    counters.captured();
    pipeline.process(Errors.captured(Errors.at(kind), time.nanoTime()), false);
  }

  private List<String> lines(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.toList());
  }
}
