package app.trackx;

import app.trackx.internal.stack.CauseChain;
import org.jspecify.annotations.Nullable;

/**
 * From an occurrence to an event that may be sent: the factory, then the developer's handler, each
 * guarded. Runs on the delivery thread, once for each event.
 */
final class EventPreparation {
  private final EventFactory factory;
  private final @Nullable OnErrorHandler handler;
  private final Counters counters;
  private final Warnings warnings;

  EventPreparation(Options options, Counters counters, Warnings warnings) {
    this.factory = new EventFactory(options.release, options.environment);
    this.handler = options.onError;
    this.counters = counters;
    this.warnings = warnings;
  }

  /** The event, or null if it was cancelled or dropped, which has been counted then. */
  @Nullable
  ReadyEvent prepare(Occurrence occurrence) {
    EventPayload payload;
    try {
      payload = factory.create(occurrence);
    } catch (Throwable defect) {
      return dropped(DropReason.INTERNAL_ERROR);
    }
    try {
      EventPayload kept = handled(payload, occurrence.chain);
      if (kept != null) {
        return ReadyEvent.of(kept);
      }
    } catch (Throwable failedInUserCode) {
      // never sent as it was before: what crashed may have been there to scrub it
      return dropped(handler == null ? DropReason.INTERNAL_ERROR : DropReason.HANDLER_FAILED);
    }
    counters.cancelled();
    return null;
  }

  private @Nullable EventPayload handled(EventPayload payload, @Nullable CauseChain chain) {
    if (handler == null) {
      return payload;
    }
    try {
      return handler.onError(payload, chain == null ? null : chain.error(0));
    } finally {
      Thread.interrupted(); // a flag left set would fail the next request
    }
  }

  private @Nullable ReadyEvent dropped(DropReason reason) {
    counters.dropped(reason);
    warnings.dropped(reason);
    return null;
  }
}
