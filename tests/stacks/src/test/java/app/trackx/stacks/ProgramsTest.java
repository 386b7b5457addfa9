package app.trackx.stacks;

import static app.trackx.stacks.Arrivals.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.TrackX;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import app.trackx.testing.Waiting;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Runs the snippets of docs/STACKS.md for programs that are no servers. */
@Timeout(180)
class ProgramsTest {
  @Test
  void picocli_withTheSnippet_reportsOnce_andKeepsTheExitCode() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          new ChildJvm().option("-Dtrackx.endpoint=" + server.endpoint()).run(PicocliApp.class);
      assertThat(result.exitCode).isEqualTo(1);
      assertThat(result.printed()).contains("no such order");
      assertThat(server.events()).hasSize(1);
      assertThat(server.events().get(0).name()).isEqualTo("java.lang.IllegalStateException");
    }
  }

  @Test
  void picocli_withoutIt_reportsNothing() throws Exception {
    assertThat(eventsOf(() -> {
          TrackX.setup();
          PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
          assertThat(new CommandLine(new PicocliApp()).setErr(nowhere).execute())
              .isEqualTo(1);
        }))
        .isEmpty();
  }

  /** Simulated: nothing freezes the process. What has arrived when the method returns, would have. */
  @Test
  void lambda_hasDelivered_whenTheHandlerEnds() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      System.setProperty("trackx.endpoint", server.endpoint());
      try {
        LambdaApp handler = new LambdaApp(); // its class calls setup
        TrackX.setup(server.endpoint()); // also if another test has loaded it
        assertThat(handler.handleRequest("1", null)).isEqualTo("a book");
        assertThatThrownBy(() -> handler.handleRequest("17", null)).hasMessage("no such order");
        assertThat(server.events()).hasSize(1);
      } finally {
        TrackX.close();
        System.clearProperty("trackx.endpoint");
      }
    }
  }

  /** Simulated: no JVM with CRaC is needed for the API, and none restores a checkpoint here. */
  @Test
  void crac_isClosedBeforeACheckpoint_andReportsAfterTheRestore() throws Exception {
    assertThat(eventsOf(() -> {
          CracApp.start();
          Resource resource = new CracApp();
          TrackX.sendEvent(new IllegalStateException("before"));
          resource.beforeCheckpoint((Context<Resource>) null);
          Waiting.until("threads that end", () -> threads().isEmpty());
          resource.afterRestore((Context<Resource>) null);
          TrackX.sendEvent(new IllegalArgumentException("after"));
          assertThat(TrackX.flush(Duration.ofSeconds(30))).isTrue();
        }))
        .extracting(event -> event.message())
        .containsExactly("before", "after");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("trackx-process") || name.startsWith("trackx-send"))
        .toList();
  }
}
