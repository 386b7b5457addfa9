package app.trackx.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.Waiting;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What arrives at a local server while an application runs that reads its endpoint from the process. */
final class Arrivals {
  /** An application that starts, fails and stops. */
  interface Run {
    void run() throws Exception;
  }

  private static final String ENDPOINT = "trackx.endpoint";

  private Arrivals() {}

  /** Returns what has arrived when the application has stopped and the client is closed. */
  static List<Event> eventsOf(Run run) throws Exception {
    return eventsOf(run, 0);
  }

  /** The same, but the client is not closed before so many have arrived. */
  private static List<Event> eventsOf(Run run, int expected) throws Exception {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    try (TrackXLocal server = TrackXLocal.start()) {
      System.setProperty(ENDPOINT, server.endpoint());
      try {
        run.run();
        server.awaitEvents(expected, Waiting.PATIENCE);
      } finally {
        TrackX.close();
        System.clearProperty(ENDPOINT);
        Thread.setDefaultUncaughtExceptionHandler(before);
      }
      return server.events();
    }
  }

  /**
   * Returns the only event, which is that of the failing order. A server may answer a request before it
   * tells its listeners that the request has failed.
   */
  static Event eventOf(Run run) throws Exception {
    List<Event> events = eventsOf(run, 1);
    assertThat(events).hasSize(1);
    Event event = events.get(0);
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no such order");
    assertThat(event.json()).as("the order's number").doesNotContain("order-1734");
    return event;
  }

  /** Requests the order that fails. */
  static int statusOfOrder(int port) throws Exception {
    HttpURLConnection connection = (HttpURLConnection)
        URI.create("http://localhost:" + port + "/orders/order-1734").toURL().openConnection();
    connection.setConnectTimeout(30_000);
    connection.setReadTimeout(30_000);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  static void assertHttp(Event event, String route) {
    assertThat(event.meta().get("http"))
        .isEqualTo(Map.of("method", "GET", "route", route, "status", 500L));
  }
}
