package app.trackx;

import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.stack.SourceUrls;
import org.jspecify.annotations.Nullable;

/**
 * The processing steps from an occurrence to an event that may be sent: the factory, the scrubber,
 * then the application's handler, each guarded. Runs on the processing thread, the handler once for
 * each event that is queued; for a preview, on the caller's thread.
 */
final class EventProcessor implements MemoryReserve.Attempt<Occurrence, EventFactory.Draft> {
  private final EventFactory factory;
  private final Scrubber scrubber;
  private final @Nullable SourceUrls sourceUrls;
  private final @Nullable OnErrorHandler handler;
  private final Counters counters;

  EventProcessor(Options options, Counters counters) {
    this.factory = new EventFactory(options.release, options.environment);
    this.scrubber = options.scrubber == null ? Scrubber.standard() : options.scrubber;
    this.sourceUrls = options.sourceUrls;
    this.handler = options.onError;
    this.counters = counters;
  }

  /** Loads classes that no event has needed so far. */
  void prepare() {
    scrubber.prepare();
  }

  /** Does the same as {@link #draft}. */
  @Override
  public EventFactory.Draft attempt(Occurrence occurrence) {
    return draft(occurrence);
  }

  /** Creates the unprocessed event and its key. */
  EventFactory.Draft draft(Occurrence occurrence) {
    return factory.create(occurrence, scrubber);
  }

  /**
   * Scrubs and filters the event. Returns null if it was cancelled or dropped, which is then
   * counted.
   */
  @Nullable
  OutboundEvent ready(EventFactory.Draft draft) {
    // never falls back to the unprocessed event: the step that failed was meant to scrub it, or may
    // have been
    DropReason onFailure = DropReason.SCRUBBER_FAILED;
    try {
      scrubber.scrub(draft.payload, factory.ownMeta());
      onFailure = handler == null ? DropReason.INTERNAL_ERROR : DropReason.HANDLER_FAILED;
      addSourceUrls(draft.payload);
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

  private @Nullable EventPayload handled(EventFactory.Draft draft) {
    if (handler == null) {
      return draft.payload;
    }
    return handler.onError(draft.payload, draft.reason);
  }

  private void addSourceUrls(EventPayload payload) {
    String stack = payload.getStack();
    if (sourceUrls != null && stack != null) {
      payload.setStack(sourceUrls.applyTo(stack));
    }
  }
}
