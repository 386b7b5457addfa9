package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.trackx.TrackX;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names in a stack, compared with what a JVM writes there. The adapters' modules test theirs. */
class OwnNamesTest {
  @Test
  void wrappedTasks_haveTheNameThatIsLeftOut() {
    Runnable task = () -> {
      throw new IllegalStateException();
    };
    Callable<String> call = () -> {
      throw new IllegalStateException();
    };

    assertThat(catchThrowable(() -> TrackX.wrap(task).run()).getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(OwnNames.WRAPPED_TASK))
        .anyMatch(Plumbing::isPlumbing);
    assertThat(catchThrowable(() -> TrackX.wrap(call).call()).getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(OwnNames.WRAPPED_TASK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OwnNames.ENTRY,
        OwnNames.CLIENT,
        OwnNames.CAPTURE,
        OwnNames.RECORDER,
        OwnNames.TASK_REPORTS
      })
  void classesOfTheClient_exist(String name) throws Exception {
    assertThat(Class.forName(name)).isNotNull();
  }

  @Test
  void internalPackages_haveTheirPrefix() {
    assertThat(OwnNames.class.getName()).startsWith(OwnNames.INTERNAL);
  }
}
