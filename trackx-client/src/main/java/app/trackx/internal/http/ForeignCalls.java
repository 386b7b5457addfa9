package app.trackx.internal.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the application, such as its {@code ProxySelector} or {@code Authenticator}, which
 * may hang or open a dialog, on a thread that delivery does not wait for beyond a deadline. While one
 * call hangs no other is made.
 */
final class ForeignCalls {
  private static final int LONGEST_MILLIS = 5_000;

  private final ThreadFactory threads;
  private @Nullable Thread last;

  ForeignCalls(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * The result of {@code code}.
   *
   * @throws IOException if it throws, or does not return in time
   */
  <T> @Nullable T call(Callable<T> code, Deadline deadline) throws IOException {
    Thread before = last;
    if (before != null && before.isAlive()) {
      throw new SocketTimeoutException("the application's proxy settings do not return");
    }
    Call<T> call = new Call<>(code);
    Thread thread = threads.newThread(call);
    last = thread;
    thread.start();
    try {
      thread.join(Math.min(deadline.millisLeft(), LONGEST_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return call.result();
  }

  private static final class Call<T> implements Runnable {
    private final Callable<T> code;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean over;

    Call(Callable<T> code) {
      this.code = code;
    }

    @Override
    public void run() {
      try {
        result = code.call();
      } catch (Throwable failedInUserCode) {
        failure = failedInUserCode;
      }
      over = true;
    }

    @Nullable
    T result() throws IOException {
      if (!over) {
        throw new SocketTimeoutException("the application's proxy settings do not return");
      }
      if (failure != null) {
        throw new IOException(failure);
      }
      return result;
    }
  }
}
