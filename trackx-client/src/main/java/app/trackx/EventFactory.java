package app.trackx;

import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.ClassNames;
import app.trackx.internal.stack.StackFormatter;
import app.trackx.internal.stack.StackText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the event of an occurrence: name and message of the exception that says something, the
 * stack in the server's form, and the default meta. Reads frames, so it runs on the delivery
 * thread.
 */
final class EventFactory {
  private static final int MAX_CAUSES = 16;
  private static final int MAX_CAUSE_MESSAGE = 2_000;

  /** Bytes of meta that only what a handler adds may fill. */
  private static final int LEFT_FOR_THE_HANDLER = 8 * 1024;

  private final Map<String, @Nullable Object> ownMeta;

  /** A factory whose events bear the release and the environment, unless these are null. */
  EventFactory(@Nullable String release, @Nullable String environment) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    putClientKeys(meta);
    meta.put("java", Settings.property("java.version", "unknown"));
    if (release != null) {
      meta.put("release", release);
    }
    if (environment != null) {
      meta.put("environment", environment);
    }
    this.ownMeta = meta;
  }

  /** Entries of meta that are the client's own, or were set for it. */
  Map<String, @Nullable Object> ownMeta() {
    return ownMeta;
  }

  /**
   * The event of an occurrence.
   *
   * @param scrubber for the key of an event without frames, which the server groups by its message
   */
  EventDraft create(Occurrence occurrence, Scrubber scrubber) {
    EventPayload payload = new EventPayload(occurrence.type);
    CauseChain chain = occurrence.chain;
    int headline = 0;
    StackText stack = null;
    if (chain != null) {
      headline = EventTitle.of(chain);
      payload.setName(ClassNames.stable(chain.error(headline).getClass().getName()));
      setMessage(payload, chain.message(headline));
      stack = StackFormatter.format(chain);
    }
    Occurrence.Details details = occurrence.details;
    if (details != null) {
      stack = detailed(payload, details, stack, scrubber);
    }
    if (stack != null) {
      payload.setStack(stack.text());
      if (payload.getUri() == null && stack.topFrame() != null) {
        payload.setUri("java:" + stack.topFrame());
      }
    }
    payload.setMeta(meta(occurrence, chain, headline));
    return new EventDraft(payload, chain == null ? null : chain.error(0), stack, scrubber);
  }

  /** What an adapter said goes before what the error says; its call site is for want of an error. */
  private static @Nullable StackText detailed(
      EventPayload payload,
      Occurrence.Details details,
      @Nullable StackText stack,
      Scrubber scrubber) {
    if (details.name != null) {
      payload.setName(clip(details.name, OutboundEvent.MAX_MESSAGE));
    }
    if (details.message != null) {
      setMessage(payload, details.message);
    }
    payload.setUri(clip(details.uri, OutboundEvent.MAX_MESSAGE));
    return stack == null ? callSite(payload, details, scrubber) : stack;
  }

  private static @Nullable StackText callSite(
      EventPayload payload, Occurrence.Details details, Scrubber scrubber) {
    if (details.callSite != null) {
      return StackFormatter.format(title(payload, scrubber), details.callSite);
    }
    return details.here == null
        ? null
        : StackFormatter.format(title(payload, scrubber), details.here);
  }

  /** The first line of a stack, which no scrubber sees later: where no class is, a name may hold anything. */
  private static String title(EventPayload payload, Scrubber scrubber) {
    String name = payload.getName();
    try {
      return name == null ? "" : String.valueOf(scrubber.scrub(name));
    } catch (OutOfMemoryError full) {
      throw full; // it is tried again with the memory that is held for that
    } catch (Throwable failedInUserCode) {
      return ""; // it fails again with the name itself, and is counted then
    }
  }

  private static void setMessage(EventPayload payload, @Nullable String message) {
    // clipped before a handler sees it, so that a message of a megabyte costs no handler anything
    payload.setMessage(clip(message, OutboundEvent.MAX_MESSAGE));
  }

  /** Cut between words: the half of an address is personal too, and no scrubber would know it. */
  private static @Nullable String clip(@Nullable String text, int maxUnits) {
    return text == null ? null : Text.clipBetweenWords(text, maxUnits, Integer.MAX_VALUE);
  }

  private Map<String, @Nullable Object> meta(
      Occurrence occurrence, @Nullable CauseChain chain, int headline) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>(ownMeta);
    meta.put("thread", occurrence.thread);
    meta.putAll(occurrence.meta);
    addExtra(meta, occurrence.extraMeta);
    addExtra(meta, occurrence.details == null ? null : occurrence.details.entries());
    if (chain != null && !meta.containsKey("causes")) { // last, so that they push nothing out
      List<Object> causes = causes(chain, headline);
      if (!causes.isEmpty()) {
        meta.put("causes", causes);
      }
    }
    putClientKeys(meta); // once more: they are the client's, whatever the application put
    return JsonValues.wholeWordsOf(meta, OutboundEvent.MAX_META_BYTES - LEFT_FOR_THE_HANDLER);
  }

  private static void putClientKeys(Map<String, @Nullable Object> meta) {
    meta.put("_c", "_"); // the server's word for a custom client
    meta.put("_v", Version.NAME);
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap takes nulls, which JDK annotations do not say
  private static void addExtra(
      Map<String, @Nullable Object> meta, @Nullable Object @Nullable [] keysAndValues) {
    if (keysAndValues == null) {
      return;
    }
    for (int i = 0; i < keysAndValues.length; i += 2) {
      meta.put(JsonValues.string(keysAndValues[i]), keysAndValues[i + 1]);
    }
  }

  /** What the exceptions below the headline say, and those suppressed on the way. */
  private static List<Object> causes(CauseChain chain, int headline) {
    List<Object> causes = new ArrayList<>();
    int first = headline + 1;
    for (int i = first; i < chain.size(); i++) {
      // of a very long chain the near end and the root
      if (i - first < MAX_CAUSES / 2 || chain.size() - i <= MAX_CAUSES / 2) {
        causes.add(cause(chain.error(i), chain.message(i)));
      }
    }
    for (Throwable suppressed : chain.suppressed()) {
      Map<String, @Nullable Object> cause = cause(suppressed, CauseChain.messageOf(suppressed));
      cause.put("suppressed", true);
      causes.add(cause);
    }
    return causes;
  }

  private static Map<String, @Nullable Object> cause(Throwable error, @Nullable String message) {
    Map<String, @Nullable Object> cause = new LinkedHashMap<>();
    cause.put("name", ClassNames.stable(error.getClass().getName()));
    if (message != null) {
      cause.put("message", clip(message, MAX_CAUSE_MESSAGE));
    }
    return cause;
  }
}
