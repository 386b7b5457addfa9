package app.trackx.local;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a database holds: bodies go through the same checks and parser as when they came. */
final class DatabaseReader {
  private final Connection connection;

  DatabaseReader(Connection connection) {
    this.connection = connection;
  }

  Kept read() throws SQLException, IOException {
    try {
      return new Kept(events(), issues(), sessions());
    } catch (Refusal e) {
      throw new IOException("an event in it is none", e);
    }
  }

  private List<Event> events() throws SQLException, Refusal {
    List<Event> events = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM event ORDER BY serial")) {
      while (rows.next()) {
        events.add(event(rows, rows.getLong("serial"), rows.getString("issue")));
      }
    }
    return events;
  }

  private List<Issue> issues() throws SQLException, Refusal {
    List<Issue> issues = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM issue ORDER BY last_event")) {
      while (rows.next()) {
        issues.add(Issue.restored(
            event(rows, rows.getLong("first_event"), rows.getString("id")),
            rows.getLong("serial"),
            rows.getInt("events"),
            rows.getInt("sessions"),
            Instant.parse(rows.getString("last_seen")),
            rows.getLong("last_event")));
      }
    }
    return issues;
  }

  private static Event event(ResultSet row, long serial, String issueId)
      throws SQLException, Refusal {
    EventFields fields = EventFields.of(JsonBody.of(row.getBytes("body")));
    return new Event(
        serial,
        fields,
        StackParser.parseNullable(fields.stack),
        new Agent(row.getString("browser"), row.getString("os")),
        Instant.parse(row.getString("received")),
        issueId);
  }

  private Map<String, Session> sessions() throws SQLException {
    Map<String, Session> sessions = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM session ORDER BY seq")) {
      while (rows.next()) {
        Instant since = Instant.parse(rows.getString("since"));
        Session session = new Session(rows.getString("id"), since, rows.getBoolean("with_error"));
        sessions.put(rows.getString("name"), session);
      }
    }
    return sessions;
  }
}
