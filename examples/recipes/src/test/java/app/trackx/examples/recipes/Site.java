package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.OnErrorHandler;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A client configured by a recipe, and the server that it sends to. */
final class Site implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TrackXLocal server = TrackXLocal.start();
  final TrackXClient client;

  Site(UnaryOperator<TrackXClient.Builder> recipe) {
    client = recipe.apply(TrackXClient.builder(server.endpoint())).build();
  }

  static Site with(OnErrorHandler handler) {
    return new Site(options -> options.onError(handler));
  }

  /** Sends one exception and waits until its event has been sent or cancelled. */
  void send(Throwable error) {
    send(error, Map.of());
  }

  void send(Throwable error, Map<String, ?> meta) {
    client.sendEvent(error, meta);
    flush();
  }

  void flush() {
    assertThat(client.flush(PATIENCE)).isTrue();
  }

  /** Returns the server's events, and asserts that none was lost. */
  List<Event> events() {
    assertThat(client.diagnostics().dropped()).isEmpty();
    return server.events();
  }

  Event onlyEvent() {
    assertThat(events()).hasSize(1);
    return events().get(0);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
