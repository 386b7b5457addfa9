package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.RequestLimit;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that fail all the time behind one address and upstream's limit. */
class FleetProcessTest {
  private static final int JVMS = 8;

  /** How long they fail; -Dfleet.seconds=60 is more like production. */
  private static final int SECONDS = Integer.getInteger("fleet.seconds", 12);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eightJvms_areAllHeardOf_andHardlyRefused(boolean closesConnections) throws Exception {
    RequestLimit limit = RequestLimit.likeUpstream();
    try (TrackXLocal server = TrackXLocal.builder()
        .requestLimit(closesConnections ? limit.closingConnections() : limit)
        .start()) {
      run(server.endpoint());

      List<Object> heardOf = server.events().stream()
          .map(event -> event.meta().get("instance"))
          .distinct()
          .collect(Collectors.toList());
      assertThat(heardOf).hasSize(JVMS);
      assertThat(server.refusedRequests()).isLessThanOrEqualTo(2 * JVMS);
      assertThat(server.issues()).hasSize(3);
    }
  }

  /** Starts one after the other: all at once, they would slow down the tests beside this one. */
  private static void run(String endpoint) throws Exception {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(JVMS);
    try {
      List<Future<ChildJvm.Result>> jvms = new ArrayList<>();
      for (int i = 0; i < JVMS; i++) {
        String name = "instance " + i;
        Callable<ChildJvm.Result> jvm = () -> new ChildJvm()
            .option("-XX:TieredStopAtLevel=1")
            .run(FleetProgram.class, endpoint, name, Integer.toString(SECONDS));
        jvms.add(pool.schedule(jvm, i, TimeUnit.SECONDS));
      }
      for (Future<ChildJvm.Result> ended : jvms) {
        assertThat(ended.get(5, TimeUnit.MINUTES).exitCode).isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
