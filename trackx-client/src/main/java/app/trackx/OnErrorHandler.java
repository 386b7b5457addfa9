package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * A callback that receives every event before it is sent, and may scrub, extend or cancel it.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, (event, reason) -> {
 *   if (reason instanceof CancellationException) {
 *     return null; // not an error to us
 *   }
 *   event.getMeta().put("tenant", tenant);
 *   return event;
 * });
 * }</pre>
 *
 * <p>The handler receives the event after the {@link Scrubber}; data that it adds is not scrubbed.
 * A handler that removes more data must also process the messages of the causes: they are not in
 * {@link EventPayload#getMessage()} but in {@link EventPayload#getMeta()}, under {@code causes}.
 * The {@code reason} is not scrubbed.
 *
 * <p>Called on a worker thread of the client, once per event and for one event at a time. It is not
 * called again for a retry, nor for an error that is folded into a queued event. While it runs, no
 * other error is processed, so it should be fast; queued events are sent meanwhile on another
 * thread. Errors captured within the handler are dropped as {@link DropReason#RECURSIVE}, or it
 * might feed itself forever. {@link TrackXClient#preview} also calls it, on its caller's thread and
 * possibly at the same time.
 */
@FunctionalInterface
public interface OnErrorHandler {
  /**
   * Processes an event.
   *
   * <p>If this method throws, the event is <b>not</b> sent and is counted as
   * {@link DropReason#HANDLER_FAILED}, since a handler that failed to scrub must not leak data.
   *
   * @param payload the event; may be changed freely until this method returns
   * @param reason the error as it was captured, or null if the event has none (a log record without
   *     an exception)
   * @return the event to send, usually {@code payload} itself; null cancels it
   */
  @Nullable
  EventPayload onError(EventPayload payload, @Nullable Throwable reason);
}
