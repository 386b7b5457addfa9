package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handler that cancels events for exceptions of certain types and exceptions caused by them.
 *
 * <p>Use it for exceptions that are thrown by design and are not bugs, such as a user who cancelled
 * or a client that closed its connection.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new CancelByType(CancellationException.class));
 * }</pre>
 *
 * <p>Causes are matched, since executors and frameworks wrap exceptions; so are subclasses. Choose
 * narrow types: {@code IOException} would cancel every failure that has one as its root cause.
 * Match a type that is not on your class path by {@code link.getClass().getName()}.
 *
 * <p>Cancelled events are not sent and are counted in {@code diagnostics().cancelled()}. Events
 * without an exception are sent. Immutable and thread-safe.
 */
final class CancelByType implements OnErrorHandler {
  private final List<Class<? extends Throwable>> types;

  @SafeVarargs
  CancelByType(Class<? extends Throwable>... types) {
    this.types = List.of(types);
  }

  @Override
  public @Nullable EventPayload onError(EventPayload event, @Nullable Throwable reason) {
    for (Throwable link : Causes.of(reason)) {
      for (Class<?> type : types) {
        if (type.isInstance(link)) {
          return null;
        }
      }
    }
    return event;
  }
}
