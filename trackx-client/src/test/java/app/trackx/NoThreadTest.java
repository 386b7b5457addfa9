package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process at its thread limit: the client can start no thread. */
class NoThreadTest {
  @Test
  @EnabledForJreRange(max = JRE.JAVA_23)
  void noCallThrows_andPendingEventsAreSentAtShutdownIfAThreadStarts() throws Exception {
    try (TrackXLocal first = TrackXLocal.start();
        TrackXLocal second = TrackXLocal.start()) {
      ChildJvm.Result result = new ChildJvm()
          .without("logback")
          .option("-Djava.security.manager=allow")
          .run(NoThreadProgram.class, first.endpoint(), second.endpoint());

      assertThat(result.exitCode).as("%s", result.err).isZero();
      assertThat(result.out).containsExactly("flushed false", "handler true", "enabled false");
      assertThat(first.events()).extracting(Event::message).containsExactly("waits");
      assertThat(second.events()).isEmpty();
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23)
  void intakeThatFilledWithoutAThread_isProcessedOnceOneStarts_withAWarning() throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .without("logback")
        .option("-Djava.security.manager=allow")
        .run(ThreadLimitProgram.class, "manager");

    assertRecovered(result);
  }

  /** With a real limit, where this user may limit the threads of a process. */
  @Test
  void intakeThatFilledAtTheThreadLimit_isProcessedOnceAThreadStarts() throws Exception {
    Path group =
        Path.of("/sys/fs/cgroup/pids/trackx-test-" + ProcessHandle.current().pid());
    assumeTrue(isMade(group), "no control group can be made");
    try {
      AtomicInteger marks = new AtomicInteger();
      ChildJvm.Result result = new ChildJvm()
          .without("logback")
          .atMark(child -> limit(group, child, marks.incrementAndGet() == 1))
          .run(ThreadLimitProgram.class, "pids");

      assertRecovered(result);
    } finally {
      Files.deleteIfExists(group);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "group-of-the-caller", "thread", "loader"})
  @EnabledForJreRange(max = JRE.JAVA_23)
  void securityManagerThatDeniesGroups_errorsAreDelivered(String what) throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .without("logback")
        .option("-Djava.security.manager=allow")
        .run(DeniedGroupProgram.class, what);

    assertThat(result.out).as("%s", result.err).containsExactly("flushed true, sent 1");
  }

  private static void assertRecovered(ChildJvm.Result result) {
    assertThat(result.out)
        .as("%s", result.err)
        .filteredOn(line -> !line.contains("[os,thread]") && !line.equals(ChildJvm.MARK))
        .containsExactly("full true", "pending 0 true", "flush asks again true");
    assertThat(result.err)
        .filteredOn(line -> line.contains("could not start a thread for the TrackX client"))
        .as("once for each of two clients")
        .hasSize(2);
  }

  private static boolean isMade(Path group) {
    try {
      Files.createDirectory(group);
      return Files.isWritable(group.resolve("pids.max"));
    } catch (IOException noGroups) {
      return false;
    }
  }

  private static void limit(Path group, ProcessHandle child, boolean limited) {
    try {
      if (limited) {
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(child.pid()));
      }
      Files.writeString(group.resolve("pids.max"), limited ? "1" : "max");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
