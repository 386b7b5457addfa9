package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A local server for the tests of one class, empty before each. A static {@link RegisterExtension}. */
final class Server implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private TrackXLocal server;

  @Override
  public void beforeAll(ExtensionContext test) {
    server = TrackXLocal.start();
  }

  @Override
  public void afterAll(ExtensionContext test) {
    TrackX.close();
    server.close();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    TrackX.flush(PATIENCE);
    server.clear();
  }

  String endpoint() {
    return server.endpoint();
  }

  /** Returns the property that names the endpoint. */
  String property() {
    return "trackx.endpoint=" + endpoint();
  }

  /** Returns the event, after everything that was captured has arrived. */
  Event onlyEvent() {
    List<Event> events = events(1);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /** Returns all events, after so many at least and everything that was captured have arrived. */
  List<Event> events(int least) {
    assertThat(server.awaitEvents(least, PATIENCE)).isTrue();
    TrackX.flush(PATIENCE);
    return server.events();
  }

  List<Event> eventsNow() {
    return server.events();
  }

  TrackXLocal local() {
    return server;
  }
}
