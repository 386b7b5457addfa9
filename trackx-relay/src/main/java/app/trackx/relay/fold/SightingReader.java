package app.trackx.relay.fold;

import app.trackx.EventPayload;
import app.trackx.EventType;
import app.trackx.Scrubber;
import app.trackx.internal.json.JsonValues;
import app.trackx.internal.json.JsonWriter;
import app.trackx.internal.json.Text;
import app.trackx.internal.session.VisitorToken;
import app.trackx.local.Issue;
import app.trackx.local.StackParser;
import app.trackx.relay.intake.Json;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a valid request what can be folded: parses the body, scrubs it, takes the counts out of it, and computes the
 * fingerprint by which the server will group it, with the server's own parser of stacks. Stateless and thread-safe.
 */
public final class SightingReader {
  private static final int MAX_NAME = 512;
  private static final int MAX_MESSAGE = 10_000;
  private static final int MAX_URI = 1_000;
  private static final int WORST_BYTES_A_UNIT = 6;
  private static final long UNKNOWN_EVENT = 97;

  /** Entries of meta that the Java client sets itself, in a form that no rule of the scrubber has to look at. */
  private static final String[] OWN = {"_c", "_v", "java", "capturedAt"};

  private static final int LONGEST_OWN = 40;

  private final Scrubber scrubber;

  /**
   * Creates a reader.
   *
   * @param scrubber applied to name, message, URI and meta, not to the stack, as in the Java client
   */
  public SightingReader(Scrubber scrubber) {
    this.scrubber = scrubber;
  }

  /**
   * Reads an event or a report.
   *
   * @return null for an event that the server would accept and then drop, because its type is no integer
   * @throws IOException if the body is not what the front lets through
   */
  public @Nullable Sighting read(Received request) throws IOException {
    return switch (request.kind()) {
      case EVENT -> event(request);
      case REPORT -> report(request);
      case PING -> throw new IllegalArgumentException("a ping");
    };
  }

  /** Reads a ping. */
  public static Ping ping(Received request) {
    return new Ping(
        request.key(),
        request.origin(),
        SessionAgent.of(request),
        app.trackx.internal.session.UtcDay.of(request.wallMillis()));
  }

  private @Nullable Sighting event(Received request) throws IOException {
    Object body = request.body().length == 0 ? null : Json.read(request.body());
    Map<String, @Nullable Object> fields =
        body instanceof Map ? Json.object(body) : new LinkedHashMap<>();
    Object type = fields.getOrDefault("type", UNKNOWN_EVENT);
    if (!(type instanceof Number code) || code.doubleValue() % 1 != 0) {
      return null;
    }
    Map<String, @Nullable Object> meta =
        fields.get("meta") instanceof Map<?, ?> map ? Json.object(map) : new LinkedHashMap<>();
    Counts counts = Counts.takeFrom(meta, request.wallMillis());
    EventPayload event = scrubbed(fields, request.page(), meta);
    String stack = fields.get("stack") instanceof String text ? text : null;
    String fingerprint = Issue.fingerprint(
        request.key(),
        code.intValue(),
        event.getName(),
        event.getMessage(),
        stack == null ? List.of() : StackParser.parse(stack));
    return sighting(request, fingerprint, "application/json", json(event, stack, type), counts);
  }

  private EventPayload scrubbed(
      Map<String, @Nullable Object> fields, String page, Map<String, @Nullable Object> meta) {
    EventPayload event = new EventPayload(EventType.TEST); // the type is not sent
    event.setName((String) fields.get("name"));
    event.setMessage((String) fields.get("message"));
    String uri = (String) fields.get("uri");
    event.setUri(uri == null || uri.isEmpty() ? blankToNull(page) : uri);
    Map<String, @Nullable Object> own = takeOwn(meta);
    event.setMeta(meta);
    scrubber.scrubEvent(event);
    event.getMeta().putAll(own);
    // a placeholder may be longer than what it replaces
    event.setName(clip(event.getName(), MAX_NAME));
    event.setMessage(clip(event.getMessage(), MAX_MESSAGE));
    event.setUri(clip(event.getUri(), MAX_URI));
    return event;
  }

  private static @Nullable String blankToNull(String text) {
    return text.isBlank() ? null : text;
  }

  private static @Nullable String clip(@Nullable String text, int most) {
    return text == null || text.length() <= most
        ? text
        : Text.clip(text, most, most * WORST_BYTES_A_UNIT);
  }

  /** Removes the client's own entries, for example a version of Java that would pass for an address. */
  private static Map<String, @Nullable Object> takeOwn(Map<String, @Nullable Object> meta) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    for (String name : OWN) {
      if (meta.get(name) instanceof String text && isPlain(text)) {
        own.put(name, text);
        meta.remove(name);
      }
    }
    return own;
  }

  /** Returns whether a text is a version, a time or an underscore: it begins with one or a digit, and has no words. */
  private static boolean isPlain(String text) {
    if (text.isEmpty() || text.length() > LONGEST_OWN || Character.isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.:-+_TZ".indexOf(text.charAt(i)) < 0
          && !Character.isLowerCase(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] json(EventPayload event, @Nullable String stack, Object type) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    put(fields, "name", event.getName());
    put(fields, "message", event.getMessage());
    put(fields, "stack", stack);
    fields.put("type", type);
    put(fields, "uri", event.getUri());
    fields.put("meta", event.getMeta()); // always: the dashboard's event page fails without it
    byte[] body = json(fields);
    if (body.length > Json.MAX_BODY) { // by its placeholders
      fields.put("meta", JsonValues.copyOf(event.getMeta(), Json.MAX_BODY / 4));
      body = json(fields);
    }
    return body;
  }

  /** A JSON null is invalid there. */
  private static void put(
      Map<String, @Nullable Object> fields, String name, @Nullable String text) {
    if (text != null) {
      fields.put(name, text);
    }
  }

  private static byte[] json(@Nullable Object value) {
    JsonWriter json = new JsonWriter();
    json.value(value);
    return json.toByteArray();
  }

  private Sighting report(Received request) throws IOException {
    Object body = Json.read(request.body());
    Map<String, @Nullable Object> report = ReportJson.reportIn(body);
    if (report == null) {
      throw new IOException("a report that is no object");
    }
    EventPayload event = new EventPayload(EventType.TEST); // the type is not sent
    event.setMeta(report);
    scrubber.scrubEvent(event);
    Map<String, @Nullable Object> clean = event.getMeta();
    String type = request.contentType();
    String fingerprint = ReportJson.fingerprint(request.key(), type, clean);
    Counts counts = Counts.takeFrom(ReportJson.metaOf(clean), request.wallMillis());
    return sighting(
        request, fingerprint, type, json(body instanceof List ? List.of(clean) : clean), counts);
  }

  private static Sighting sighting(
      Received request, String fingerprint, String type, byte[] body, Counts counts) {
    return new Sighting(
        new AggregateId(request.key(), request.origin(), fingerprint),
        request.kind() == RequestKind.REPORT ? RequestKind.REPORT : RequestKind.EVENT,
        type,
        SessionAgent.of(request),
        body,
        VisitorToken.fingerprint(request.source()),
        counts.occurrences(),
        counts.firstSeen(),
        counts.lastSeen(),
        counts.dropped());
  }
}
