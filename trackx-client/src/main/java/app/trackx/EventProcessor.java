package app.trackx;

import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.ReportQueue;
import app.trackx.internal.json.JsonWriter;
import app.trackx.internal.stack.SourceUrls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processing steps from an occurrence to an event that may be sent: the factory, the scrubber,
 * then the application's handler, each guarded. Runs on the processing thread, the handler once for
 * each event that is queued. The scrubber also runs on the sending thread, for reports of browsers,
 * and both on the caller's thread for a preview.
 */
final class EventProcessor implements MemoryReserve.Attempt<Occurrence, EventFactory.Draft> {
  private static final String URL = "url";

  /** The server ignores a report that is older, as observed on trackx-api 0.41. */
  private static final long MOST_AGE_MILLIS = 48 * 60 * 1_000;

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
      EventFactory.boundTrail(draft);
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

  /**
   * Scrubs and encodes reports of browsers, in the form of the Reporting API. The application's
   * handler does not receive them: they are no events of the application.
   */
  byte[] encode(List<ReportQueue.Report> reports, ReportQueue queue) {
    List<Object> scrubbed = new ArrayList<>();
    for (ReportQueue.Report report : reports) {
      EventPayload payload = new EventPayload(EventType.UNKNOWN);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>(report.content);
      payload.setUri((String) fields.remove(URL));
      payload.setMeta(fields);
      scrubber.scrub(payload, Collections.<String, Object>emptyMap());
      Map<String, @Nullable Object> clean = new LinkedHashMap<>(payload.getMeta());
      clean.put(URL, payload.getUri());
      clean.put("age", Math.max(0, Math.min(MOST_AGE_MILLIS, queue.ageMillis(report))));
      clean.put("body", withOccurrences(clean.get("body"), queue.count(report)));
      scrubbed.add(clean);
    }
    JsonWriter out = new JsonWriter();
    out.value(scrubbed);
    return out.toByteArray();
  }

  private static Map<Object, @Nullable Object> withOccurrences(@Nullable Object body, long count) {
    Map<Object, @Nullable Object> all = new LinkedHashMap<>();
    if (body instanceof Map) {
      all.putAll((Map<?, ?>) body);
    }
    if (count > 1) {
      all.put("occurrences", count);
    }
    return all;
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
