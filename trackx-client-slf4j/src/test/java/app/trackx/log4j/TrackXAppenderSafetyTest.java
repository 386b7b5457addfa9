package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import app.shop.Orders;
import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.TrackX;
import app.trackx.local.Event;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.AsynchronouslyFormattable;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No loops, no exceptions in the application, no partially read events. */
class TrackXAppenderSafetyTest {
  private static final String SHARED = "<TrackX name=\"T\"/>";

  private final Log4j log4j = new Log4j().withSetup();

  @AfterEach
  void close() {
    log4j.close();
  }

  /** A message that appenders have to render. */
  @AsynchronouslyFormattable
  private static final class Rendered implements Message {
    private static final long serialVersionUID = 1;

    private final transient Supplier<String> text;

    Rendered(Supplier<String> text) {
      this.text = text;
    }

    @Override
    public String getFormattedMessage() {
      return text.get();
    }

    @Override
    public Object[] getParameters() {
      return new Object[0];
    }

    @Override
    public Throwable getThrowable() {
      return null;
    }
  }

  private static Diagnostics diagnostics() {
    return TrackX.client().diagnostics();
  }

  @Test
  void messageThatCannotBeRendered_isDroppedAndCounted() {
    log4j.start(SHARED);

    log4j.logger().error(new Rendered(() -> {
      throw new IllegalStateException("not now");
    }));
    log4j.logger().error(new Rendered(() -> {
      throw new StackOverflowError();
    }));

    assertThat(log4j.events()).isEmpty();
    assertThat(diagnostics().dropped()).containsEntry(DropReason.RENDERING_FAILED, 2L);
  }

  @Test
  void messageThatIsNull_isEmpty() {
    log4j.start(SHARED);

    log4j.logger().error(new Rendered(() -> null));
    log4j.logger().error((String) null, new Exception("no stock"));

    assertThat(log4j.events()).hasSize(2);
    assertThat(diagnostics().totalDropped()).isZero();
  }

  @Test
  void parameterThatThrows_isRenderedByLog4j() {
    log4j.start(SHARED);

    Orders.fail(log4j.logger(), new Object() {
      @Override
      public String toString() {
        throw new IllegalStateException("not now");
      }
    });

    assertThat(log4j.event().message()).contains("IllegalStateException");
  }

  @Test
  void parameterThatLogs_doesNotLoop() {
    log4j.start(SHARED);

    Orders.fail(log4j.logger(), new Object() {
      @Override
      public String toString() {
        log4j.logger().error("nested");
        return "7";
      }
    });

    assertThat(log4j.events())
        .extracting(Event::message)
        .containsExactlyInAnyOrder("nested", "order 7 failed");
  }

  @Test
  void messageThatLogs_toTheSameAppender_isDroppedAndCounted() {
    log4j.startWith(
        "<Configuration shutdownHook=\"disable\"><Appenders>" + SHARED + "</Appenders><Loggers>"
            + "<Logger name=\"other\" additivity=\"false\"><AppenderRef ref=\"T\"/></Logger>"
            + "<Root><AppenderRef ref=\"T\"/></Root></Loggers></Configuration>");
    Logger other = log4j.context().getLogger("other");

    log4j.logger().error(new Rendered(() -> {
      other.error("nested");
      return "outer";
    }));

    assertThat(log4j.event().message()).isEqualTo("outer");
    assertThat(diagnostics().dropped()).containsEntry(DropReason.RECURSIVE, 1L);
  }

  @Test
  void logsOfTheClient_areNoEvents() {
    log4j.start(SHARED);

    log4j.context().getLogger("app.trackx").error("cannot send", new Exception());

    assertThat(log4j.events()).isEmpty();
    assertThat(diagnostics().captured()).isZero();
  }

  @Test
  void logsOfClientLibrariesOnClientThreads_areNoEvents() throws Exception {
    log4j.start(SHARED);
    Logger okHttp = log4j.context().getLogger("okhttp3.OkHttpClient");

    run("trackx-send", () -> okHttp.error("a connection leaked"));
    run("worker", () -> okHttp.error("a connection of the application leaked"));

    assertThat(log4j.event().message()).isEqualTo("a connection of the application leaked");
  }

  private static void run(String name, Runnable task) throws InterruptedException {
    Thread thread = new Thread(task, name);
    thread.start();
    thread.join(Log4j.PATIENCE.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void loggedAndRethrownAtThreeLevels_isOneEventWithTheFirstContext() {
    log4j.start(SHARED);
    Exception first = new Exception("no stock");
    Exception second = new IllegalStateException("order 7", first);
    Exception third = new RuntimeException(second);

    log4j.logger().error("deep", first);
    log4j.logger().error("between", second);
    log4j.logger().error("outside", third);

    assertThat(log4j.event().meta()).containsEntry("log", "deep");
    assertThat(diagnostics().duplicates()).isEqualTo(2);
  }

  @Test
  void thousandOrders_areOneIssue() {
    log4j.start(SHARED);

    for (int order = 0; order < 1_000; order++) {
      Orders.fail(log4j.logger(), order);
    }

    log4j.events();
    assertThat(log4j.server.issues()).hasSize(1);
    Diagnostics counts = diagnostics();
    assertThat(counts.sent() + counts.folded() + counts.totalDropped()).isEqualTo(1_000);
  }

  @Test
  void fiftyThreads_countersAddUp() throws Exception {
    log4j.start(SHARED);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Thread thread = new Thread(() -> {
        for (int order = 0; order < 1_000; order++) {
          Orders.failWithException(log4j.logger(), order);
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join(Log4j.PATIENCE.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }

    log4j.events();
    Diagnostics counts = diagnostics();
    assertThat(counts.captured()).isEqualTo(50_000);
    assertThat(counts.sent() + counts.folded() + counts.totalDropped()).isEqualTo(50_000);
    assertThat(log4j.server.issues()).hasSize(1);
  }

  @Test
  void belowTheLevel_nothingIsAllocated() {
    log4j.start("<TrackX name=\"T\" markers=\"AUDIT\"/>");
    TrackXAppender appender = log4j.appender();
    LogEvent event = Log4jLogEvent.newBuilder()
        .setLoggerName(Log4j.LOGGER)
        .setLevel(Level.WARN)
        .setMessage(new SimpleMessage("slow"))
        .build();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        appender.append(event);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isLessThan(1_000); // bytes in 10 000 calls: the cost of measuring
  }
}
