package app.trackx;

import static app.trackx.VisitorPingTest.token;
import static app.trackx.testing.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.http.UserAgent;
import app.trackx.internal.json.LiveMeta;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.session.VisitorQueue;
import app.trackx.local.Session;
import app.trackx.local.TrackXLocal;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Visitors of a complete client with its threads. */
@Timeout(120)
class VisitorsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final FakeTransport transport = new FakeTransport();

  @Test
  void fiftyVisitors_areFiftySessions_oneOfThemWithAnError() {
    VisitorPseudonym visitors = VisitorPseudonym.random();
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client =
            TrackXClient.builder(server.endpoint()).rateLimit(RateLimit.none()).build()) {
      for (int request = 0; request < 3; request++) {
        for (int i = 0; i < 50; i++) {
          client.ping(visitors.tokenOf("192.0.2." + i, "Mozilla/5.0"));
        }
      }
      until(() -> client.diagnostics().pings() == 50);
      assertThat(server.sessions()).hasSize(50).noneMatch(Session::withError);

      client
          .capture(EventType.UNHANDLED_ERROR)
          .reason(new IllegalStateException("in a request"))
          .visitor(visitors.tokenOf("192.0.2.7", "Mozilla/5.0"))
          .send();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.sessions()).hasSize(50);
      assertThat(server.sessions().stream().filter(Session::withError)).hasSize(1);
      assertThat(server.events().get(0).os()).isEqualTo(System.getProperty("os.name"));
      assertThat(client.diagnostics().pingsDropped()).isZero();
    }
  }

  @Test
  void sameVisitor_isPingedOnceADay() throws Exception {
    FakeTime time = new FakeTime();
    Delivery delivery = delivery(time);
    for (int day = 0; day < 3; day++) {
      for (int request = 0; request < 100; request++) {
        delivery.ping(token(1));
      }
      assertThat(agent(transport.next())).endsWith(" visitor/" + token(1));
      delivery.ping(token(1));
      delivery.ping(token(2)); // after it, so that it would be noticed
      assertThat(agent(transport.next())).endsWith(" visitor/" + token(2));
      time.advance(Duration.ofDays(1));
    }
    until(() -> delivery.diagnostics().pings() == 6); // close() would not wait for the last
    delivery.close(PATIENCE.toNanos(), true);

    assertThat(transport.requests()).hasSize(6);
  }

  @Test
  void flood_isBoundedAndCounted_oneWarning_andEventsAreStillSent() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("app.trackx");
    log.start();
    logger.addAppender(log);
    TrackXClient client = client(RateLimit.DEFAULT);
    try {
      for (int i = 0; i < 5_000; i++) {
        client.ping(token(i));
      }
      until(() -> client.diagnostics().pings() >= 5); // most of the burst is reserved for errors
      until(() -> client.diagnostics().pingsDropped() >= 5_000 - 10 - VisitorQueue.CAPACITY);
      client.sendEvent(new IllegalStateException("still goes"));
      assertThat(nextEvent().length()).isPositive();
      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().sent()).isEqualTo(1);
    } finally {
      client.close();
      logger.detachAppender(log);
    }

    until(() -> client.diagnostics().pings() + client.diagnostics().pingsDropped() == 5_000);
    assertThat(client.diagnostics().pings()).isBetween(5L, 15L);
    assertThat(log.list.stream().filter(event -> event.getLevel() == Level.WARN))
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("Visitor pings are dropped");
  }

  @Test
  void knownVisitor_allocatesNothingOnTheCallersThread() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TrackXClient client = client(RateLimit.none())) {
      String token = token(1);
      client.ping(token);
      transport.next();
      threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 1_000; i++) {
        client.ping(token);
      }
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 100_000; i++) {
        client.ping(token);
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

      assertThat(after - before).isLessThan(10_000);
      assertThat(transport.requests()).hasSize(1);
    }
  }

  @Test
  void flushAndClose_doNotWaitForVisitors() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    transport.always(request -> {
      asked.countDown();
      return Outcome.rateLimited(429, Duration.ofHours(1));
    });
    TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .shutdownTimeout(Duration.ofHours(1))
        .build();
    for (int i = 0; i < 10; i++) {
      client.ping(token(i));
    }
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    long start = System.nanoTime();
    assertThat(client.flush(PATIENCE)).isTrue();
    client.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    until(() -> client.diagnostics().pingsDropped() == 10);
    client.ping(token(11));
    assertThat(client.diagnostics().toString())
        .isEqualTo("captured=0 sent=0 folded=0 cancelled=0 dropped={} pending=0 pingsDropped=10");
  }

  @RepeatedTest(20)
  void invalidToken_isCountedAndNotSent_andNullIsTheClientsOwnSession() {
    try (TrackXClient client = client(RateLimit.none())) {
      client.ping("bob@example.com");
      client.ping("");
      client.ping(null);
      client.capture(EventType.TEST).message("m").visitor("192.0.2.1").send();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.requests())
          .hasSize(2)
          .allMatch(request -> agent(request).equals(UserAgent.ofThisJvm()));
      assertThat(client.diagnostics().pingsDropped()).isEqualTo(1);
    }
  }

  private TransportRequest nextEvent() throws InterruptedException {
    TransportRequest request = transport.next();
    while (!request.url().endsWith("/event")) {
      request = transport.next();
    }
    return request;
  }

  private static String agent(TransportRequest request) {
    return request.headers().get("User-Agent");
  }

  private TrackXClient client(RateLimit limit) {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(limit)
        .build();
  }

  private Delivery delivery(FakeTime time) {
    Options options = transport.options(RateLimit.none(), null);
    return new Delivery(options, new LiveMeta(), time);
  }
}
