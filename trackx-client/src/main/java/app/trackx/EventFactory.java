package app.trackx;

import app.trackx.internal.http.Version;
import app.trackx.internal.json.JsonValues;
import app.trackx.internal.json.Text;
import app.trackx.internal.jvm.Settings;
import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.ClassNames;
import app.trackx.internal.stack.ErrorCodes;
import app.trackx.internal.stack.EventTitle;
import app.trackx.internal.stack.LogPlace;
import app.trackx.internal.stack.LogPlaces;
import app.trackx.internal.stack.OmittedFrames;
import app.trackx.internal.stack.StackFormatter;
import app.trackx.internal.stack.StackText;
import app.trackx.internal.trail.Trail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Factory that creates the event of an occurrence: name and message from the most informative
 * exception of the chain, the stack in the server's format, and the default meta. Reads stack
 * frames, so it runs on the processing thread.
 */
final class EventFactory {
  private static final int MAX_CAUSES = 16;
  private static final int MAX_CAUSE_MESSAGE = 2_000;

  private static final int MAX_LEVEL = 50;
  private static final int MAX_LOGGER = 200;

  /** Bytes of {@link #TRAIL} in the JSON of an event. */
  private static final int MAX_TRAIL_BYTES = 4 * 1024;

  /** The entry of meta that holds the last log records before the error. */
  private static final String TRAIL = "trail";

  /** Bytes of meta that are reserved for entries that a handler adds. */
  private static final int LEFT_FOR_THE_HANDLER = 8 * 1024;

  private final Map<String, @Nullable Object> ownMeta;
  private final Map<String, @Nullable Object> configuredMeta;
  private @Nullable OmittedFrames omitted;
  private @Nullable LogPlaces logPlaces;

  /**
   * Creates a factory whose events carry the release and the environment, unless these are null.
   */
  EventFactory(@Nullable String release, @Nullable String environment) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    putClientKeys(meta);
    meta.put("java", Settings.property("java.version", "unknown"));
    this.ownMeta = new LinkedHashMap<>(meta);
    if (release != null) {
      meta.put("release", release);
    }
    if (environment != null) {
      meta.put("environment", environment);
    }
    this.configuredMeta = meta;
  }

  /** Returns the entries of meta that the client itself sets. */
  Map<String, @Nullable Object> ownMeta() {
    return ownMeta;
  }

  /**
   * Creates the event of an occurrence.
   *
   * @param scrubber for the key of an event without frames, which the server groups by its message
   */
  Draft create(Occurrence occurrence, Scrubber scrubber) {
    EventPayload payload = new EventPayload(occurrence.type);
    CauseChain chain = occurrence.chain;
    int titleIndex = 0;
    StackText stack = null;
    if (chain != null) {
      titleIndex = EventTitle.of(chain);
      payload.setName(ClassNames.stable(chain.error(titleIndex).getClass().getName()));
      setMessage(payload, chain.message(titleIndex));
      stack = stack(chain, occurrence.details, scrubber);
    }
    Occurrence.Details details = occurrence.details;
    if (details != null) {
      stack = detailed(payload, details, stack, scrubber);
    }
    if (payload.getUri() == null && occurrence.request != null) {
      payload.setUri(clip(occurrence.request.uri(), OutboundEvent.MAX_MESSAGE));
    }
    if (stack != null) {
      payload.setStack(stack.text());
      if (payload.getUri() == null && stack.topFrame() != null) {
        payload.setUri("java:" + stack.topFrame());
      }
    }
    payload.setMeta(meta(occurrence, chain, titleIndex));
    boolean trail = addTrail(payload.getMeta(), occurrence.trail);
    return new Draft(payload, chain == null ? null : chain.error(0), stack, trail, scrubber);
  }

  /**
   * Adds the log records before the error, the newest last. Names only what the code says: level,
   * logger, and the template of the message.
   *
   * @return false if there are none, or the application has an entry of that name
   */
  private static boolean addTrail(
      Map<String, @Nullable Object> meta, @Nullable Object @Nullable [] trail) {
    if (trail == null || meta.containsKey(TRAIL)) {
      return false;
    }
    List<@Nullable Object> records = new ArrayList<>();
    for (int i = 0; i < trail.length; i += Trail.PARTS) {
      Map<String, @Nullable Object> record = new LinkedHashMap<>();
      record.put("ms", trail[i]);
      record.put("level", clip(JsonValues.string(trail[i + 1]), MAX_LEVEL));
      record.put("logger", clip(JsonValues.string(trail[i + 2]), MAX_LOGGER));
      if (trail[i + 3] != null) {
        record.put("template", trail[i + 3]);
      }
      records.add(record);
    }
    meta.put(TRAIL, JsonValues.newest(records, MAX_TRAIL_BYTES));
    return true;
  }

  /** Bounds the records again, since what the scrubber puts in may be longer than what it removes. */
  static void boundTrail(Draft draft) {
    Map<String, @Nullable Object> meta = draft.payload.getMeta();
    Object records = draft.hasTrail ? meta.get(TRAIL) : null;
    if (records instanceof List) {
      List<?> bounded = JsonValues.newest((List<?>) records, MAX_TRAIL_BYTES);
      if (bounded.isEmpty()) {
        meta.remove(TRAIL);
      } else {
        meta.put(TRAIL, bounded);
      }
    }
  }

  /** Formats the stack of an error; if that has no frames, with the place where it was captured. */
  private StackText stack(
      CauseChain chain, Occurrence.@Nullable Details details, Scrubber scrubber) {
    StackText stack = StackFormatter.format(chain);
    if (stack.hasFrames() && !chain.isOmittedByHotSpot() && !chain.hasMadeUpFrames()) {
      return stack;
    }
    OmittedFrames places = omitted;
    if (places == null) {
      places = new OmittedFrames();
      omitted = places;
    }
    StackTraceElement[] callSite = details == null ? null : details.callSite;
    Throwable here = details == null || details.here == null ? chain.here() : details.here;
    String logger = details == null ? null : details.text("logger");
    if (logger != null && (callSite != null || here != null)) {
      LogPlace place = logPlaces().of(scrubbed(logger, scrubber), callSite, here);
      if (place.isElsewhere()) {
        return places.complete(chain, stack, place.callSite(), null);
      }
    }
    return places.complete(chain, stack, callSite, here);
  }

  /**
   * Applies an adapter's details, which override those of the error; its call site is used only if
   * there is no error, or the error has no frames.
   */
  private @Nullable StackText detailed(
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

  private @Nullable StackText callSite(
      EventPayload payload, Occurrence.Details details, Scrubber scrubber) {
    if (details.callSite == null && details.here == null) {
      return null;
    }
    String title = scrubbed(payload.getName(), scrubber);
    String logger = details.text("logger");
    if (logger != null && logger.equals(details.name)) {
      LogPlace place = logPlaces().of(title, details.callSite, details.here);
      return place.isElsewhere()
          ? place.format(title, scrubbed(messageWithoutParameters(details), scrubber))
          : place.format(title);
    }
    return details.callSite != null
        ? StackFormatter.format(title, details.callSite)
        : details.here == null ? null : StackFormatter.format(title, details.here);
  }

  private LogPlaces logPlaces() {
    LogPlaces known = logPlaces;
    if (known == null) {
      known = new LogPlaces();
      logPlaces = known;
    }
    return known;
  }

  /** Returns the message of a log record with its parameters only if these are not known. */
  private static @Nullable String messageWithoutParameters(Occurrence.Details details) {
    String template = details.text("template");
    return template == null ? details.message : template;
  }

  /**
   * Returns a text for a stack. Stacks are not scrubbed later, and without an error a name may
   * contain anything.
   */
  private static String scrubbed(@Nullable String text, Scrubber scrubber) {
    try {
      return text == null ? "" : String.valueOf(scrubber.scrub(text));
    } catch (OutOfMemoryError full) {
      throw full; // the caller retries with the memory reserve released
    } catch (Throwable failedInUserCode) {
      return ""; // it fails again when the event is scrubbed, and is counted then
    }
  }

  private static void setMessage(EventPayload payload, @Nullable String message) {
    // clipped before the handler runs, so that a message of a megabyte costs the handler nothing
    payload.setMessage(clip(message, OutboundEvent.MAX_MESSAGE));
  }

  /**
   * Clips between words: half of an e-mail address is personal data too, but no scrubber would
   * recognize it.
   */
  private static @Nullable String clip(@Nullable String text, int maxUnits) {
    return text == null ? null : Text.clipBetweenWords(text, maxUnits, Integer.MAX_VALUE);
  }

  private Map<String, @Nullable Object> meta(
      Occurrence occurrence, @Nullable CauseChain chain, int titleIndex) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>(configuredMeta);
    meta.put("thread", occurrence.thread);
    meta.putAll(occurrence.meta);
    addExtra(meta, occurrence.extraMeta);
    addExtra(meta, occurrence.details == null ? null : occurrence.details.entries());
    addRequest(meta, occurrence.request);
    if (chain != null) { // last, so that they displace nothing
      addErrors(meta, chain, titleIndex);
    }
    putClientKeys(meta); // again: these keys are the client's, whatever the application put
    int left = LEFT_FOR_THE_HANDLER + (occurrence.trail == null ? 0 : MAX_TRAIL_BYTES);
    return JsonValues.wholeWordsOf(meta, OutboundEvent.MAX_META_BYTES - left);
  }

  private static void addRequest(
      Map<String, @Nullable Object> meta, @Nullable RequestContext request) {
    Map<String, Object> http =
        request == null ? Collections.<String, Object>emptyMap() : request.http();
    if (!http.isEmpty() && !meta.containsKey("http")) {
      meta.put("http", http);
    }
    String job = request == null ? null : request.job();
    if (job != null && !meta.containsKey("job")) {
      meta.put("job", job);
    }
  }

  private static void addErrors(
      Map<String, @Nullable Object> meta, CauseChain chain, int titleIndex) {
    Throwable title = chain.error(titleIndex);
    if (CauseChain.mayHaveCodes(title) && !meta.containsKey("codes")) {
      Map<String, Object> codes = ErrorCodes.of(title);
      if (!codes.isEmpty()) {
        meta.put("codes", codes);
      }
    }
    if (!meta.containsKey("causes")) {
      List<Object> causes = causes(chain, titleIndex);
      if (!causes.isEmpty()) {
        meta.put("causes", causes);
      }
    }
  }

  private static void putClientKeys(Map<String, @Nullable Object> meta) {
    meta.put("_c", "_"); // the server's marker of a custom client
    meta.put("_v", Version.NAME);
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap allows nulls, despite the JDK annotations
  private static void addExtra(
      Map<String, @Nullable Object> meta, @Nullable Object @Nullable [] keysAndValues) {
    if (keysAndValues == null) {
      return;
    }
    for (int i = 0; i < keysAndValues.length; i += 2) {
      meta.put(JsonValues.string(keysAndValues[i]), keysAndValues[i + 1]);
    }
  }

  /**
   * Returns the messages and codes of the exceptions below the title exception, of the suppressed
   * ones, and of those that follow an exception of a database.
   */
  private static List<Object> causes(CauseChain chain, int titleIndex) {
    List<Object> causes = new ArrayList<>();
    int first = titleIndex + 1;
    for (int i = first; i < chain.size(); i++) {
      // of a very long chain, keep both ends
      if (i - first < MAX_CAUSES / 2 || chain.size() - i <= MAX_CAUSES / 2) {
        causes.add(cause(chain.error(i), chain.message(i)));
      }
    }
    for (Throwable suppressed : chain.suppressed()) {
      Map<String, @Nullable Object> cause = cause(suppressed, CauseChain.messageOf(suppressed));
      cause.put("suppressed", true);
      causes.add(cause);
    }
    for (int i = 0; i < chain.size() && causes.size() < 2 * MAX_CAUSES; i++) {
      if (CauseChain.mayHaveCodes(chain.error(i))) {
        addNext(causes, chain, chain.error(i));
      }
    }
    return causes;
  }

  private static void addNext(List<Object> causes, CauseChain chain, Throwable error) {
    for (Throwable next : ErrorCodes.next(error)) {
      if (!chain.contains(next)) {
        Map<String, @Nullable Object> cause = cause(next, CauseChain.messageOf(next));
        cause.put("next", true);
        causes.add(cause);
      }
    }
  }

  private static Map<String, @Nullable Object> cause(Throwable error, @Nullable String message) {
    Map<String, @Nullable Object> cause = new LinkedHashMap<>();
    cause.put("name", ClassNames.stable(error.getClass().getName()));
    if (message != null) {
      cause.put("message", clip(message, MAX_CAUSE_MESSAGE));
    }
    Map<String, Object> codes = CauseChain.mayHaveCodes(error)
        ? ErrorCodes.of(error)
        : Collections.<String, Object>emptyMap();
    if (!codes.isEmpty()) {
      cause.put("codes", codes);
    }
    return cause;
  }

  /** An event as the factory created it, not yet scrubbed, and its folding key. */
  static final class Draft {
    final EventPayload payload;
    final @Nullable Throwable reason;
    final String key;

    /** True if the log records before the error are part of meta. */
    final boolean hasTrail;

    Draft(
        EventPayload payload,
        @Nullable Throwable reason,
        @Nullable StackText stack,
        boolean hasTrail,
        Scrubber scrubber) {
      this.payload = payload;
      this.reason = reason;
      this.hasTrail = hasTrail;
      this.key = key(payload, stack, scrubber);
    }

    /**
     * Returns a hash of the server's grouping criteria: the frames or, without frames, type, name and
     * message. It always includes type and name, so that an event never stands for an error of
     * another class. Hashed, since names and messages may be long and keys are remembered.
     */
    private static String key(EventPayload payload, @Nullable StackText stack, Scrubber scrubber) {
      String what =
          stack != null && stack.hasFrames() ? stack.fingerprint() : message(payload, scrubber);
      return StackText.hashOf(payload.getType().code() + "\n" + payload.getName() + "\n" + what);
    }

    /** Returns the message as the server will receive it. */
    private static @Nullable String message(EventPayload payload, Scrubber scrubber) {
      try {
        return scrubber.scrub(payload.getMessage());
      } catch (OutOfMemoryError full) {
        throw full; // the caller retries with the memory reserve released
      } catch (Throwable failedInUserCode) {
        return payload
            .getMessage(); // it fails again when the event is scrubbed, and is counted then
      }
    }
  }
}
