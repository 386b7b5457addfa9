package app.trackx.spring;

import app.trackx.EventPayload;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Failed attempts to handle a record that is delivered again. The container logs each of them as an
 * error, and none is an event. Thread-safe; remembers the last attempts alone, since a log record
 * follows within milliseconds.
 */
final class KafkaRetries implements EventRule {
  private static final int MOST = 256;

  private final ArrayDeque<WeakReference<Throwable>> attempts =
      new ArrayDeque<>(); // guarded by this

  synchronized void add(Throwable attempt) {
    if (attempts.size() == MOST) {
      attempts.remove();
    }
    attempts.add(new WeakReference<>(attempt));
  }

  @Override
  public @Nullable EventPayload apply(EventPayload event, @Nullable Throwable reason) {
    return reason != null && isAttempt(reason) ? null : event;
  }

  private synchronized boolean isAttempt(Throwable reason) {
    for (WeakReference<Throwable> attempt : attempts) {
      if (attempt.get() == reason) {
        return true;
      }
    }
    return false;
  }
}
