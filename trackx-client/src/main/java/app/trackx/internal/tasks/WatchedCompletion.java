package app.trackx.internal.tasks;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reports the failure of a completable future, for the request of the thread that watches it. */
public final class WatchedCompletion implements BiConsumer<Object, Throwable>, Runnable {
  private final TaskListener listener;
  private final Runnable followed;
  private volatile @Nullable Throwable error;

  private WatchedCompletion(TaskListener listener) {
    this.listener = listener;
    this.followed = listener.follow(this);
  }

  /** Watches a future; returns it. */
  public static <V> CompletableFuture<V> watch(CompletableFuture<V> future, TaskListener listener) {
    future.whenComplete(new WatchedCompletion(listener));
    return future;
  }

  /** Called once, when the future is completed. */
  @Override
  public void accept(@Nullable Object value, @Nullable Throwable failure) {
    if (failure != null && !isCancellation(failure)) {
      error = failure;
      followed.run();
    }
  }

  /** Reports the failure, within the request. */
  @Override
  public void run() {
    Throwable failure = error;
    if (failure != null) {
      listener.rejected(failure, Thread.currentThread(), null, null);
    }
  }

  /** Returns true for the cancellation of this future, or of one that it depends on. */
  private static boolean isCancellation(Throwable failure) {
    return failure instanceof CancellationException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof CancellationException);
  }
}
