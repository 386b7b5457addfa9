package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Puts one e-mail address into the event on purpose: that of a user who agreed to it.
 *
 * <p>Use it to answer whom an error hit. The scrubber goes before the handler, so it takes every
 * address out of messages, causes and meta as ever; what a handler adds it does not see. So this
 * one address leaves, and only from exceptions that were given it for that.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new KeepContact());
 * throw new OrderFailed("order 1002 failed", user.agreedToBeContacted() ? user.email() : null);
 * }</pre>
 *
 * <p>Your server holds personal data from then on: say so in your privacy notice, and delete it
 * there when asked to. Immutable; any thread.
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
