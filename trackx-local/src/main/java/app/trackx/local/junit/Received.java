package app.trackx.local.junit;

import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says, in a failure, what a server has received. */
final class Received {
  private static final int MAX_ISSUES = 10;
  private static final int MAX_FRAMES = 3;
  private static final int MAX_TEXT = 200;

  private Received() {}

  static String by(TrackXLocal server) {
    List<Issue> issues = server.issues();
    if (issues.isEmpty()) {
      return "nothing was received. Is the client set up with the endpoint of this server, which is"
          + " at port " + server.port()
          + ", does it still run, or does its rateLimit hold events back?";
    }
    StringBuilder text = new StringBuilder("what was received is:");
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
    return more > 0 ? text + "\n  and " + more + " other issues" : text.toString();
  }

  private static String clipped(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT
        ? String.valueOf(text)
        : text.substring(0, MAX_TEXT) + "…";
  }
}
