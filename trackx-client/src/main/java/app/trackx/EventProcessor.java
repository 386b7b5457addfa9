package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * From an occurrence to an event that may be sent: the factory, the scrubber, then the developer's
 * handler, each guarded. Runs on the delivery thread, and the handler once for each event
 * that becomes pending; for a preview on the thread that wants it.
 */
final class EventProcessor {
  private final EventFactory factory;
  private final Scrubber scrubber;
  private final @Nullable OnErrorHandler handler;
  private final Counters counters;

  EventProcessor(Options options, Counters counters) {
    this.factory = new EventFactory(options.release, options.environment);
    this.scrubber = options.scrubber == null ? Scrubber.standard() : options.scrubber;
    this.handler = options.onError;
    this.counters = counters;
  }

  /** Loads what no event has needed so far. */
  void prepare() {
    scrubber.prepare();
  }

  /** The event as it is before anybody looked at it, and its key. */
  EventDraft draft(Occurrence occurrence) {
    return factory.create(occurrence, scrubber);
  }

  /** The event as it may be sent, or null if it was cancelled or dropped, which is counted then. */
  @Nullable
  OutboundEvent ready(EventDraft draft) {
    // never sent as it was before: what crashed was there to scrub it, or may have been
    DropReason onFailure = DropReason.SCRUBBER_FAILED;
    try {
      scrubber.scrub(draft.payload, factory.ownMeta());
      onFailure = handler == null ? DropReason.INTERNAL_ERROR : DropReason.HANDLER_FAILED;
      EventPayload kept = handled(draft);
      if (kept != null) {
        return OutboundEvent.of(kept);
      }
    } catch (OutOfMemoryError full) {
      counters.dropped(handler == null ? DropReason.INTERNAL_ERROR : onFailure, 1);
      return null;
    } catch (Throwable failedInUserCode) {
      counters.dropped(onFailure, 1);
      return null;
    }
    counters.cancelled();
    return null;
  }

  private @Nullable EventPayload handled(EventDraft draft) {
    if (handler == null) {
      return draft.payload;
    }
    return handler.onError(draft.payload, draft.reason);
  }
}
