package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A process that has as many threads as it may have: the client can start none of its own. */
class NoThreadTest {
  @Test
  @EnabledForJreRange(max = JRE.JAVA_23)
  void noCallThrows_andWhatWaits_isSentAtTheEndIfThereIsAThreadThen() throws Exception {
    try (TrackXLocal first = TrackXLocal.start();
        TrackXLocal second = TrackXLocal.start()) {
      ChildJvm.Result result = new ChildJvm()
          .option("-Djava.security.manager=allow")
          .run(NoThreadProgram.class, first.endpoint(), second.endpoint());

      assertThat(result.exitCode).as("%s", result.err).isZero();
      assertThat(result.out).containsExactly("flushed false", "handler true", "enabled false");
      assertThat(first.events()).extracting(Event::message).containsExactly("waits");
      assertThat(second.events()).isEmpty();
    }
  }
}
