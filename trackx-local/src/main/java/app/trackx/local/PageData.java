package app.trackx.local;

import app.trackx.local.internal.privacy.Finding;
import app.trackx.local.internal.privacy.Mark;
import app.trackx.local.internal.privacy.PersonalData;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page's data as JSON. Lists have a maximum length, and texts in lists are cut to a line; a single event is complete.
 */
final class PageData {
  private static final int MAX_ISSUES = 500;
  private static final int MAX_EVENTS = 200;
  private static final int MAX_TEXT = 300;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Store store;
  private final String key;
  private final SourceFiles sources;

  PageData(Store store, String key, SourceFiles sources) {
    this.store = store;
    this.key = key;
    this.sources = sources;
  }

  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  byte[] issues() throws IOException {
    List<Issue> issues = store.issues();
    return object(json -> {
      json.writeStringField("key", key);
      json.writeNumberField("total", issues.size());
      json.writeNumberField("refused", store.refusedRequests());
      json.writeNumberField(
          "events", issues.stream().mapToLong(Issue::eventCount).sum());
      json.writeArrayFieldStart("issues");
      for (Issue issue : issues.subList(0, Math.min(issues.size(), MAX_ISSUES))) {
        json.writeStartObject();
        write(json, issue, MAX_TEXT);
        Event latest = store.event(issue.lastEvent());
        json.writeNumberField("personal", latest == null ? 0 : personal(latest));
        json.writeEndObject();
      }
      json.writeEndArray();
      write(json, store.hours());
    });
  }

  private static int personal(Event event) {
    ParseBudget.SHOWN.acquire(event.bodySize());
    try {
      return event.personal();
    } finally {
      ParseBudget.SHOWN.release(event.bodySize());
    }
  }

  byte[] issue(Issue issue) throws IOException {
    List<Event> events = latestFirst(issue.id());
    return object(json -> {
      write(json, issue, Integer.MAX_VALUE);
      json.writeNumberField("kept", events.size());
      json.writeArrayFieldStart("list");
      for (Event event : events.subList(0, Math.min(events.size(), MAX_EVENTS))) {
        json.writeStartObject();
        json.writeNumberField("serial", event.serial());
        json.writeStringField("receivedAt", event.receivedAt().toString());
        json.writeStringField("message", clipped(event.message(), MAX_TEXT));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private List<Event> latestFirst(String issueId) {
    List<Event> events = new ArrayList<>(store.events());
    events.removeIf(event -> !event.issueId().equals(issueId));
    Collections.reverse(events);
    return events;
  }

  byte[] event(Event event) throws IOException {
    ParseBudget.SHOWN.acquire(event.bodySize());
    try {
      return object(event, event.fields());
    } finally {
      ParseBudget.SHOWN.release(event.bodySize());
    }
  }

  private byte[] object(Event event, EventFields fields) throws IOException {
    return object(json -> {
      json.writeNumberField("serial", event.serial());
      json.writeStringField("issueId", event.issueId());
      json.writeStringField("name", event.name());
      json.writeStringField("message", event.message());
      json.writeNumberField("type", event.type());
      json.writeStringField("uri", event.uri());
      json.writeStringField("receivedAt", event.receivedAt().toString());
      json.writeStringField("browser", event.browser());
      json.writeStringField("os", event.os());
      json.writeStringField("stack", fields.stack);
      json.writeStringField("json", event.json());
      json.writeNumberField("bytes", event.bodySize());
      List<Frame> frames = fields.frames();
      writeFrames(json, frames);
      json.writeStringField("sources", sourcesOf(frames));
      writeFindings(json, PersonalData.in(fields.properties()));
    });
  }

  /** Returns whether frames have source lines: {@code shown}, {@code off}, or {@code none}. */
  private String sourcesOf(List<Frame> frames) {
    String found = "none";
    for (Frame frame : frames) {
      if (frame.line() != null && sources.covers(frame.file())) {
        return "shown";
      }
      found = SourceFiles.isUrl(frame.file()) ? "off" : found;
    }
    return found;
  }

  /** Returns the source lines of an event's frames, or null if too many requests wait for such. */
  byte @Nullable [] sources(Event event) throws IOException {
    List<Frame> frames = framesOf(event);
    List<@Nullable SourceFile> files = sources.of(frames);
    if (files == null) {
      return null;
    }
    return object(json -> {
      json.writeArrayFieldStart("sources");
      for (int i = 0; i < files.size(); i++) {
        SourceFile file = files.get(i);
        Integer line = frames.get(i).line();
        if (file != null && line != null) {
          write(json, i, line, file);
        }
      }
      json.writeEndArray();
    });
  }

  private static List<Frame> framesOf(Event event) {
    ParseBudget.SHOWN.acquire(event.bodySize());
    try {
      return event.frames();
    } finally {
      ParseBudget.SHOWN.release(event.bodySize());
    }
  }

  private static void write(JsonGenerator json, int frame, int line, SourceFile file)
      throws IOException {
    List<String> lines = file.around(line);
    String fault = file.fault() == null && lines.isEmpty()
        ? "the file has fewer lines: it may be of another version"
        : file.fault();
    json.writeStartObject();
    json.writeNumberField("frame", frame);
    json.writeStringField("fault", fault);
    json.writeNumberField("line", line);
    json.writeNumberField("first", SourceFile.first(line));
    json.writeArrayFieldStart("lines");
    for (String text : lines) {
      json.writeString(text);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Issue issue, int maxText) throws IOException {
    json.writeStringField("id", issue.id());
    json.writeStringField("name", clipped(issue.name(), maxText));
    json.writeStringField("message", clipped(issue.message(), maxText));
    json.writeNumberField("type", issue.type());
    json.writeNumberField("events", issue.eventCount());
    json.writeNumberField("sessions", issue.sessionCount());
    json.writeStringField("firstSeen", issue.firstSeen().toString());
    json.writeStringField("lastSeen", issue.lastSeen().toString());
  }

  private static void write(JsonGenerator json, List<HourlySessions> hours) throws IOException {
    json.writeArrayFieldStart("hours");
    for (HourlySessions hour : hours) {
      json.writeStartObject();
      json.writeStringField("from", hour.from().toString());
      json.writeNumberField("sessions", hour.sessions());
      json.writeNumberField("withError", hour.withError());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFrames(JsonGenerator json, List<Frame> frames) throws IOException {
    json.writeArrayFieldStart("frames");
    for (Frame frame : frames) {
      json.writeStartObject();
      json.writeStringField("callee", frame.callee());
      json.writeStringField("short", frame.calleeShort());
      json.writeStringField("file", frame.fileRelative());
      json.writeObjectField("line", frame.line());
      json.writeObjectField("column", frame.column());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFindings(JsonGenerator json, List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("where", finding.where());
      json.writeStringField("text", finding.text());
      json.writeArrayFieldStart("marks");
      for (Mark mark : finding.marks()) {
        json.writeStartObject();
        json.writeNumberField("from", mark.from());
        json.writeNumberField("to", mark.to());
        json.writeStringField("kind", mark.kind());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static @Nullable String clipped(@Nullable String text, int max) {
    return text == null || text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
