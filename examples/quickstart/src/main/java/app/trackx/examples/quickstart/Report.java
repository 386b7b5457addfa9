package app.trackx.examples.quickstart;

import app.trackx.Diagnostics;
import app.trackx.local.Event;
import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.Session;
import app.trackx.local.TrackXLocal;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** A printout of the server's contents, like a dashboard's: the most recently seen issue first. */
final class Report {
  private Report() {}

  static void printHeader(PrintStream out) {
    out.println(
        "TrackX quick start: an order service and a TrackX server, in one JVM and in memory.");
    out.println();
    out.println(
        "CLIENT: output of the order service. One of its workers ends with an uncaught exception,");
    out.println("so the JVM prints \"Exception in thread\". That is expected.");
  }

  static void print(TrackXLocal server, Diagnostics diagnostics, PrintStream out) {
    List<Event> events = server.events();
    out.println();
    out.println(
        "SERVER: the events it stored. Before sending, the client redacted e-mail addresses and");
    out.println(
        "card numbers, and the OnErrorHandler cancelled the event of order 1005: it is no error.");
    out.println("  events  issue");
    for (Issue issue : server.issues()) {
      print(issue, eventsOf(issue, events), out);
    }
    List<Session> sessions = server.sessions();
    long withError = sessions.stream().filter(Session::withError).count();
    out.printf("  %6d  in all, of %d issues%n", events.size(), server.issues().size());
    out.printf(
        "  sessions: %d, with an error: %d (the ping and the events belong to one session)%n",
        sessions.size(), withError);
    out.println("  client diagnostics: " + diagnostics);
  }

  private static void print(Issue issue, List<Event> events, PrintStream out) {
    out.printf("  %6d  %s%n", issue.eventCount(), issue.name());
    out.printf("          %s%s%n", issue.message(), causeOf(events.get(0)));
    List<Object> orders =
        events.stream().map(event -> event.meta().get("orderId")).toList();
    if (!orders.contains(null)) {
      out.printf("          meta.orderId of its events: %s%n", orders);
    }
    Frame top = issue.frames().get(0);
    String file = top.file().substring(top.file().lastIndexOf('/') + 1);
    out.printf("          at %s (%s:%d)%n", top.callee(), file, top.line());
  }

  private static List<Event> eventsOf(Issue issue, List<Event> events) {
    return events.stream().filter(event -> event.issueId().equals(issue.id())).toList();
  }

  private static String causeOf(Event event) {
    if (event.meta().get("causes") instanceof List<?> causes
        && causes.get(0) instanceof Map<?, ?> cause) {
      return " (cause: " + cause.get("message") + ")";
    }
    return "";
  }
}
