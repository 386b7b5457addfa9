package app.trackx.internal.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A runner for the application's code, such as its {@code ProxySelector} or {@code Authenticator},
 * which may hang or open a dialog. It uses a separate thread that delivery waits for only until a
 * deadline. While one call hangs, no other is started.
 */
final class ForeignCalls {
  private static final int MAX_RESULT_MILLIS = 5_000;

  private static final long MAX_NOTIFICATION_MILLIS = 1_000;

  private final ThreadFactory threads;
  private @Nullable Thread last;

  ForeignCalls(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * Returns the result of {@code code} that only looks something up, for which five seconds are
   * enough.
   */
  <T> @Nullable T ask(Callable<T> code, Deadline deadline) throws IOException {
    return call(code, deadline.atMost(MAX_RESULT_MILLIS));
  }

  /**
   * Returns the result of {@code code}. A late result is closed if it can be.
   *
   * @throws IOException if it throws, or does not return in time
   */
  <T> @Nullable T call(Callable<T> code, Deadline deadline) throws IOException {
    Thread before = last;
    if (before != null && before.isAlive()) {
      throw tooSlow();
    }
    int millis = deadline.millisLeft();
    Call<T> call = new Call<>(code);
    Thread thread = threads.newThread(call);
    last = thread;
    thread.start();
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return call.result();
  }

  /**
   * Runs {@code code} that receives a notification, and waits for it at most a second; not at all
   * once the deadline is over. Swallows everything it throws.
   */
  void tell(Callable<@Nullable Void> code, Deadline deadline) {
    Thread before = last;
    if (before != null && before.isAlive()) {
      return;
    }
    try {
      Thread thread = threads.newThread(new Call<@Nullable Void>(code));
      last = thread;
      thread.start();
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
      if (millis > 0) {
        thread.join(Math.min(millis, MAX_NOTIFICATION_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable noThread) {
      // no notification then
    }
  }

  private static SocketTimeoutException tooSlow() {
    return new SocketTimeoutException("the application's proxy code did not return in time");
  }

  private static final class Call<T> implements Runnable {
    private final Callable<T> code;

    // guarded by this
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean over;
    private boolean abandoned;

    Call(Callable<T> code) {
      this.code = code;
    }

    @Override
    public void run() {
      T returned = null;
      Throwable thrown = null;
      try {
        returned = code.call();
      } catch (Throwable failedInUserCode) {
        thrown = failedInUserCode;
      }
      end(returned, thrown);
    }

    private synchronized void end(@Nullable T returned, @Nullable Throwable thrown) {
      result = returned;
      failure = thrown;
      over = true;
      if (abandoned && returned instanceof Closeable) {
        close((Closeable) returned);
      }
    }

    private static void close(Closeable late) {
      try {
        late.close();
      } catch (IOException alreadyBroken) {
        // it is closed nevertheless
      }
    }

    synchronized @Nullable T result() throws IOException {
      if (!over) {
        abandoned = true;
        throw tooSlow();
      }
      if (failure instanceof IOException) {
        throw (IOException) failure;
      }
      if (failure instanceof OutOfMemoryError) {
        throw (OutOfMemoryError) failure; // the memory reserve handles it
      }
      if (failure != null) {
        throw new IOException(failure);
      }
      return result;
    }
  }
}
