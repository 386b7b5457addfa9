package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * A handler that adds one e-mail address to the event: that of a user who agreed to it.
 *
 * <p>Use it to find out which user an error affected. The scrubber runs before the handler, so it
 * redacts every address in messages, causes and meta as usual, but does not see data that a handler
 * adds. So only this one address is sent, and only from exceptions that were given it for that
 * purpose.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new KeepContact());
 * throw new OrderFailed("order 1002 failed", user.agreedToBeContacted() ? user.email() : null);
 * }</pre>
 *
 * <p>Your server then stores personal data: mention it in your privacy notice, and delete it on
 * request. Immutable and thread-safe.
 */
final class KeepContact implements OnErrorHandler {
  @Override
  public EventPayload onError(EventPayload event, @Nullable Throwable reason) {
    for (Throwable link : Causes.of(reason)) {
      if (link instanceof OrderFailed failed && failed.contact() != null) {
        event.getMeta().put("contact", failed.contact());
        break;
      }
    }
    return event;
  }
}
