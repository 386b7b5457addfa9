package app.trackx.reactor;

import app.trackx.EventType;
import app.trackx.TrackX;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Hooks;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Reports what Reactor drops: errors of a subscription without an error consumer, and those that come
 * after the end of a sequence.
 *
 * <pre>{@code
 * TrackXReactor.install(); // once, after TrackX.setup
 * }</pre>
 *
 * <p>Requests and visitors follow by themselves once
 * {@code Hooks.enableAutomaticContextPropagation()} was called: {@link RequestAccessor} registers with
 * Micrometer's context-propagation.
 */
public final class TrackXReactor {
  /** Reactor's own, which a hook would silence. */
  private static final Logger LOGGER = Loggers.getLogger("reactor.core.publisher.Operators");

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private TrackXReactor() {}

  /**
   * Adds a hook for dropped errors to those of the application. Reports go to the client of
   * {@link TrackX#setup(String)}; Reactor's log line stays. A second call does nothing, also after
   * {@code Hooks.resetOnErrorDropped}. Thread-safe.
   */
  public static void install() {
    if (INSTALLED.compareAndSet(false, true)) {
      Hooks.onErrorDropped(TrackXReactor::dropped);
    }
  }

  private static void dropped(Throwable error) {
    TrackX.client()
        .capture(EventType.UNHANDLED_REJECTION)
        .reason(withoutWrapper(error))
        .send();
    LOGGER.error("Operator called default onErrorDropped", error);
  }

  private static @Nullable Throwable withoutWrapper(Throwable error) {
    Throwable cause = Exceptions.isErrorCallbackNotImplemented(error) ? error.getCause() : null;
    return cause == null ? Exceptions.unwrap(error) : cause;
  }
}
