package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cancels errors of some types, and what was thrown because of them.
 *
 * <p>Use it for what is thrown by design and is nobody's bug: a user who gave up, a request that a
 * client broke off.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new CancelByType(CancellationException.class));
 * }</pre>
 *
 * <p>Causes count, since executors and frameworks wrap what they pass on; so do subclasses. So name
 * narrow types: with {@code IOException} every failure that has one at its root would be gone. A
 * type that is not on your class path is told by {@code link.getClass().getName()}.
 *
 * <p>What is cancelled reaches no server and is counted in {@code diagnostics().cancelled()}. An
 * event without an exception is sent. Immutable; any thread.
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
