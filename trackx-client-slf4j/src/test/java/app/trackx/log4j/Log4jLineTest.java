package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.internal.logging.LogLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.AbstractLogEvent;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.ThrowableProxy;
import org.apache.logging.log4j.core.util.Log4jThread;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableSimpleMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** The data that is read from a record, and no references to the record. */
class Log4jLineTest {
  private static Log4jLogEvent event(Message message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("app")
        .setLevel(Level.ERROR)
        .setMessage(message)
        .build();
  }

  private static LogLine line(LogEvent event) {
    return new Log4jLine(event, null);
  }

  @Test
  void mutablePairs_areCopiedAsText() {
    ReusableSimpleMessage reused = new ReusableSimpleMessage();
    reused.set("first");
    StringBuilder builder = new StringBuilder("first");
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("message", reused);
    data.put("number", 7);
    data.put("builder", builder);

    Map<String, Object> pairs = line(event(new MapMessage<>(data))).pairs();
    reused.set("second");
    builder.append(" and second");

    assertThat(pairs)
        .containsOnly(entry("message", "first"), entry("number", 7), entry("builder", "first"));
  }

  @Test
  void pairs_areCopiedAtOnce() {
    MapMessage<?, Object> message = new MapMessage<>(new LinkedHashMap<>(Map.of("a", 1)));

    Map<String, Object> pairs = line(event(message)).pairs();
    message.with("b", 2);

    assertThat(pairs).containsOnlyKeys("a");
  }

  @Test
  void withinLogCall_trueOnTheLoggingThread() throws Exception {
    Log4jLogEvent event = event(new SimpleMessage("failed"));
    assertThat(line(event).isWithinLogCall()).isTrue();

    FutureTask<Boolean> elsewhere = new FutureTask<>(() -> line(event).isWithinLogCall());
    new Thread(elsewhere).start();

    assertThat(elsewhere.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void withinLogCall_falseOnAQueueThread() throws Exception {
    FutureTask<Boolean> there =
        new FutureTask<>(() -> line(event(new SimpleMessage("failed"))).isWithinLogCall());
    new Log4jThread(there).start();

    assertThat(there.get(20, TimeUnit.SECONDS)).isFalse();
  }

  /** A record from the network with an exception whose class is missing here. */
  @SuppressWarnings("deprecation") // for records of our own JVM
  private static final class FromElsewhere extends AbstractLogEvent {
    private static final long serialVersionUID = 1;

    @Override
    public ThrowableProxy getThrownProxy() {
      return new ThrowableProxy(new IllegalStateException("no stock"));
    }
  }

  @Test
  void exceptionOfAnotherJvm_isRemote() {
    LogLine line = line(new FromElsewhere());

    assertThat(line.thrown()).isNull();
    assertThat(line.remoteThrowable()).isNotNull();
    assertThat(line(event(new SimpleMessage("failed"))).remoteThrowable()).isNull();
  }

  @Test
  void nothingKnown_isNoException() {
    LogLine line = line(new Log4jLogEvent.Builder().setLevel(Level.ERROR).build());

    assertThat(line.logger()).isEqualTo("root");
    assertThat(line.message()).isEmpty();
    assertThat(line.template()).isNull();
    assertThat(line.pairs()).isEmpty();
    assertThat(line.markers()).isEmpty();
    assertThat(line.callSite()).isNull();
    assertThat(line.contextValue("any")).isNull();
  }
}
