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

/** Prints what the server stored, as a dashboard lists it: the issue seen last in front. */
final class Report {
  private Report() {}

  static void printHeader(PrintStream out) {
    out.println(
        "TrackX quick start: an order service and a TrackX server, in one JVM and in memory.");
    out.println();
    out.println(
        "HERE is what the order service says. One of its workers dies of an error that nothing");
    out.println(
        "catches: \"Exception in thread\" is the JVM's own print, and is meant to be there.");
  }

  static void print(TrackXLocal server, Diagnostics diagnostics, PrintStream out) {
    List<Event> events = server.events();
    out.println();
    out.println(
        "THERE is what the server stored. Before anything left, the client took e-mail addresses");
    out.println(
        "and card numbers out, and the OnErrorHandler cancelled order 1005, which is no error here.");
    out.println("  events  issue");
    for (Issue issue : server.issues()) {
      print(issue, eventsOf(issue, events), out);
    }
    List<Session> sessions = server.sessions();
    long withError = sessions.stream().filter(Session::withError).count();
    out.printf("  %6d  in all, of %d issues%n", events.size(), server.issues().size());
    out.printf(
        "  sessions: %d, with an error: %d (the ping and the events are of one session)%n",
        sessions.size(), withError);
    out.println("  the client counted: " + diagnostics);
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
