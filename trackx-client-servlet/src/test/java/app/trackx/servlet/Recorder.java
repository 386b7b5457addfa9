package app.trackx.servlet;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.Session;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.Waiting;
import java.time.Duration;
import java.util.List;

/** A server, its client, and the received events. */
final class Recorder implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final TrackXLocal server = TrackXLocal.start();
  final TrackXClient client =
      TrackXClient.builder(server.endpoint()).rateLimit(RateLimit.none()).build();

  List<Event> events() {
    if (!client.flush(PATIENCE)) {
      throw new AssertionError("not all was sent: " + client);
    }
    return server.events();
  }

  Event event() {
    List<Event> events = events();
    if (events.size() != 1) {
      throw new AssertionError("not one: " + events);
    }
    return events.get(0);
  }

  /** Returns the events once so many have arrived. */
  List<Session> sessions(int count) {
    Waiting.until(() -> server.sessions().size() >= count);
    return server.sessions();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
