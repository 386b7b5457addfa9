package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client in use while Log4j starts, reconfigures and stops appenders. */
class TrackXAppenderLifecycleTest {
  private static final String OWN = "<TrackX name=\"T\" $SERVER/>";
  private static final String SHARED = "<TrackX name=\"T\"/>";

  private final Log4j log4j = new Log4j();

  @AfterEach
  void close() {
    log4j.close();
  }

  @Test
  void setupAfterStart_laterRecordsAreReported() {
    log4j.start(SHARED);
    log4j.logger().error("too early");

    log4j.withSetup();
    log4j.logger().error("in time");

    assertThat(log4j.event().message()).isEqualTo("in time");
    assertThat(log4j.status.all()).hasSize(1);
  }

  @Test
  void stop_leavesTheClientOfSetupOpen() {
    log4j.withSetup().start(SHARED).stop();

    TrackX.sendEvent(new Exception("after the end of Log4j"));

    assertThat(TrackX.flush(Log4j.PATIENCE)).isTrue();
    assertThat(log4j.server.events()).hasSize(1);
  }

  @Test
  void stop_closesItsOwnClient_whichSendsWhatIsPending() {
    log4j.start(OWN);
    log4j.logger().error("so that all is warm");
    assertThat(log4j.server.awaitEvents(1, Log4j.PATIENCE)).isTrue();

    log4j.logger().error("last words");
    log4j.stop();

    assertThat(log4j.server.events()).hasSize(2);
  }

  @Test
  void ownEndpointOfTheProjectOfSetup_usesTheClientOfSetup() {
    log4j.withSetup().start(OWN);

    log4j.logger().error("failed");

    log4j.events();
    assertThat(TrackX.client().diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void setClient_isUsedAndNotClosed() {
    log4j.withSetup();
    TrackXAppender appender = TrackXAppender.newBuilder()
        .setName("in code")
        .setClient(TrackX.client())
        .setEndpoint("http://127.0.0.1:9/v1/abcdefghij1")
        .build();
    appender.start();

    appender.append(event(Level.ERROR));
    appender.stop();

    TrackX.sendEvent(new Exception());
    assertThat(TrackX.flush(Log4j.PATIENCE)).isTrue();
    assertThat(log4j.server.events()).hasSize(2);
  }

  @Test
  void notStarted_nothingIsReported() {
    log4j.withSetup();
    TrackXAppender appender =
        TrackXAppender.newBuilder().setClient(TrackX.client()).build();

    appender.append(event(Level.ERROR));
    appender.start();
    appender.stop();
    appender.append(event(Level.ERROR));

    assertThat(TrackX.client().diagnostics().captured()).isZero();
  }

  @Test
  void startedAgain_reportsAgain() {
    log4j.withSetup();
    TrackXAppender appender =
        TrackXAppender.newBuilder().setClient(TrackX.client()).build();

    appender.start();
    appender.stop();
    appender.start();
    appender.start();
    appender.append(event(Level.ERROR));

    assertThat(TrackX.client().diagnostics().captured()).isEqualTo(1);
  }

  private static LogEvent event(Level level) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName(Log4j.LOGGER)
        .setLevel(level)
        .setMessage(new SimpleMessage("failed"))
        .build();
  }

  @Test
  void reconfigure_sameOptions_keepsTheClient() {
    log4j.start(OWN);
    TrackXAppender before = log4j.appender();
    log4j.logger().error("one");
    assertThat(log4j.server.awaitEvents(1, Log4j.PATIENCE)).isTrue();
    Set<Long> threads = threadsOfClients();

    log4j.reconfigure(OWN);
    log4j.logger().error("two");

    assertThat(log4j.server.awaitEvents(2, Log4j.PATIENCE)).isTrue();
    assertThat(log4j.appender()).isNotSameAs(before);
    assertThat(before.isStopped()).isTrue();
    assertThat(threadsOfClients()).isEqualTo(threads).isNotEmpty();
  }

  private static Set<Long> threadsOfClients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("trackx-process"))
        .map(Thread::getId)
        .collect(Collectors.toSet());
  }

  @Test
  void reconfigure_otherOptions_hold() {
    log4j.start("<TrackX name=\"T\" $SERVER release=\"1\"/>");
    log4j.logger().error("one");

    assertThat(log4j.server.awaitEvents(1, Log4j.PATIENCE)).isTrue();

    log4j.reconfigure("<TrackX name=\"T\" $SERVER release=\"2\" minimumLevel=\"WARN\"/>");
    log4j.logger().warn("two");

    assertThat(log4j.server.awaitEvents(2, Log4j.PATIENCE)).isTrue();
    assertThat(log4j.events())
        .extracting(event -> event.meta().get("release"))
        .containsExactly("1", "2");
  }

  @Test
  void reconfigure_whileOthersLog_losesNothing() throws Exception {
    log4j.withSetup().start(SHARED);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong logged = new AtomicLong();
    CountDownLatch done = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> {
        while (!stop.get()) {
          log4j.logger().error("failed");
          logged.incrementAndGet();
        }
        done.countDown();
      });
      thread.setDaemon(true);
      thread.start();
    }

    for (int i = 0; i < 10; i++) {
      log4j.reconfigure(SHARED);
    }
    stop.set(true);

    assertThat(done.await(Log4j.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(TrackX.client().diagnostics().captured()).isEqualTo(logged.get()).isPositive();
    assertThat(log4j.events()).extracting(Event::message).containsOnly("failed");
  }
}
