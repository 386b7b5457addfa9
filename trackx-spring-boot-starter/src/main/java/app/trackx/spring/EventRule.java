package app.trackx.spring;

import app.trackx.EventPayload;
import org.jspecify.annotations.Nullable;

/**
 * What an integration changes in events, before the application's handlers. Not an
 * {@code OnErrorHandler}, since whether the application has one decides what a failed start may send.
 */
@FunctionalInterface
interface EventRule {
  /** Returns the event to send; null for none. Called on a thread of the client, one at a time. */
  @Nullable
  EventPayload apply(EventPayload event, @Nullable Throwable reason);
}
