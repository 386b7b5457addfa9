package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * The developer's last word on an event before it may be sent: scrub it, add to it, or cancel it.
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
 * <p>It sees the event as the {@link Scrubber} left it; what it adds is not scrubbed again. Who takes
 * out more must look at the messages of the causes, too: they are not in {@link
 * EventPayload#getMessage()} but in {@link EventPayload#getMeta()}, under {@code causes}. What is in
 * {@code reason} was not scrubbed.
 *
 * <p>Called on the client's delivery thread, once for each event that is to be sent, one event at a
 * time; never again for a retry, and not for an error that is only counted in an event which waits
 * already. While it runs no other error is looked at, so it should be quick; what is ready is sent
 * meanwhile, on another thread. Errors that are captured within it are not sent, or it might feed
 * itself for ever; they are counted as {@link DropReason#RECURSIVE}. {@link TrackXClient#preview}
 * calls it too, on the thread that asks, and perhaps at the same time.
 */
@FunctionalInterface
public interface OnErrorHandler {
  /**
   * Looks at an event.
   *
   * <p>If this throws anything, the event is <b>not</b> sent, and is counted as {@link
   * DropReason#HANDLER_FAILED}: a scrubber that crashed must not leak.
   *
   * @param payload the event; may be changed freely until this method returns
   * @param reason the error as it was captured, or null if the event has none (a log record without
   *     an exception)
   * @return the event to send, usually {@code payload} itself; null cancels it
   */
  @Nullable
  EventPayload onError(EventPayload payload, @Nullable Throwable reason);
}
