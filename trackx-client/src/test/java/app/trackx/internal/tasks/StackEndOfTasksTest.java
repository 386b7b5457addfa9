package app.trackx.internal.tasks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that fail so near to the end of the stack that the failure cannot be reported. */
class StackEndOfTasksTest {
  private final IllegalStateException own = new IllegalStateException("the task's own");
  private final TaskListener listener = new WithoutStack();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void shutDown() {
    pool.shutdown();
  }

  @Test
  void wrappedTask_throwsItsOwnError() {
    Runnable failing = () -> {
      throw own;
    };
    Callable<Object> failingCallable = () -> {
      throw own;
    };
    Supplier<Object> failingSupplier = () -> {
      throw own;
    };

    assertThatThrownBy(WrappedTasks.reporting(failing, listener)::run).isSameAs(own);
    assertThatThrownBy(WrappedTasks.reporting(failingCallable, listener)::call).isSameAs(own);
    assertThatThrownBy(WrappedTasks.reporting(failingSupplier, listener)::get).isSameAs(own);
  }

  @Test
  void watchedTask_throwsItsOwnError() {
    Callable<Object> failing = () -> {
      throw own;
    };

    assertThatThrownBy(new WatchedTask<>(failing, pool, listener, new TaskResult(false))::call)
        .isSameAs(own);
  }

  @Test
  void periodicTask_throwsItsOwnError() {
    Runnable failing = () -> {
      throw own;
    };

    assertThatThrownBy(new PeriodicTask(failing, pool, listener)::run).isSameAs(own);
  }

  private static final class WithoutStack implements TaskListener {
    @Override
    public Runnable follow(Runnable task) {
      return task;
    }

    @Override
    public <V> Callable<V> follow(Callable<V> task) {
      return task;
    }

    @Override
    public void failed(Throwable error, @Nullable String note) {
      throw new StackOverflowError();
    }

    @Override
    public void rejected(
        Throwable error,
        Thread thread,
        @Nullable String note,
        UnreadFailures.@Nullable Result result) {
      throw new StackOverflowError();
    }
  }
}
