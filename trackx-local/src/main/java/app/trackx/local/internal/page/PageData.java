package app.trackx.local.internal.page;

import app.trackx.local.internal.json.ParseBudget;
import app.trackx.local.internal.privacy.Finding;
import app.trackx.local.internal.privacy.Mark;
import app.trackx.local.internal.privacy.PersonalData;
import app.trackx.local.internal.stack.Frameworks;
import app.trackx.local.internal.stack.StackFrame;
import app.trackx.local.internal.store.EventFields;
import app.trackx.local.internal.store.HourlySessions;
import app.trackx.local.internal.store.IssueTitle;
import app.trackx.local.internal.store.Store;
import app.trackx.local.internal.store.StoredEvent;
import app.trackx.local.internal.store.StoredIssue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The page's data as JSON. Lists have a maximum length, and texts in lists are cut to a line; a single event is complete.
 */
final class PageData {
  private static final int PAGE_SIZE = 50;
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

  /** Returns one page of the issues that match a query, with totals of all issues and the choices of the filters. */
  byte[] issues(ListQuery query) throws IOException {
    IssueOverview overview = IssueOverview.of(store);
    List<StoredIssue> found = overview.matching(query);
    int pages = Math.max(1, (found.size() + PAGE_SIZE - 1) / PAGE_SIZE);
    int page = Math.min(query.page, pages);
    int from = (page - 1) * PAGE_SIZE;
    return object(json -> {
      json.writeStringField("key", key);
      writeTotals(json, overview.all());
      json.writeNumberField("dropped", overview.dropped());
      json.writeNumberField("matching", found.size());
      json.writeNumberField("matchingErrors", errors(found));
      json.writeNumberField("page", page);
      json.writeNumberField("pages", pages);
      json.writeArrayFieldStart("issues");
      for (StoredIssue issue : found.subList(from, Math.min(found.size(), from + PAGE_SIZE))) {
        json.writeStartObject();
        write(json, issue, MAX_TEXT);
        writeListed(json, issue, overview);
        json.writeEndObject();
      }
      json.writeEndArray();
      writeChoices(json, overview);
      write(json, store.hours());
    });
  }

  private void writeTotals(JsonGenerator json, List<StoredIssue> issues) throws IOException {
    json.writeNumberField("total", issues.size());
    json.writeNumberField("refused", store.refusedRequests());
    json.writeNumberField(
        "events", issues.stream().mapToLong(StoredIssue::eventCount).sum());
    json.writeNumberField("errors", errors(issues));
  }

  private static long errors(List<StoredIssue> issues) {
    return issues.stream().mapToLong(StoredIssue::errors).sum();
  }

  private void writeListed(JsonGenerator json, StoredIssue issue, IssueOverview overview)
      throws IOException {
    writeBadges(json, issue, overview);
    StoredEvent latest = store.event(issue.lastEvent());
    json.writeNumberField("personal", latest == null ? 0 : personal(latest));
    json.writeFieldName("hours");
    long[] hours = overview.hours(issue);
    json.writeArray(hours, 0, hours.length);
  }

  private static void writeBadges(JsonGenerator json, StoredIssue issue, IssueOverview overview)
      throws IOException {
    json.writeBooleanField("new", overview.isNew(issue));
    json.writeBooleanField("regressed", overview.isRegressed(issue));
  }

  private static void writeChoices(JsonGenerator json, IssueOverview overview) throws IOException {
    json.writeObjectFieldStart("choices");
    json.writeArrayFieldStart("type");
    for (int type : overview.types()) {
      json.writeNumber(type);
    }
    json.writeEndArray();
    writeTexts(json, "release", overview.latestReleases());
    writeTexts(json, "environment", overview.environments());
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static int personal(StoredEvent event) {
    ParseBudget.SHOWN.acquire(event.bodySize());
    try {
      return event.personal();
    } finally {
      ParseBudget.SHOWN.release(event.bodySize());
    }
  }

  byte[] issue(StoredIssue issue) throws IOException {
    List<StoredEvent> events = latestFirst(issue.id());
    IssueOverview overview = IssueOverview.of(store);
    return object(json -> {
      write(json, issue, Integer.MAX_VALUE);
      writeBadges(json, issue, overview);
      json.writeNumberField("kept", events.size());
      json.writeArrayFieldStart("list");
      for (StoredEvent event : events.subList(0, Math.min(events.size(), MAX_EVENTS))) {
        json.writeStartObject();
        json.writeNumberField("serial", event.serial());
        json.writeStringField("receivedAt", event.receivedAt().toString());
        json.writeStringField("message", clipped(event.message(), MAX_TEXT));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private List<StoredEvent> latestFirst(String issueId) {
    List<StoredEvent> events = new ArrayList<>(store.events());
    events.removeIf(event -> !event.issueId().equals(issueId));
    Collections.reverse(events);
    return events;
  }

  byte[] event(StoredEvent event) throws IOException {
    ParseBudget.SHOWN.acquire(event.bodySize());
    try {
      return object(event, event.fields());
    } finally {
      ParseBudget.SHOWN.release(event.bodySize());
    }
  }

  private byte[] object(StoredEvent event, EventFields fields) throws IOException {
    return object(json -> {
      json.writeNumberField("serial", event.serial());
      json.writeStringField("issueId", event.issueId());
      json.writeStringField("name", event.name());
      json.writeStringField("message", event.message());
      json.writeNumberField("type", event.type());
      json.writeStringField("uri", event.uri());
      json.writeStringField("receivedAt", event.receivedAt().toString());
      json.writeNumberField("occurrences", event.occurrences());
      json.writeStringField("release", event.release());
      json.writeStringField("environment", event.environment());
      json.writeStringField("browser", event.browser());
      json.writeStringField("os", event.os());
      json.writeStringField("stack", fields.stack);
      json.writeStringField("json", event.json());
      json.writeNumberField("bytes", event.bodySize());
      List<StackFrame> frames = fields.frames();
      writeFrames(json, frames);
      json.writeStringField("sources", sourcesOf(frames));
      writeFindings(json, PersonalData.in(fields.properties()));
    });
  }

  /** Returns whether frames have source lines: {@code shown}, {@code off}, or {@code none}. */
  private String sourcesOf(List<StackFrame> frames) {
    String found = "none";
    for (StackFrame frame : frames) {
      if (frame.line() != null && sources.covers(frame.file())) {
        return "shown";
      }
      found = SourceFiles.isUrl(frame.file()) ? "off" : found;
    }
    return found;
  }

  /** Returns the source lines of an event's frames, or null if too many requests wait for such. */
  byte @Nullable [] sources(StoredEvent event) throws IOException {
    List<StackFrame> frames = framesOf(event);
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

  private static List<StackFrame> framesOf(StoredEvent event) {
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

  private static void write(JsonGenerator json, StoredIssue issue, int maxText) throws IOException {
    IssueTitle title = IssueOverview.titleOf(issue);
    json.writeStringField("id", issue.id());
    json.writeStringField("name", clipped(issue.name(), maxText));
    json.writeStringField("template", title.template());
    json.writeStringField("callee", title.callee());
    json.writeStringField("place", title.place());
    json.writeStringField("status", issue.status().name().toLowerCase(Locale.ROOT));
    json.writeStringField("message", clipped(issue.message(), maxText));
    json.writeNumberField("type", issue.type());
    json.writeNumberField("events", issue.eventCount());
    json.writeNumberField("errors", issue.errors());
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

  private static void writeFrames(JsonGenerator json, List<StackFrame> frames) throws IOException {
    json.writeArrayFieldStart("frames");
    for (StackFrame frame : frames) {
      json.writeStartObject();
      json.writeStringField("callee", frame.callee());
      json.writeStringField("short", frame.calleeShort());
      json.writeStringField("file", frame.fileRelative());
      json.writeObjectField("line", frame.line());
      json.writeObjectField("column", frame.column());
      json.writeBooleanField("framework", Frameworks.own(frame));
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
