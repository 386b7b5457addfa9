package app.trackx.local.junit;

import static app.trackx.local.junit.TrackXAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class TrackXLocalExtensionTest {
  private static final Set<Integer> PORTS = new LinkedHashSet<>();

  private static Events run(Class<?> sample) {
    PORTS.clear();
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(sample))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
        .execute()
        .testEvents();
  }

  static class SampleOfAClass {
    @RegisterExtension
    static TrackXLocalExtension trackx = new TrackXLocalExtension();

    static String early = trackx.endpoint();

    @Test
    void one() {
      check();
    }

    @Test
    void two() {
      check();
    }

    static void check() {
      assertThat(trackx.endpoint()).isEqualTo(early);
      PORTS.add(trackx.server().port());
      assertThat(trackx).hasNoIssues();
      Sender.send(trackx.endpoint(), Sender.BOOM);
      assertThat(trackx).hasIssue(IllegalStateException.class).inMethod("pay");
    }

    @Nested
    class Inner {
      @Test
      void three() {
        check();
      }
    }
  }

  @Test
  void staticField_isOneServer_emptyBeforeEachTest_closedAfterAll() {
    run(SampleOfAClass.class).assertStatistics(all -> all.started(3).succeeded(3));
    assertThat(PORTS).hasSize(1);
    assertThat(SampleOfAClass.trackx.toString()).isEqualTo("TrackXLocalExtension[not started]");
  }

  static class SampleOfATest {
    @RegisterExtension
    final TrackXLocalExtension trackx = new TrackXLocalExtension(Duration.ofSeconds(1));

    @Test
    void one() {
      PORTS.add(trackx.server().port());
    }

    @Test
    void two() {
      PORTS.add(trackx.server().port());
    }
  }

  @Test
  void instanceField_isAServerForEachTest() {
    run(SampleOfATest.class).assertStatistics(all -> all.started(2).succeeded(2));
    assertThat(PORTS).isNotEmpty();
  }

  @Execution(ExecutionMode.CONCURRENT)
  static class SampleAtTheSameTime {
    @RegisterExtension
    static TrackXLocalExtension trackx = new TrackXLocalExtension();

    static final CountDownLatch OTHER_FAILED = new CountDownLatch(1);

    @Test
    void one() throws InterruptedException {
      OTHER_FAILED.await(2, TimeUnit.SECONDS);
    }

    @Test
    void two() throws InterruptedException {
      OTHER_FAILED.await(2, TimeUnit.SECONDS);
    }
  }

  @Test
  void concurrentTests_areRejected() {
    Events events = run(SampleAtTheSameTime.class);
    events.assertStatistics(all -> all.started(2).succeeded(1).failed(1));
    assertThat(events.failed().list().toString())
        .contains("two tests use the same TrackXLocalExtension");
  }

  @Test
  void timeout_isValidated_andKeyIsNotShown() {
    assertThatThrownBy(() -> new TrackXLocalExtension(Duration.ofMillis(-1)))
        .hasMessage("timeout < 0: PT-0.001S");
    TrackXLocalExtension extension = new TrackXLocalExtension();
    String endpoint = extension.endpoint();
    assertThat(extension.toString())
        .isEqualTo("TrackXLocalExtension[TrackXLocal[port " + extension.server().port() + "]]")
        .doesNotContain(endpoint.substring(endpoint.lastIndexOf('/')));
    extension.server().close();
  }
}
