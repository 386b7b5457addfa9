package app.trackx.local.junit;

import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A description of the events that a server has received, for failure messages. */
final class ReceivedIssues {
  private static final int MAX_ISSUES = 10;
  private static final int MAX_FRAMES = 3;
  private static final int MAX_TEXT = 200;

  private ReceivedIssues() {}

  static String by(TrackXLocal server) {
    List<Issue> issues = server.issues();
    if (issues.isEmpty()) {
      return "the server on port " + server.port()
          + " received no events. Check that the client is set"
          + " up with this server's endpoint, is not shut down, and is not held back by its rateLimit.";
    }
    StringBuilder text = new StringBuilder("the server received:");
    for (Issue issue : issues.subList(0, Math.min(issues.size(), MAX_ISSUES))) {
      text.append("\n  ").append(issue.name()).append(": ").append(clipped(issue.message()));
      text.append(" (").append(issue.eventCount());
      text.append(issue.eventCount() == 1 ? " event)" : " events)");
      for (Frame frame : issue.frames().subList(0, Math.min(issue.frames().size(), MAX_FRAMES))) {
        text.append("\n    at ").append(frame.callee());
        text.append(" (").append(frame.file()).append(':').append(frame.line()).append(')');
      }
    }
    int more = issues.size() - MAX_ISSUES;
    return more > 0 ? text + "\n  and " + more + " more issues" : text.toString();
  }

  private static String clipped(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT
        ? String.valueOf(text)
        : text.substring(0, MAX_TEXT) + "…";
  }
}
